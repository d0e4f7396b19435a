// What forms and lists ask the server about audiences.
import { get, get_in_desk, post, post_in_desk } from "../crm_shared/services/request";

const AUDIENCES = "frappe_crm_app.records.audiences.api";
const CAMPAIGNS = "frappe_crm_app.channels.campaigns.api";
const CONSENT = "frappe_crm_app.records.consent.api";

export const get_catalog = () => get(`${AUDIENCES}.get_catalog`);
export const count = (doctype, name) => get(`${AUDIENCES}.count`, { doctype, name });
export const count_conditions = (values) => post(`${AUDIENCES}.count_conditions`, values);
export const get_chosen_segments = () => get_in_desk(`${AUDIENCES}.get_chosen_segments`);
export const subscribe = (mailing_list, contact, wording) =>
	post_in_desk(`${AUDIENCES}.subscribe`, { mailing_list, contact, wording });
export const unsubscribe = (mailing_list, contact) =>
	post_in_desk(`${AUDIENCES}.unsubscribe`, { mailing_list, contact });
export const add_to_segment = (segment, records) =>
	post_in_desk("frappe_crm_app.bulk_edit.api.add_to_segment", { segment, ...records });
export async function make_chosen_segment(title) {
	const doc = { doctype: "CRM Segment", kind: "Chosen", title };
	const { name } = await post_in_desk("frappe.client.insert", { doc });
	return name;
}
export const get_consents = (contact) => get(`${CONSENT}.get_consents`, { contact });
export const why_me = (contact) => get(`${CAMPAIGNS}.why_me`, { contact });
export const note_consent = (values) => post_in_desk(`${CONSENT}.note`, values);
