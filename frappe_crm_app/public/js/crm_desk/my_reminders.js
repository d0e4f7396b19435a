// What one wants to be told by mail.

const API = "frappe_crm_app.reminders.api.";

/** Show the choices, and keep them. */
export async function show_my_reminders() {
	const { message } = await frappe.call({ method: `${API}get_preferences`, type: "GET" });
	const dialog = new frappe.ui.Dialog({
		title: __("My Reminders"),
		fields: [
			{
				fieldname: "reminder_mail",
				label: __("Mail me when a follow-up is due"),
				fieldtype: "Check",
				default: message.reminder_mail,
				description: __("A notification in the desk comes anyway."),
			},
			{
				fieldname: "digest",
				label: __("Send me a digest in the morning"),
				fieldtype: "Check",
				default: message.digest,
				description: __("What is due today, what is overdue, and my deals without a next step."),
			},
		],
		primary_action_label: __("Save"),
		async primary_action(values) {
			await frappe.call({ method: `${API}set_preferences`, args: values });
			dialog.hide();
			frappe.show_alert({ message: __("Saved"), indicator: "green" });
		},
	});
	dialog.show();
}
