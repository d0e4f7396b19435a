frappe.pages["crm-today"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Today"),
		single_column: true,
	});
	wrapper.classList.add("crm-today-page");
	wrapper.classList.toggle("has-own-heading", Boolean(document.querySelector("header.navbar")));
	wrapper.crm_today = frappe
		.require(["crm_today.bundle.css", "crm_today.bundle.js"])
		.then(() => frappe.crm_today.mount(wrapper, page));
};

frappe.pages["crm-today"].on_page_show = async (wrapper) => {
	const today = await wrapper.crm_today;
	today.show();
};
