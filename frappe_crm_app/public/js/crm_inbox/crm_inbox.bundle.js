import { mount_page } from "../crm_shared/mount_page";
import Inbox from "./Inbox.vue";
import { create_inbox } from "./store";

frappe.provide("frappe.crm_inbox");

// Puts the inbox into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_inbox.mount = (wrapper) => {
	const inbox = create_inbox();
	mount_page(wrapper, Inbox, { inbox });
	return { show: () => inbox.show() };
};
