import { get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.screens.inbox.api";

export const get_setup = () => get(`${API}.get_setup`);
export const get_page = (view, mailbox, text, cursor) =>
	get(`${API}.get_page`, { view, mailbox, text: text || null, cursor });
export const get_thread = (thread) => get(`${API}.get_thread`, { thread });
export const get_body = (mail) => get(`${API}.get_body`, { mail });
export const get_person = (mail) => get(`${API}.get_person`, { mail });
export const watch = () => post(`${API}.watch`);

export const mark = (names, is_read) => post(`${API}.mark`, { names, is_read: Number(is_read) });
export const file = (names, folder) => post(`${API}.file`, { names, folder });
export const put_back = (names, folder) => post(`${API}.put_back`, { names, folder });
export const assign = (names, user) => post(`${API}.assign`, { names, user });
export const tag = (names, word, is_added) =>
	post(`${API}.tag`, { names, tag: word, is_added: Number(is_added) });
export const link = (mail, doctype, name) => post(`${API}.link`, { mail, doctype, name });
export const unlink = (mail, doctype, name) => post(`${API}.unlink`, { mail, doctype, name });
export const make = (what, mail) => post(`${API}.make_${what}`, { mail });
export const who_can_read = (entry, sharing_level = null) =>
	get(`${API}.who_can_read`, { entry, sharing_level });
export const share = (entry, sharing_level, is_whole) =>
	post(`${API}.share`, { entry, sharing_level, is_whole: Number(is_whole) });
