frappe.pages["crm-users"].on_page_load = async (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("CRM Users"), single_column: true });
	await frappe.require("crm_users.bundle.js");
	wrapper.users = new crm_desk.Users(page);
};

frappe.pages["crm-users"].on_page_show = (wrapper) => wrapper.users?.reload();
