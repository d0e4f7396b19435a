const RELATIONSHIPS = [
	{ value: "Prospect", label: __("Prospects"), color: "orange" },
	{ value: "Client", label: __("Clients"), color: "green" },
	{ value: "Partner Prospect", label: __("Partner Prospects"), color: "purple" },
];

frappe.listview_settings["CRM Customer"] = {
	add_fields: ["relationship"],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.keep_columns_in_sight(listview);
		listview.refresh_strip = crm_desk.add_list_strip(listview, "relationship", RELATIONSHIPS);
		crm_desk.add_manager_filters(listview, "salesperson");
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
	},

	refresh(listview) {
		listview.refresh_strip?.();
	},

	get_indicator(doc) {
		const color = RELATIONSHIPS.find((each) => each.value === doc.relationship)?.color || "gray";
		return [__(doc.relationship), color, `relationship,=,${doc.relationship}`];
	},
};
