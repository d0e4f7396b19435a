import { mount_page } from "../crm_shared/mount_page";
import Today from "./Today.vue";
import { create_today } from "./store";

frappe.provide("frappe.crm_today");

// Puts Today into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_today.mount = (wrapper) => {
	const today = create_today();
	mount_page(wrapper, Today, { today });
	return { show: () => today.show() };
};
