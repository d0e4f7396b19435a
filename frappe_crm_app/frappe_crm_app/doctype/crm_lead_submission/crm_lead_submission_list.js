const { SubmissionStatus } = frappe.boot.crm.enums;
const STATUSES = [
	{ value: SubmissionStatus.QUARANTINED, label: __("Quarantined") },
	{ value: SubmissionStatus.FAILED, label: __("Failed") },
	{ value: SubmissionStatus.PROCESSED, label: __("Processed") },
];

frappe.listview_settings["CRM Lead Submission"] = {
	hide_name_column: true,

	onload(list) {
		crm_desk.keep_columns_in_sight(list);
		list.refresh_strip = crm_desk.add_list_strip(list, "status", STATUSES);
		if (!crm_desk.lead_form.is_reviewer()) return;
		for (const { label, action, status } of crm_desk.lead_form.ACTIONS) {
			list.page.add_actions_menu_item(label, () => {
				const names = list.get_checked_items().filter((item) => item.status === status);
				if (!names.length) {
					frappe.show_alert({
						message: __("None of these is {0}.", [__(status)]),
						indicator: "orange",
					});
					return;
				}
				crm_desk.lead_form.carry_out(
					action,
					names.map((item) => item.name),
					() => list.refresh()
				);
			});
		}
	},

	refresh(list) {
		list.refresh_strip?.();
	},

	formatters: {
		message: crm_desk.excerpt_column,
		reason: crm_desk.excerpt_column,
	},

	get_indicator: (doc) => crm_desk.indicator("CRM Lead Submission", "status", doc),
};
