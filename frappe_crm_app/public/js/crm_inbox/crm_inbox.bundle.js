import { createApp } from "vue";
import Inbox from "./Inbox.vue";
import { create_inbox } from "./store";

frappe.provide("frappe.crm_inbox");

// Puts the inbox into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_inbox.mount = (wrapper) => {
	const inbox = create_inbox();
	const root = document.createElement("div");
	wrapper.querySelector(".layout-main-section").replaceChildren(root);
	const app = createApp(Inbox, { inbox });
	app.config.globalProperties.__ = window.__;
	app.mount(root);
	return { show: () => inbox.show() };
};
