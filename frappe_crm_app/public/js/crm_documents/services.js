import { address_of, get, post, Refusal } from "../crm_shared/services/request";

const API = "frappe_crm_app.work.documents.api";

export const get_library = (asked) => get(`${API}.get_library`, asked);
export const get_document = (document) => get(`${API}.get_document`, { document });
export const check_out = (document) => post(`${API}.check_out`, { document });
export const check_in = (document) => post(`${API}.check_in`, { document });
export const set_tags = (document, tags) => post(`${API}.set_tags`, { document, tags });
export const add_link = (document, doctype, name) => post(`${API}.add_link`, { document, doctype, name });
export const remove_link = (document, doctype, name) =>
	post(`${API}.remove_link`, { document, doctype, name });
export const make_public_link = (values) => post(`${API}.make_public_link`, values);
export const revoke_public_link = (link) => post(`${API}.revoke_public_link`, { link });
/** Answer up to 100 files on records of which no document was made, `[{name, file_name, file_size, label, title}]`. */
export const get_adoptable = (page_length) => get(`${API}.get_adoptable`, { page_length });
export const adopt = (values) => post(`${API}.adopt`, values);
export const address_of_file = (version, how = "download") =>
	`${address_of(`${API}.${how}`)}?${new URLSearchParams({ version })}`;

export const upload = (file, values, progressed) => send_file("upload", file, values, progressed);
export const add_version = (document, file, values, progressed) =>
	send_file("add_version_of", file, { document, ...values }, progressed);

// `fetch` tells nothing of how far a file is.
function send_file(endpoint, file, values, progressed) {
	const form = new FormData();
	const given = Object.entries(values).filter(([, value]) => value);
	given.forEach(([name, value]) => form.append(name, value));
	form.append("file", file, file.name);
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open("POST", address_of(`${API}.${endpoint}`));
		request.setRequestHeader("Accept", "application/json");
		request.setRequestHeader("X-Frappe-CSRF-Token", frappe.csrf_token);
		request.upload.addEventListener("progress", (event) => {
			if (event.lengthComputable) progressed(Math.round((100 * event.loaded) / event.total));
		});
		request.addEventListener("load", () => {
			const answer = read(request.responseText);
			if (request.status < 400) resolve(answer.message);
			else reject(new Refusal(request.status, answer));
		});
		request.addEventListener("error", () => reject(new Refusal(0, {})));
		request.send(form);
	});
}

function read(text) {
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}
