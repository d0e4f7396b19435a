frappe.listview_settings["CRM Bulk Change"] = {
	hide_name_column: true,

	get_indicator: (doc) => crm_desk.indicator("CRM Bulk Change", "status", doc),
};
