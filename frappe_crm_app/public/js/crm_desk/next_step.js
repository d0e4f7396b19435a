// What is done asks for what comes next: a small dialog, which one may leave with a click.
import { Action, OFFERED_ACTIONS } from "../crm_shared/enums";
import { mentioned_in, offer_mentions } from "../crm_shared/mentions";

/** Offer to plan the next step on a record; `done` is called when it is planned. */
export function offer_next_step(doctype, name, done = () => {}) {
	if (!frappe.model.can_create("CRM Follow-up Note")) return;
	const chosen = [];
	const dialog = new frappe.ui.Dialog({
		title: __("What comes next?"),
		fields: [
			{
				fieldname: "action",
				label: __("Action"),
				fieldtype: "Select",
				options: OFFERED_ACTIONS.map((action) => ({ value: action, label: __(action) })),
				default: Action.CALL,
				reqd: 1,
			},
			{
				fieldname: "scheduled_on",
				label: __("When"),
				fieldtype: "Datetime",
				hide_timezone: frappe.datetime.is_system_time_zone() ? 1 : 0,
				default: `${frappe.datetime.add_days(frappe.datetime.nowdate(), 7)} 09:00:00`,
				reqd: 1,
			},
			{ fieldname: "content", label: __("What is to be done"), fieldtype: "Small Text", reqd: 1 },
		],
		primary_action_label: __("Schedule"),
		async primary_action(values) {
			await frappe.db.insert({
				doctype: "CRM Follow-up Note",
				reference_doctype: doctype,
				reference_name: name,
				...values,
				mentioned: mentioned_in(values.content, chosen),
			});
			dialog.hide();
			frappe.show_alert({ message: __("The next step is planned."), indicator: "green" });
			done();
		},
		secondary_action_label: __("Nothing for Now"),
		secondary_action: () => dialog.hide(),
	});
	dialog.$wrapper.addClass("crm-next-step");
	dialog.show();
	offer_mentions(dialog.fields_dict.content.$input[0], (person) => chosen.push(person));
}
