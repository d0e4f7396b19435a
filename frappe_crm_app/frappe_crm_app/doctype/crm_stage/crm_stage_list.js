frappe.listview_settings["CRM Stage"] = {
	hide_name_column: true,

	get_indicator(doc) {
		const colors = { Open: "blue", Won: "green", Lost: "red" };
		return [__(doc.outcome), colors[doc.outcome], `outcome,=,${doc.outcome}`];
	},
};
