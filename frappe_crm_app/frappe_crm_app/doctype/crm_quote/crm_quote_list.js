frappe.listview_settings["CRM Quote"] = {
	add_fields: ["status", "currency", "customer", "gross_total"],
	hide_name_column: true,

	onload(listview) {
		crm_desk.keep_columns_in_sight(listview);
		listview.refresh_strip = crm_desk.add_quote_strip(listview);
		crm_desk.add_manager_filters(listview, "quote_owner");
	},

	refresh: (listview) => listview.refresh_strip?.(),

	get_indicator: (doc) => crm_desk.indicator("CRM Quote", "status", doc),

	formatters: { quote_owner: crm_desk.user_column, gross_total: crm_desk.amount_column },
};
