// A refusal of the server: the sentence people read, and the fields that the stage asks for, if that was why.
export class Refusal extends Error {
	constructor(status, body) {
		super(sentences(body) || __("The server did not answer. Please try again."));
		this.status = status;
		this.missing_fields = body.missing_fields || [];
	}
}

function sentences(body) {
	const messages = JSON.parse(body._server_messages || "[]").map((text) => JSON.parse(text));
	const texts = messages.map((message) => message.message || message).filter(Boolean);
	const told = texts.length ? [...new Set(texts)].join(" ") : body._error_message || "";
	return frappe.utils.html2text(told); // plain: what somebody typed may stand in it
}

// Calls an endpoint and answers its message. Unlike `frappe.call`, it leaves refusals to whoever asked.
async function call(method, path, options) {
	let response;
	try {
		response = await fetch(path, { method, ...options, headers: headers(options.headers) });
	} catch (error) {
		throw new Refusal(0, {});
	}
	const body = await response.json().catch(() => ({}));
	if (!response.ok) throw new Refusal(response.status, body);
	return body.message;
}

function headers(more = {}) {
	return { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token, ...more };
}

// What is not there is not sent; lists and objects go as JSON.
function packed(values) {
	const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
	return given.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : value]);
}

export function get(endpoint, values = {}) {
	return call("GET", `/api/method/${endpoint}?${new URLSearchParams(packed(values))}`, {});
}

export function post(endpoint, values = {}) {
	return call("POST", `/api/method/${endpoint}`, {
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(Object.fromEntries(packed(values))),
	});
}
