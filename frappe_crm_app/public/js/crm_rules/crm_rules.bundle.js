import { createApp } from "vue";
import RulesPage from "./RulesPage.vue";
import { create_rules } from "./store";

frappe.provide("frappe.crm_rules");

// Puts the rules into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_rules.mount = (wrapper) => {
	const rules = create_rules();
	const root = document.createElement("div");
	wrapper.querySelector(".layout-main-section").replaceChildren(root);
	const app = createApp(RulesPage, { rules });
	app.config.globalProperties.__ = window.__;
	app.mount(root);
	return { show: () => rules.show() };
};
