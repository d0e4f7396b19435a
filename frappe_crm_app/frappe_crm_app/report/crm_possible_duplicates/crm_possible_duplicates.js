frappe.query_reports["CRM Possible Duplicates"] = {
	filters: [
		{
			fieldname: "record_type",
			label: __("Record Type"),
			fieldtype: "Select",
			options: ["CRM Contact", "CRM Customer"],
			default: "CRM Contact",
			reqd: 1,
		},
	],
};
