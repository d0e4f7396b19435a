frappe.listview_settings["CRM Customer"] = {
	add_fields: ["relationship"],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.add_manager_filters(listview, "salesperson");
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
	},

	get_indicator(doc) {
		const colors = { Prospect: "orange", Client: "green", "Partner Prospect": "purple" };
		return [
			__(doc.relationship),
			colors[doc.relationship],
			`relationship,=,${doc.relationship}`,
		];
	},
};
