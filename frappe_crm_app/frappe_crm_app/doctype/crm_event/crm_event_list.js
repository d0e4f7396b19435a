frappe.listview_settings["CRM Event"] = {
	add_fields: ["status", "starts_on"],
	get_indicator: (doc) =>
		doc.status === "Cancelled"
			? [__("Cancelled"), "gray", "status,=,Cancelled"]
			: [__("Planned"), "blue", "status,=,Planned"],
	onload(list) {
		list.page.add_inner_button(__("Calendar"), () =>
			frappe.set_route("List", "CRM Event", "Calendar", "default")
		);
		list.page.add_menu_item(__("Calendar Feeds"), () => crm_desk.show_feeds());
	},
};
