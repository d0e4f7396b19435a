import { createApp } from "vue";
import Today from "./Today.vue";
import { create_today } from "./store";

frappe.provide("frappe.crm_today");

// Puts Today into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_today.mount = (wrapper) => {
	const today = create_today();
	const root = document.createElement("div");
	wrapper.querySelector(".layout-main-section").replaceChildren(root);
	const app = createApp(Today, { today });
	app.config.globalProperties.__ = window.__;
	app.mount(root);
	return { show: () => today.show() };
};
