frappe.listview_settings["CRM Sales Role"] = {
	hide_name_column: true,
	filters: [["disabled", "=", 0]],
};
