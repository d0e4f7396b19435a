// The one way to the server. `get` and `post` leave a refusal to whoever asked; `get_in_desk` and `post_in_desk` let the
// desk show it, as it does for its own forms. All answer the endpoint's message, and reject with a `Refusal`.
import { server_messages } from "./server_messages";

// A refusal of the server: the sentence people read, and the fields that the stage asks for, if that was why.
export class Refusal extends Error {
	constructor(status, body) {
		super(sentences(body) || __("The server did not answer. Please try again."));
		this.status = status;
		this.missing_fields = body.missing_fields || [];
		this.problems = body.problems || []; // of a rule, each beside its part
	}
}

function sentences(body) {
	const told = server_messages(body).join(" ") || body._error_message || "";
	return frappe.utils.html2text(told); // plain: what somebody typed may stand in it
}

export function get(endpoint, values = {}) {
	return send("GET", `${address_of(endpoint)}?${new URLSearchParams(packed(values))}`);
}

export function post(endpoint, values = {}) {
	const body = JSON.stringify(Object.fromEntries(packed(values)));
	return send("POST", address_of(endpoint), { headers: { "Content-Type": "application/json" }, body });
}

// Uploads a file that only who may see it can read; answers its URL.
export async function upload(file) {
	const form = new FormData();
	form.append("file", file, file.name);
	form.append("is_private", 1);
	const { file_url } = await send("POST", address_of("upload_file"), { body: form });
	return file_url;
}

export function get_in_desk(endpoint, values = {}) {
	return call_of_desk({ method: endpoint, args: values, type: "GET" });
}

// The desk takes no other input meanwhile.
export function post_in_desk(endpoint, values = {}) {
	return call_of_desk({ method: endpoint, args: values, type: "POST", freeze: true });
}

export const address_of = (endpoint) => `/api/method/${endpoint}`;

async function call_of_desk(call) {
	try {
		const args = Object.fromEntries(packed(call.args));
		return (await frappe.call({ ...call, args })).message;
	} catch (answer) {
		throw new Refusal(answer?.status || 0, answer?.responseJSON || {});
	}
}

async function send(method, path, { headers, body } = {}) {
	let response;
	try {
		response = await fetch(path, { method, body, headers: { ...own_headers(), ...headers } });
	} catch {
		throw new Refusal(0, {});
	}
	const answer = await response.json().catch(() => ({}));
	if (answer.session_expired) frappe.app.handle_session_expired();
	if (!response.ok) throw new Refusal(response.status, answer);
	return answer.message;
}

const own_headers = () => ({ Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token });

// What is not there is not sent; lists and objects go as JSON.
function packed(values) {
	const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
	return given.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : value]);
}

/** Answer what lies at an address of this site, as a `data:` address. */
export async function read_as_data(address) {
	const response = await fetch(new URL(address, window.location.origin), { headers: own_headers() });
	if (!response.ok) throw new Refusal(response.status, {});
	const content = await response.blob();
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.addEventListener("load", () => resolve(reader.result));
		reader.addEventListener("error", reject);
		reader.readAsDataURL(content);
	});
}
