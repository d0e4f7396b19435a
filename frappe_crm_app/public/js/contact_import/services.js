// What the page asks the server for.
import { address_of, get, post, upload } from "../crm_shared/services/request";

const API = "frappe_crm_app.contact_import.api";

export const processFile = (file_url, mapping, options, page) =>
	post(`${API}.process`, { file_url, mapping, options, ...page });
export const startImport = (file_url, mapping, options) =>
	post(`${API}.start`, { file_url, mapping, options });
export const undoImport = (import_name) => post(`${API}.undo`, { import_name });
export const getState = (import_name) => get(`${API}.get_state`, { import_name });

export const rejectedUrl = (import_name) =>
	`${address_of(`${API}.download_rejected`)}?${new URLSearchParams({ import_name })}`;

export const getSources = () =>
	frappe.db.get_list("CRM Source", {
		fields: ["name", "source_name"],
		order_by: "source_name asc",
		limit: 100,
	});

// Answers the URL of the private file, or throws an error with a sentence.
// Frappe's upload answers an empty file with an error of its own.
export async function uploadFile(file) {
	if (!file.size) throw new Error(__("The file is empty."));
	try {
		return await upload(file);
	} catch ({ status }) {
		const is_too_large = status === 413;
		throw new Error(is_too_large ? __("The file is too large.") : __("The file could not be uploaded."));
	}
}
