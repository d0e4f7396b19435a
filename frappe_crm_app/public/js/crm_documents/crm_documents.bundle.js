import { mount_page } from "../crm_shared/mount_page";
import LibraryPage from "./LibraryPage.vue";
import { create_library } from "./store";

frappe.provide("frappe.crm_documents");

// Puts the library into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_documents.mount = (wrapper) => {
	const library = create_library();
	mount_page(wrapper, LibraryPage, { library });
	return { show: () => library.show() };
};
