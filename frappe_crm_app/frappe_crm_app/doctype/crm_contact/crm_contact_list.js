const { ContactType } = frappe.boot.crm.enums;
const CONTACT_TYPES = [
	{ value: ContactType.CUSTOMER, label: `🏢 ${__("Customers")}` },
	{ value: ContactType.CONTRACTOR, label: `🔧 ${__("Contractors")}` },
	{ value: ContactType.VENDOR, label: `📦 ${__("Vendors")}` },
	{ value: ContactType.PARTNER, label: `🤝 ${__("Partners")}` },
	{ value: ContactType.OTHER, label: __("Other") },
];

frappe.listview_settings["CRM Contact"] = {
	add_fields: ["status", "phone", "company_name", "next_follow_up_on"],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.keep_columns_in_sight(listview, 1);
		listview.refresh_numbers = crm_desk.add_list_numbers(listview);
		listview.refresh_strip = crm_desk.add_list_strip(listview, "contact_type", CONTACT_TYPES);
		crm_desk.add_manager_filters(listview, "contact_owner");
		if (frappe.model.can_import("CRM Contact")) {
			listview.page.add_inner_button(__("Import Contacts"), () =>
				frappe.set_route("crm-import-contacts")
			);
		}
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
		await frappe.require("crm_audiences.bundle.js");
		frappe.crm_audiences.add_action(listview);
	},

	refresh(listview) {
		listview.refresh_strip?.();
		listview.refresh_numbers?.();
	},

	get_indicator: (doc) => crm_desk.indicator("CRM Contact", "status", doc),

	formatters: {
		contact_owner: crm_desk.user_column,
		next_follow_up_on: crm_desk.moment_column,
		phone: crm_desk.phone_column,
		contact_type(value) {
			const color = crm_desk.color_of("CRM Contact", "contact_type", value);
			return `<span class="indicator-pill no-indicator-dot ${color}">${__(value)}</span>`;
		},
	},
};
