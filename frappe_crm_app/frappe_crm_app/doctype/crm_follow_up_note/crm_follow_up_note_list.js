const { NoteStatus } = frappe.boot.crm.enums;

frappe.listview_settings["CRM Follow-up Note"] = {
	add_fields: ["status", "scheduled_on"],
	hide_name_column: true,

	async onload(listview) {
		crm_desk.keep_columns_in_sight(listview);
		listview.page.add_inner_button(__("My Calendar"), () => {
			frappe.route_options = { assigned_to: frappe.session.user };
			frappe.set_route("List", "CRM Follow-up Note", "Calendar", "default");
		});
		await frappe.require("crm_bulk_edit.bundle.js");
		frappe.crm_bulk_edit.addActions(listview);
		listview.page.add_menu_item(__("My Reminders"), () => crm_desk.show_my_reminders());
	},

	get_indicator(doc) {
		if (doc.status === NoteStatus.OPEN && doc.scheduled_on < frappe.datetime.now_datetime()) {
			return [__("Overdue"), "red", `status,=,${NoteStatus.OPEN}`];
		}
		return crm_desk.indicator("CRM Follow-up Note", "status", doc);
	},

	formatters: {
		scheduled_on(value) {
			// Short enough for the column: the form has the year and the seconds. A list measures elements, not text.
			return `<span class="ellipsis">${value ? moment(value).format("D MMM, HH:mm") : ""}</span>`;
		},
	},
};
