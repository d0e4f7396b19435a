// What one wants to be told by mail.
import { get_preferences, set_preferences } from "./services/reminders";

/** Show the choices, and keep them. */
export async function show_my_reminders() {
	const { reminder_mail, digest } = await get_preferences();
	const dialog = new frappe.ui.Dialog({
		title: __("My Reminders"),
		fields: [
			{
				fieldname: "reminder_mail",
				label: __("Mail me when a follow-up is due"),
				fieldtype: "Check",
				default: reminder_mail,
				description: __("A notification in the desk comes anyway."),
			},
			{
				fieldname: "digest",
				label: __("Send me a digest in the morning"),
				fieldtype: "Check",
				default: digest,
				description: __("What is due today, what is overdue, and my deals without a next step."),
			},
		],
		primary_action_label: __("Save"),
		async primary_action(values) {
			await set_preferences(values);
			dialog.hide();
			frappe.show_alert({ message: __("Saved"), indicator: "green" });
		},
	});
	dialog.show();
}
