import { address_of, get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.channels.campaigns.api";
const CAMPAIGN = "CRM Campaign";

/** The filter for a moment that has come: Frappe 15 compares moments with "" for "is set", which PostgreSQL refuses. */
export const IS_SET = [">", "1900-01-01 00:00:00"];

export const get_campaigns = (start) => get(`${API}.get_campaigns`, { start });
export const get_campaign = (name) => get(`${API}.get_campaign`, { name });
export const get_choices = () => get(`${API}.get_choices`);
export const get_email_template = (template) => get(`${API}.get_email_template`, { template });
export const get_message_numbers = () => get(`${API}.get_message_numbers`);
export const get_templates = (provider, provider_channel) =>
	get(`${API}.get_templates`, { provider, provider_channel });
export const explain_audience = (name) => get(`${API}.explain_audience`, { name });
export const get_recipients = (name, { status, reason }, cursor) =>
	get(`${API}.get_recipients`, { name, status, reason, cursor });
export const preview = (name, contact) => get(`${API}.preview`, { name, contact });
export const check = (name) => post(`${API}.check`, { name });
export const send_test = (name, addresses, contact) => post(`${API}.send_test`, { name, addresses, contact });
export const schedule = (name, send_on) => post(`${API}.schedule`, { name, send_on });
export const settle_unsure = (recipient, was_sent) =>
	post(`${API}.settle_unsure`, { recipient, was_sent: Number(was_sent) });
export const export_address = (name) => `${address_of(`${API}.export`)}?${new URLSearchParams({ name })}`;

/** Start, pause, resume or cancel a campaign. */
export const step = (verb, name) => post(`${API}.${verb}`, { name });

export const insert = (values) => post("frappe.client.insert", { doc: { doctype: CAMPAIGN, ...values } });
export const save = (name, values) =>
	post("frappe.client.set_value", { doctype: CAMPAIGN, name, fieldname: values });

/** Answer the segments and lists that there are: `[{kind, audience, title}]`. */
export async function get_audiences() {
	const [segments, lists] = await Promise.all([
		titles_of("CRM Segment", "title"),
		titles_of("CRM Mailing List", "list_name"),
	]);
	return [...segments, ...lists];
}

async function titles_of(doctype, title) {
	const fields = ["name", `${title} as title`];
	const rows = await get("frappe.client.get_list", {
		doctype,
		fields,
		order_by: `${title} asc`,
		limit_page_length: 500,
	});
	return rows.map((row) => ({ kind: doctype, audience: row.name, title: row.title }));
}

/** Answer the campaigns that another one of this channel can follow. */
export const get_sent = (channel) =>
	get("frappe.client.get_list", {
		doctype: CAMPAIGN,
		fields: ["name", "campaign_name"],
		filters: { channel, frozen_on: IS_SET },
		order_by: "creation desc",
		limit_page_length: 100,
	});

/** Answer how many people of a segment or list the user sees. */
export const count = (doctype, name) => get("frappe_crm_app.records.audiences.api.count", { doctype, name });
