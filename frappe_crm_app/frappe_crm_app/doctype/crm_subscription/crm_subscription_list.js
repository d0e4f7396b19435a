frappe.listview_settings["CRM Subscription"] = { hide_name_column: true };
