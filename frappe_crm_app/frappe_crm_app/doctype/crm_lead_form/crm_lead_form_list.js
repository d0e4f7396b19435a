frappe.listview_settings["CRM Lead Form"] = {
	hide_name_column: true,

	get_indicator(doc) {
		const colors = { Draft: "orange", Published: "green", Closed: "gray" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
