frappe.listview_settings["CRM Message"] = {
	add_fields: ["direction"],
	get_indicator: (doc) => crm_desk.indicator("CRM Message", "status", doc),
};
