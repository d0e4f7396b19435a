const CONTACT_TYPES = [
	{ value: "Customer", label: `🏢 ${__("Customers")}`, color: "blue" },
	{ value: "Contractor", label: `🔧 ${__("Contractors")}`, color: "orange" },
	{ value: "Vendor", label: `📦 ${__("Vendors")}`, color: "purple" },
	{ value: "Partner", label: `🤝 ${__("Partners")}`, color: "green" },
	{ value: "Other", label: __("Other"), color: "gray" },
];

frappe.listview_settings["CRM Contact"] = {
	add_fields: ["status"],
	hide_name_column: true,

	async onload(listview) {
		listview.refresh_strip = crm_desk.add_list_strip(listview, "contact_type", CONTACT_TYPES);
		crm_desk.add_manager_filters(listview, "contact_owner");
		if (frappe.model.can_import("CRM Contact")) {
			listview.page.add_inner_button(__("Import Contacts"), () =>
				frappe.set_route("crm-import-contacts")
			);
		}
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
	},

	refresh(listview) {
		listview.refresh_strip?.();
	},

	get_indicator(doc) {
		const colors = { Lead: "orange", Qualified: "blue", Customer: "green", Inactive: "gray" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},

	formatters: {
		contact_type(value) {
			const type = CONTACT_TYPES.find((each) => each.value === value);
			return `<span class="indicator-pill no-indicator-dot ${type?.color || "gray"}">${__(value)}</span>`;
		},
	},
};
