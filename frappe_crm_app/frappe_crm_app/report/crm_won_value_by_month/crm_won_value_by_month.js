frappe.query_reports["CRM Won Value by Month"] = {
	filters: [{ fieldname: "months", label: __("Months"), fieldtype: "Int", default: 12 }],
};
