// Elements with text, never with HTML from strings: what people typed stays text.

/** Return an element, e.g. `element("td", { class: "bold" }, "text", other)`. */
export function element(tag, attributes = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
		else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
	}
	made.append(...children.filter((child) => child != null));
	return made;
}

/** Return a coloured pill, as lists show a status. */
export const pill = (text, color) =>
	element("span", { class: `indicator-pill no-indicator-dot ${color} ellipsis` }, text);
