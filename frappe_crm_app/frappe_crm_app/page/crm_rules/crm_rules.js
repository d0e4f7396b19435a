frappe.pages["crm-rules"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Rules"),
		single_column: true,
	});
	wrapper.classList.add("crm-rules-page");
	wrapper.classList.toggle("has-own-heading", Boolean(document.querySelector("header.navbar")));
	wrapper.crm_rules = frappe
		.require(["crm_rules.bundle.css", "crm_rules.bundle.js"])
		.then(() => frappe.crm_rules.mount(wrapper));
};

frappe.pages["crm-rules"].on_page_show = async (wrapper) => {
	const rules = await wrapper.crm_rules;
	rules.show();
};
