frappe.listview_settings["CRM Won Mail"] = {
	get_indicator: (doc) => crm_desk.indicator("CRM Won Mail", "status", doc),
};
