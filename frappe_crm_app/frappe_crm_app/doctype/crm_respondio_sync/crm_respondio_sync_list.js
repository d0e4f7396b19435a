frappe.listview_settings["CRM Respondio Sync"] = {
	hide_name_column: true,

	get_indicator(doc) {
		const colors = {
			Queued: "blue",
			Running: "blue",
			Waiting: "orange",
			Done: "green",
			Failed: "red",
			Cancelled: "gray",
		};
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},

	onload(listview) {
		if (!crm_desk.visibility.has_role("CRM Admin", "CRM Manager")) return;
		listview.page.add_inner_button(__("Retry All Failed"), async () => {
			const count = await crm_desk.respondio.retry_all_failed();
			frappe.show_alert({ message: __("{0} are sent again.", [count]), indicator: "blue" });
			listview.refresh();
		});
	},
};
