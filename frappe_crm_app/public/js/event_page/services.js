// Calls of the pages to the server: each is a POST that answers with what was asked for, or with a sentence.

const API = "/api/method/frappe_crm_app.work.events.";

class Refused extends Error {}

export const texts = JSON.parse(document.getElementById("crm-event-texts")?.textContent || "{}");

/** Return a function that calls an endpoint with the token of the page's address. */
export function caller(page) {
	const token = new URLSearchParams(location.search).get("t");
	return async (name, facts = {}, { keepalive = false } = {}) => {
		const is_form = facts instanceof FormData;
		if (is_form) facts.set("token", token);
		const headers = { Accept: "application/json" };
		if (!is_form) headers["Content-Type"] = "application/json";
		if (page.dataset.csrf) headers["X-Frappe-CSRF-Token"] = page.dataset.csrf;
		const body = is_form ? facts : JSON.stringify({ token, ...facts });
		const response = await fetch(API + name, { method: "POST", headers, body, keepalive }).catch(
			() => null
		);
		const answer = await response?.json().catch(() => ({}));
		if (!response?.ok) throw new Refused(sentence_of(answer || {}));
		return answer.message;
	};
}

/** Do something with the buttons switched off; what was refused, and what came of it, is said in `place`. */
export async function busily(place, work) {
	const error = place.querySelector(".e-error");
	const done = place.querySelector(".e-done");
	const fields = place.querySelectorAll("button, input[type=checkbox]");
	error.hidden = true;
	fields.forEach((field) => (field.disabled = true));
	try {
		done.textContent = (await work()) || "";
		return true;
	} catch (failed) {
		error.textContent = failed instanceof Refused ? failed.message : texts.failed;
		error.hidden = false;
		return false;
	} finally {
		fields.forEach((field) => (field.disabled = false));
	}
}

/** Have a form sent by script, once it is filled in. */
export function on_submit(form, send) {
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const missing = [...form.elements].find((field) => field.willValidate && !field.checkValidity());
		if (missing) return missing.focus();
		send(form);
	});
}

function sentence_of(answer) {
	try {
		const said = answer._server_messages
			? JSON.parse(JSON.parse(answer._server_messages).at(-1)).message
			: answer.errors[0].message;
		return new DOMParser().parseFromString(said, "text/html").body.textContent || texts.failed;
	} catch {
		return texts.failed;
	}
}
