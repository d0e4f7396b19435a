frappe.listview_settings["CRM Respondio Sync"] = {
	hide_name_column: true,

	get_indicator: (doc) => crm_desk.indicator("CRM Respondio Sync", "status", doc),

	onload(listview) {
		if (!crm_desk.visibility.oversees()) return;
		listview.page.add_inner_button(__("Retry All Failed"), async () => {
			const count = await crm_desk.respondio.retry_all_failed();
			frappe.show_alert({ message: __("{0} are sent again.", [count]), indicator: "blue" });
			listview.refresh();
		});
	},
};
