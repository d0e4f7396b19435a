// Connecting and checking mailboxes: `channels/mail/fetching/`.
import { get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.channels.mail.fetching.api";

/** Answer `{ok, mailbox, message, field}`: without `ok`, the message says why, and nothing is stored. */
export const connect = (values) => post(`${API}.connect`, values);
export const check = (mailbox) => post(`${API}.check`, { mailbox });
/** Answer how fetching goes, with all folders: `{folders: [{folder_name, kind, is_synced, …}], …}`. */
export const get_state = (mailbox) => get(`${API}.get_state`, { mailbox });
/** Have these folders be read from now on, and no others. */
export const choose_folders = (mailbox, folder_names) =>
	post(`${API}.choose_folders`, { mailbox, folder_names });
