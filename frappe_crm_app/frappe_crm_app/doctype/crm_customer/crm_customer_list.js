const { Relationship } = frappe.boot.crm.enums;
const RELATIONSHIPS = [
	{ value: Relationship.PROSPECT, label: __("Prospects") },
	{ value: Relationship.CLIENT, label: __("Clients") },
	{ value: Relationship.PARTNER_PROSPECT, label: __("Partner Prospects") },
];

frappe.listview_settings["CRM Customer"] = {
	add_fields: ["relationship", "phone", "primary_contact", "next_follow_up_on"],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.keep_columns_in_sight(listview, 1);
		listview.refresh_numbers = crm_desk.add_list_numbers(listview);
		listview.refresh_strip = crm_desk.add_list_strip(listview, "relationship", RELATIONSHIPS);
		crm_desk.add_manager_filters(listview, "salesperson");
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
	},

	refresh(listview) {
		listview.refresh_strip?.();
		listview.refresh_numbers?.();
	},

	get_indicator: (doc) => crm_desk.indicator("CRM Customer", "relationship", doc),

	formatters: {
		salesperson: crm_desk.user_column,
		next_follow_up_on: crm_desk.moment_column,
	},
};
