// Changes of many records at once (`intake/bulk_edit`), whose refusals the board tells itself.
import { get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.bulk_edit.api";

export const get_stages = (doctype) => get(`${API}.get_stages`, { doctype });
export const move = (doctype, names, stage, { values, cancel_plans }) =>
	post(`${API}.move`, { doctype, names, stage, values, cancel_plans });
export const reassign = (doctype, names, to_user) => post(`${API}.reassign`, { doctype, names, to_user });
export const tag = (doctype, names, tag) => post(`${API}.tag`, { doctype, names, tag });
