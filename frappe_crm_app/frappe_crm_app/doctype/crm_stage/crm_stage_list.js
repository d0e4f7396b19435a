frappe.listview_settings["CRM Stage"] = {
	hide_name_column: true,

	get_indicator: (doc) => crm_desk.indicator("CRM Stage", "outcome", doc),
};
