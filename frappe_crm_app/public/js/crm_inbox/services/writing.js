// Mails that are being written: `channels/mail/writing/`.
import { get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.channels.mail.writing.api";

export const get_mailboxes = () => get(`${API}.get_mailboxes`);
export const prepare_mail = (mailbox, to, { doctype, name } = {}) =>
	get(`${API}.prepare_mail`, { mailbox, to, doctype, name });
export const prepare_reply = (mail, kind) => get(`${API}.prepare_reply`, { mail, kind });
export const get_draft = (mail) => get(`${API}.get_draft`, { mail });
export const save_draft = (values) => post(`${API}.save_draft`, values);
export const send = (mail) => post(`${API}.send`, { mail });
export const hurry = (mail) => post(`${API}.hurry`, { mail });
export const undo_send = (mail) => post(`${API}.undo_send`, { mail });
export const discard_draft = (mail) => post(`${API}.discard_draft`, { mail });
export const get_templates = ({ doctype, name } = {}) => get(`${API}.get_templates`, { doctype, name });

let number = 0;

/** Return a letter that is being written, with what is known of it. */
export const new_letter = (known) => ({
	key: ++number,
	draft: null,
	kept_on: null,
	mailbox: null,
	to: "",
	cc: "",
	bcc: "",
	subject: "",
	html: "",
	quoted: "",
	in_reply_to: null,
	files: [],
	problem: null,
	doctype: null, // with `name`, what it is about
	name: null,
	about: null, // the record whose fields templates have
	...Object.fromEntries(Object.entries(known).filter(([, value]) => value != null)),
});
