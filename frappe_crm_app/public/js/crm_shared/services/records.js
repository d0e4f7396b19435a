import { NoteStatus } from "../enums";
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

/** Mark a planned step as done; `result` are further fields of the note, as the outcome of a call. */
export const finish_note = (name, result = {}) =>
	post("frappe.client.set_value", {
		doctype: "CRM Follow-up Note",
		name,
		fieldname: { status: NoteStatus.DONE, ...result },
	});

/** Answer how mails that the user writes are signed: `{signature, email_id}`. */
export const get_signature = (sender) =>
	get("frappe_crm_app.channels.mail.api.get_signature", { sender: sender || null });

export const get_overview = (customer) =>
	get("frappe_crm_app.customer_overview.api.get_overview", { customer });
export const get_sections = (customer) =>
	get("frappe_crm_app.customer_overview.api.get_sections", { customer });
export const get_deal_sections = (deal) =>
	get("frappe_crm_app.customer_overview.api.get_deal_sections", { deal });
export const get_deal_page = (deal) => get("frappe_crm_app.screens.deal_page.api.get_deal_page", { deal });
// To a stage, with the values that it asks for; where it asks for more, the refusal says for what. `cancelled_plans` are follow-ups
// of a deal that closes.
export const move_record = (doctype, name, stage, values, cancelled_plans) =>
	post("frappe_crm_app.pipeline.api.move", { doctype, name, stage, values, cancelled_plans });
export const get_contact_tabs = (contact) =>
	get("frappe_crm_app.customer_overview.api.get_contact_tabs", { contact });
