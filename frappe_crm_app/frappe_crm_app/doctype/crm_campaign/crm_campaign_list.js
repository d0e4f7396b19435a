frappe.listview_settings["CRM Campaign"] = {
	hide_name_column: true,
	get_indicator: (doc) => crm_desk.indicator("CRM Campaign", "status", doc),
};
