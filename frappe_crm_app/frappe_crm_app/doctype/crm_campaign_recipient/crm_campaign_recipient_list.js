frappe.listview_settings["CRM Campaign Recipient"] = {
	hide_name_column: true,
	get_indicator: (doc) => crm_desk.indicator("CRM Campaign Recipient", "status", doc),
};
