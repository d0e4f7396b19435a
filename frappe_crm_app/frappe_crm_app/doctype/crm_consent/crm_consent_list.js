frappe.listview_settings["CRM Consent"] = {
	hide_name_column: true,
	formatters: { occurred_on: crm_desk.moment_column },
};
