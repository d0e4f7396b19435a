frappe.listview_settings["CRM Lead Form"] = {
	hide_name_column: true,

	get_indicator: (doc) => crm_desk.indicator("CRM Lead Form", "status", doc),
};
