frappe.listview_settings["CRM Message"] = {
	add_fields: ["direction"],
	hide_name_column: true,
	get_indicator: (doc) => crm_desk.indicator("CRM Message", "status", doc),
};
