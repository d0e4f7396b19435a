frappe.listview_settings["CRM Contact Import"] = {
	hide_name_column: true,

	get_indicator: (doc) => crm_desk.indicator("CRM Contact Import", "status", doc),
};
