import { createApp } from "vue";
import ImportPage from "./ImportPage.vue";

frappe.provide("frappe.crm_contact_import");

// Show the page in an element; the answer takes it away again.
frappe.crm_contact_import.mount = (element, importName) => {
	element.replaceChildren();
	const place = element.appendChild(document.createElement("div"));
	const app = createApp(ImportPage, { importName });
	app.config.globalProperties.__ = window.__;
	app.mount(place);
	return () => app.unmount();
};
