frappe.listview_settings["CRM Won Mail"] = {
	get_indicator(doc) {
		const colors = { Owed: "orange", Queued: "green", "Not Sent": "red" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
