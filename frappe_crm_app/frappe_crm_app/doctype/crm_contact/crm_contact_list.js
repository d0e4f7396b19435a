frappe.listview_settings["CRM Contact"] = {
	add_fields: ["status"],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.add_manager_filters(listview, "contact_owner");
		if (frappe.model.can_import("CRM Contact")) {
			listview.page.add_inner_button(__("Import Contacts"), () => frappe.set_route("crm-import-contacts"));
		}
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
	},

	get_indicator(doc) {
		const colors = { Lead: "orange", Qualified: "blue", Customer: "green", Inactive: "gray" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},

	formatters: {
		contact_type(value) {
			const colors = {
				Customer: "blue",
				Contractor: "orange",
				Vendor: "purple",
				Partner: "green",
				Other: "gray",
			};
			return `<span class="indicator-pill no-indicator-dot ${colors[value]}">${__(value)}</span>`;
		},
	},
};
