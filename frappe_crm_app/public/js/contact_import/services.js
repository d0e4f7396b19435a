// What the page asks the server for.

const METHOD = "frappe_crm_app.contact_import.api.";

const call = (method, args, type = "POST") =>
	frappe.call({ method: METHOD + method, args, type }).then((answer) => answer.message);

export const processFile = (file_url, mapping, options) =>
	call("process", { file_url, mapping: JSON.stringify(mapping || {}), options: JSON.stringify(options) });

export const startImport = (file_url, mapping, options) =>
	call("start", { file_url, mapping: JSON.stringify(mapping), options: JSON.stringify(options) });

export const undoImport = (import_name) => call("undo", { import_name });

export const getState = (import_name) => call("get_state", { import_name }, "GET");

export const rejectedUrl = (import_name) =>
	`/api/method/${METHOD}download_rejected?${new URLSearchParams({ import_name })}`;

export const getSources = () =>
	frappe.db.get_list("CRM Source", {
		fields: ["name", "source_name"],
		order_by: "source_name asc",
		limit: 100,
	});

// Upload a file as private; answers its URL, or throws an error with a sentence.
export async function uploadFile(file) {
	const form = new FormData();
	form.append("file", file, file.name);
	form.append("is_private", 1);
	const answer = await fetch("/api/method/upload_file", {
		method: "POST",
		body: form,
		headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
	});
	const body = await answer.json().catch(() => ({}));
	if (!answer.ok || !body.message?.file_url) {
		throw new Error(
			answer.status === 413 ? __("The file is too large.") : __("The file could not be uploaded.")
		);
	}
	return body.message.file_url;
}
