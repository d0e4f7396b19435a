import { get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.pipeline.api";

export const get_setup = () => get(`${API}.get_setup`);
export const get_board = (pipeline, filters) => get(`${API}.get_board`, { pipeline, filters });
export const get_column = (pipeline, stage, cursor, filters) =>
	get(`${API}.get_column`, { pipeline, stage, cursor, filters });
export const get_changes = (pipeline, names, filters) =>
	get(`${API}.get_changes`, { pipeline, names, filters });
export const move = (doctype, name, stage, { values, filters, cancelled_plans, entered_on }) =>
	post(`${API}.move`, { doctype, name, stage, values, filters, cancelled_plans, entered_on });
export const watch = (pipeline) => post(`${API}.watch`, { pipeline });
export const get_details = (doctype, name) => get(`${API}.get_details`, { doctype, name });

const VIEW = "CRM Board View";

export const share_view = (title, pipeline, filters, roles) =>
	post("frappe.client.insert", {
		doc: {
			doctype: VIEW,
			title,
			pipeline,
			filters: JSON.stringify(filters),
			roles: roles.map((role) => ({ role })),
		},
	});
export const delete_view = (name) => post("frappe.client.delete", { doctype: VIEW, name });
