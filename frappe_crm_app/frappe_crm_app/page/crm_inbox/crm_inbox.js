frappe.pages["crm-inbox"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Inbox"),
		single_column: true,
	});
	wrapper.classList.add("crm-inbox-page");
	wrapper.classList.toggle("has-own-heading", Boolean(document.querySelector("header.navbar")));
	wrapper.crm_inbox = frappe
		.require(["crm_inbox.bundle.css", "crm_inbox.bundle.js"])
		.then(() => frappe.crm_inbox.mount(wrapper));
};

frappe.pages["crm-inbox"].on_page_show = async (wrapper) => {
	const inbox = await wrapper.crm_inbox;
	inbox.show();
};
