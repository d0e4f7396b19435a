frappe.listview_settings["CRM Project"] = {
	add_fields: ["status", "customer", "ends_on"],
	hide_name_column: true,

	onload(listview) {
		crm_desk.keep_columns_in_sight(listview);
		crm_desk.add_manager_filters(listview, "project_owner");
	},

	get_indicator: (doc) => crm_desk.indicator("CRM Project", "status", doc),

	formatters: { project_owner: crm_desk.user_column },
};
