// What is asked before something is done about a row.
import { Action, OFFERED_ACTIONS } from "../crm_shared/enums";
import { user_now } from "../crm_shared/format";
import { know_choices } from "../crm_shared/link_choice";
import { mentioned_in, offer_mentions } from "../crm_shared/mentions";

const NOTE = "CRM Follow-up Note";
const A_WEEK = 7;
const SHORT = "80px"; // so that both buttons stay in sight

/** Return a moment of the user's zone as the server takes it. */
export const in_system_time = (moment) =>
	frappe.datetime.convert_to_system_tz(moment.format("YYYY-MM-DD HH:mm:ss"));

const options_of = (actions) => actions.map((action) => ({ value: action, label: __(action) }));

/** Ask what happened and what comes next; `submit({happened, mentioned, action, next_step})` once either button is pressed. */
export function ask_what_happened(row, submit) {
	const is_note = row.doctype === NOTE;
	const chosen = [];
	const dialog = new frappe.ui.Dialog({
		title: is_note ? __("Done, and what comes next?") : __("What was done, and what comes next?"),
		fields: [
			{ fieldtype: "HTML", options: `<p><b>${frappe.utils.escape_html(row.title)}</b></p>` },
			...(is_note ? [] : [action_field("action", __("What was done"))]),
			{
				fieldname: "happened",
				label: __("What happened"),
				fieldtype: "Small Text",
				max_height: SHORT,
				reqd: !is_note,
			},
			{ fieldtype: "Section Break", label: __("Next Step") },
			action_field("next_action", __("What comes next")),
			{
				fieldname: "next_on",
				label: __("When"),
				fieldtype: "Datetime",
				default: in_system_time(user_now().add(A_WEEK, "days").hour(9).minute(0).second(0)),
			},
			{
				fieldname: "next_content",
				label: __("What is to be done"),
				fieldtype: "Small Text",
				max_height: SHORT,
			},
		],
		primary_action_label: __("Done and Plan"),
		primary_action: (values) => {
			if (!values.next_on) return frappe.show_alert(__("Say when the next step is."));
			close_with(values, next_step_of(values, chosen));
		},
		secondary_action_label: __("Done, Nothing Next"),
		secondary_action: () => {
			const values = dialog.get_values();
			if (values) close_with(values, null);
		},
	});

	function close_with({ happened, action }, next_step) {
		dialog.hide();
		submit({ happened, mentioned: mentioned_in(happened, chosen), action, next_step });
	}
	dialog.$wrapper.addClass("crm-today-dialog");
	dialog.show();
	for (const fieldname of ["happened", "next_content"]) {
		offer_mentions(dialog.fields_dict[fieldname].$input[0], (person) => chosen.push(person));
	}
}

const action_field = (fieldname, label) => ({
	fieldname,
	label,
	fieldtype: "Select",
	options: options_of(OFFERED_ACTIONS),
	default: Action.CALL,
	reqd: 1,
});

const next_step_of = ({ next_action, next_on, next_content }, chosen) => ({
	action: next_action,
	scheduled_on: next_on,
	content: next_content || "",
	mentioned: mentioned_in(next_content, chosen),
});

/** Ask until when; `submit(moment)` in the zone of the user. */
export function ask_for_moment(row, submit) {
	const dialog = new frappe.ui.Dialog({
		title: __("Put off until"),
		fields: [
			{
				fieldname: "until",
				label: __("When"),
				fieldtype: "Datetime",
				reqd: 1,
				default: in_system_time(user_now().add(1, "day").hour(9).minute(0).second(0)),
			},
		],
		primary_action_label: __("Put Off"),
		primary_action: ({ until }) => {
			dialog.hide();
			submit(frappe.datetime.convert_to_user_tz(until, false));
		},
	});
	dialog.show();
}

/** Ask who gets the row; `submit(user)`. */
export function ask_for_user(row, submit) {
	const dialog = new frappe.ui.Dialog({
		title: __("Reassign"),
		fields: [
			{
				fieldname: "user",
				label: __("Who looks after it now"),
				fieldtype: "Link",
				options: "User",
				reqd: 1,
				get_query: () => ({ query: "frappe_crm_app.visibility.people_search.find_users" }),
			},
		],
		primary_action_label: __("Reassign"),
		primary_action: ({ user }) => {
			dialog.hide();
			submit(user);
		},
	});
	know_choices(dialog);
	dialog.show();
}

/** Open the desk's own mail dialog, so that the mail stands in the timeline of what the row is about. */
export function write_mail(row) {
	const [doctype, name] =
		row.doctype === NOTE ? [row.reference_doctype, row.reference_name] : [row.doctype, row.name];
	frappe.model.with_doctype(doctype, () => {
		new frappe.views.CommunicationComposer({
			doc: { doctype, name },
			subject: row.doctype === NOTE ? row.title : "",
			recipients: row.email,
		});
	});
}
