frappe.listview_settings["CRM Event"] = {
	add_fields: ["status", "starts_on"],
	hide_name_column: true,

	get_indicator: (doc) =>
		doc.status === "Cancelled"
			? [__("Cancelled"), "gray", "status,=,Cancelled"]
			: [__("Planned"), "blue", "status,=,Planned"],
	onload(list) {
		crm_desk.keep_columns_in_sight(list);
		crm_desk.sort_at_first(list, "starts_on", "desc");
		list.page.add_inner_button(__("Calendar"), () =>
			frappe.set_route("List", "CRM Event", "Calendar", "default")
		);
		list.page.add_menu_item(__("Calendar Feeds"), () => crm_desk.show_feeds());
	},

	formatters: { event_owner: crm_desk.user_column, starts_on: crm_desk.moment_column },
};
