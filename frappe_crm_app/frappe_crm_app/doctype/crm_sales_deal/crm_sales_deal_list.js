frappe.listview_settings["CRM Sales Deal"] = {
	add_fields: ["outcome", "currency", "contact", "customer", "next_follow_up_on"],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.keep_columns_in_sight(listview);
		crm_desk.add_manager_filters(listview, "deal_owner");
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
	},

	get_indicator: (doc) => crm_desk.indicator("CRM Sales Deal", "outcome", doc),

	formatters: { deal_owner: crm_desk.user_column, value: crm_desk.amount_column },
};
