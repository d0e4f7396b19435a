frappe.listview_settings["CRM Respondio Event"] = {
	get_indicator: (doc) => crm_desk.indicator("CRM Respondio Event", "status", doc),
};
