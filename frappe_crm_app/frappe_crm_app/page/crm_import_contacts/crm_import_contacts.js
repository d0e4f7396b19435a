frappe.pages["crm-import-contacts"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Import Contacts"), single_column: true });
};

// A name after the page's route shows that import; without one a new import begins.
frappe.pages["crm-import-contacts"].on_page_show = async (wrapper) => {
	await frappe.require("crm_contact_import.bundle.js");
	wrapper.unmount?.();
	wrapper.unmount = frappe.crm_contact_import.mount(
		wrapper.querySelector(".layout-main-section"),
		frappe.get_route()[1]
	);
};
