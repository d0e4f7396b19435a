frappe.listview_settings["CRM Respondio Event"] = {
	get_indicator(doc) {
		const colors = { Received: "blue", Noted: "green", Ignored: "gray", Failed: "red" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
