import { get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.screens.today.api";

export const get_setup = () => get(`${API}.get_setup`);
export const get_today = (whose) => get(`${API}.get_today`, { whose });
export const get_part = (whose, only, start, page_length) =>
	get(`${API}.get_today`, { whose, only, start, page_length });
export const finish = (doctype, name, values) => post(`${API}.finish`, { doctype, name, ...values });
export const snooze = (doctype, name, until, part) => post(`${API}.snooze`, { doctype, name, until, part });
export const reassign = (doctype, name, to_user) =>
	post("frappe_crm_app.bulk_edit.api.reassign", { doctype, to_user, names: [name] });
