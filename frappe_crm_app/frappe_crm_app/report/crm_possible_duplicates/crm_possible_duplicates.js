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

	formatter(value, _row, column, data, default_formatter) {
		if (column.fieldname !== "title" || !data?.name) return default_formatter(value, _row, column, data);
		const doctype = frappe.query_report.get_filter_value("record_type");
		return frappe.utils.get_form_link(doctype, data.name, true, frappe.utils.escape_html(value));
	},
};
