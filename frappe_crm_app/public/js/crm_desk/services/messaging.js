// Calls of the server about messages to people.
import { get_in_desk, post, post_in_desk } from "../../crm_shared/services/request";

const API = "frappe_crm_app.channels.messaging.api";

export const get_recipients = (doctype, name) => get_in_desk(`${API}.get_recipients`, { doctype, name });
export const get_channels = (contact) => get_in_desk(`${API}.get_channels`, { contact });
export const get_templates = (contact, { provider, provider_channel }) =>
	get_in_desk(`${API}.get_templates`, { contact, provider, provider_channel });
export const send = (message) => post(`${API}.send`, message);
export const retry = (message) => post_in_desk(`${API}.retry`, { message });
export const cancel = (message) => post_in_desk(`${API}.cancel`, { message });
export const settle = (message, was_sent) =>
	post_in_desk(`${API}.settle`, { message, was_sent: was_sent ? 1 : 0 });
