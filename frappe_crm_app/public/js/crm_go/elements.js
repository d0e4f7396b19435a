// Elements of the page. Texts are texts: nothing that came from anywhere is read as HTML.

/** Return an element; properties that begin with `on` listen, those with a dash are attributes, empty children are left out. */
export function element(tag, properties = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
		else if (name.includes("-")) made.setAttribute(name, value);
		else made[name] = value;
	}
	made.append(...children.flat(2).filter((child) => child != null && child !== false && child !== ""));
	return made;
}

export function button(text, onclick, properties = {}) {
	return element("button", { type: "button", className: "g-button", onclick, ...properties }, text);
}

/** Return the links that call and write to whom a record names. */
export function ways_to(record, texts) {
	const { phone, email } = record;
	const whom = record.contact?.title || record.title;
	return [
		phone &&
			link(`tel:${phone.replace(/[^\d+]/g, "")}`, texts.call, texts.call_whom.replace("{0}", whom)),
		email &&
			link(
				`mailto:${encodeURIComponent(email).replace("%40", "@")}`,
				texts.mail,
				texts.mail_whom.replace("{0}", whom)
			),
	].filter(Boolean);
}

function link(href, text, label) {
	return element("a", { href, className: "g-button", "aria-label": label }, text);
}
