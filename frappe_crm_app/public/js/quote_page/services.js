// Calls of the page to the server: each is a POST that answers with what was asked for, or with a sentence.

const API = "/api/method/frappe_crm_app.selling.acceptance.api.";

export class Refused extends Error {}

export const texts = JSON.parse(document.getElementById("crm-quote-texts")?.textContent || "{}");

export async function call(name, body, { csrf, keepalive = false } = {}) {
	const is_form = body instanceof FormData;
	const headers = { Accept: "application/json" };
	if (!is_form) headers["Content-Type"] = "application/json";
	if (csrf) headers["X-Frappe-CSRF-Token"] = csrf;
	const response = await fetch(API + name, {
		method: "POST",
		headers,
		body: is_form ? body : JSON.stringify(body),
		keepalive,
	}).catch(() => null);
	const answer = await response?.json().catch(() => ({}));
	if (!response?.ok) throw new Refused(sentence_of(answer || {}));
	return answer.message;
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
