import { createApp } from "vue";
import { mount_page } from "../crm_shared/mount_page";
import StageTable from "./components/StageTable.vue";
import FirstHour from "./FirstHour.vue";
import { create_first_hour } from "./store";

frappe.provide("frappe.crm_first_hour");

// Puts the checklist into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_first_hour.mount = (wrapper) => {
	const guide = create_first_hour();
	mount_page(wrapper, FirstHour, { guide });
	return { show: () => guide.show() };
};

/** Put the stages of a pipeline, as a table to edit, into an element of a form; answer what takes it away again. */
frappe.crm_first_hour.mount_stages = (element, pipeline) => {
	const app = createApp(StageTable, { pipeline });
	app.config.globalProperties.__ = window.__;
	app.mount(element);
	return () => app.unmount();
};
