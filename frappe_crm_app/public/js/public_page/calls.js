// Calls of a page without the desk to the server: each is a POST that answers with what was asked for, or with a sentence.

export class Refused extends Error {}

/** Return what is asked for; `body` is an object or a form. Raises `Refused` with the server's sentence, or `failed` where it has none. */
export async function post(address, body, { csrf, keepalive = false, failed }) {
	const is_form = body instanceof FormData;
	const headers = { Accept: "application/json" };
	if (!is_form) headers["Content-Type"] = "application/json";
	if (csrf) headers["X-Frappe-CSRF-Token"] = csrf;
	const response = await fetch(address, {
		method: "POST",
		headers,
		body: is_form ? body : JSON.stringify(body),
		keepalive,
	}).catch(() => null);
	const answer = await response?.json().catch(() => ({}));
	if (!response?.ok) throw new Refused(sentence_of(answer || {}) || failed);
	return answer.message;
}

/** Return the texts of the page, as the server has translated them. */
export const texts_of = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");

function sentence_of(answer) {
	try {
		const said = answer._server_messages
			? JSON.parse(JSON.parse(answer._server_messages).at(-1)).message
			: answer.errors[0].message;
		return new DOMParser().parseFromString(said, "text/html").body.textContent;
	} catch {
		return "";
	}
}
