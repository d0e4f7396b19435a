frappe.listview_settings["CRM Consent"] = { hide_name_column: true };
