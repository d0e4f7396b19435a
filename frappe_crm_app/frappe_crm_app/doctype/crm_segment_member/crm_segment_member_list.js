frappe.listview_settings["CRM Segment Member"] = { hide_name_column: true };
