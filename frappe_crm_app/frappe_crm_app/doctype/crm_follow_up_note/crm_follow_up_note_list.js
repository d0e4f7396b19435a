const { NoteStatus } = frappe.boot.crm.enums;

frappe.listview_settings["CRM Follow-up Note"] = {
	add_fields: ["status", "scheduled_on", "contact", "customer"],
	filters: [["status", "=", NoteStatus.OPEN]],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.keep_columns_in_sight(listview);
		crm_desk.sort_at_first(listview, "scheduled_on", "asc");
		listview.refresh_strip = crm_desk.add_note_strip(listview);
		listview.page.add_inner_button(__("My Calendar"), () => {
			frappe.route_options = { assigned_to: frappe.session.user };
			frappe.set_route("List", "CRM Follow-up Note", "Calendar", "default");
		});
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
		listview.page.add_menu_item(__("My Reminders"), () => crm_desk.show_my_reminders());
		listview.page.add_menu_item(__("My Absence"), () => crm_desk.show_my_absence());
	},

	refresh(listview) {
		listview.refresh_strip?.();
	},

	get_indicator(doc) {
		if (doc.status === NoteStatus.OPEN && doc.scheduled_on < frappe.datetime.now_datetime()) {
			return [__("Overdue"), "red", `status,=,${NoteStatus.OPEN}`];
		}
		return crm_desk.indicator("CRM Follow-up Note", "status", doc);
	},

	formatters: {
		assigned_to: crm_desk.user_column,
		scheduled_on: crm_desk.moment_column,
	},
};
