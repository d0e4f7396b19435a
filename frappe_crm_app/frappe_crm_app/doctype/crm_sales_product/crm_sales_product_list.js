frappe.listview_settings["CRM Sales Product"] = {
	add_fields: ["is_active"],
	hide_name_column: true,

	onload(listview) {
		crm_desk.keep_columns_in_sight(listview);
	},

	get_indicator: (doc) =>
		doc.is_active ? [__("Active"), "green", "is_active,=,1"] : [__("Inactive"), "gray", "is_active,=,0"],
};
