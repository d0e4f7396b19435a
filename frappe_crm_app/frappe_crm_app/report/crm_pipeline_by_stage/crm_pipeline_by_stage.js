frappe.query_reports["CRM Pipeline by Stage"] = {
	filters: [
		{
			fieldname: "pipeline",
			label: __("Pipeline"),
			fieldtype: "Link",
			options: "CRM Pipeline",
			get_query: () => ({ filters: { tracks: frappe.boot.crm.enums.Tracks.DEALS } }),
		},
	],
};
