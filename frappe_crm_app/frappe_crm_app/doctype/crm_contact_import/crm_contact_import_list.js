frappe.listview_settings["CRM Contact Import"] = {
	hide_name_column: true,

	get_indicator(doc) {
		const colors = {
			Queued: "gray",
			Running: "blue",
			Completed: "green",
			Failed: "red",
			Undoing: "orange",
			Undone: "gray",
		};
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
