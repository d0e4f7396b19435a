// Connecting and checking mailboxes: `channels/mail/fetching/`.
import { post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.channels.mail.fetching.api";

/** Answer `{ok, mailbox, message, field}`: without `ok`, the message says why, and nothing is stored. */
export const connect = (values) => post(`${API}.connect`, values);
export const check = (mailbox) => post(`${API}.check`, { mailbox });
