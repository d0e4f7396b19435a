frappe.listview_settings["CRM Campaign Recipient"] = {
	hide_name_column: true,
	formatters: { sent_on: crm_desk.moment_column },
	get_indicator: (doc) => crm_desk.indicator("CRM Campaign Recipient", "status", doc),
};
