// Calls to the server about two records that are one.
import { get, get_in_desk, post_in_desk } from "../crm_shared/services/request";

const API = "frappe_crm_app.identity.api";

export const get_possible_duplicates = (doctype, name) =>
	get_in_desk(`${API}.get_possible_duplicates`, { doctype, name });
export const find_duplicates = (doctype, values) => get(`${API}.find_duplicates`, { doctype, values });
export const get_differences = (doctype, keep, remove) =>
	get_in_desk(`${API}.get_differences`, { doctype, keep, remove });
export const merge = (doctype, keep, remove, values) =>
	post_in_desk(`${API}.merge`, { doctype, keep, remove, values });
export const undo_merge = (merge_name) => post_in_desk(`${API}.undo_merge`, { merge_name });
