frappe.listview_settings["CRM Domain Event"] = {
	get_indicator: (doc) => crm_desk.indicator("CRM Domain Event", "status", doc),
};
