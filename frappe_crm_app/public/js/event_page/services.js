// Calls of the pages of an event and of a room.
import { Refused, post, texts_of } from "../public_page/calls.js";

const API = "/api/method/frappe_crm_app.work.events.";

export const texts = texts_of("crm-event-texts");

/** Return a function that calls an endpoint with the token of the page's address. */
export function caller(page) {
	const token = new URLSearchParams(location.search).get("t");
	return (name, facts = {}, { keepalive = false } = {}) => {
		if (facts instanceof FormData) facts.set("token", token);
		const body = facts instanceof FormData ? facts : { token, ...facts };
		return post(API + name, body, { csrf: page.dataset.csrf, keepalive, failed: texts.failed });
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
