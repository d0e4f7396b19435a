import { get, post } from "./request";

export const get_timeline = (doctype, name, cursor, sources) =>
	get("frappe_crm_app.timeline.api.get_timeline", { doctype, name, cursor, sources });

export const set_value = (doctype, name, fieldname, value) =>
	post("frappe.client.set_value", { doctype, name, fieldname, value: value ?? "" });

export const add_note = (doctype, name, values) =>
	post("frappe.client.insert", {
		doc: {
			doctype: "CRM Follow-up Note",
			reference_doctype: doctype,
			reference_name: name,
			...values,
		},
	});

export const finish_note = (name) => set_value("CRM Follow-up Note", name, "status", "Done");
