import { mount_page } from "../crm_shared/mount_page";
import RulesPage from "./RulesPage.vue";
import { create_rules } from "./store";

frappe.provide("frappe.crm_rules");

// Puts the rules into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_rules.mount = (wrapper) => {
	const rules = create_rules();
	mount_page(wrapper, RulesPage, { rules });
	return { show: () => rules.show() };
};
