// When somebody is away.
import { set_absence } from "./services/visibility";

/** Ask for the days of a salesperson's absence (`{name, away_from, away_until}`), and keep them; resolves once they are kept. */
export function enter_absence({ name, away_from, away_until }) {
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Absence"),
			fields: [
				{
					fieldname: "away_from",
					label: __("Away From"),
					fieldtype: "Date",
					default: away_from,
					description: __("Left empty: here."),
				},
				{
					fieldname: "away_until",
					label: __("Away Until"),
					fieldtype: "Date",
					default: away_until,
					description: __("The last day. Left empty: until further notice."),
				},
			],
			primary_action_label: __("Save"),
			async primary_action({ away_from = "", away_until = "" }) {
				await set_absence({ person: name, away_from, away_until });
				dialog.hide();
				frappe.show_alert({ message: __("Saved"), indicator: "green" });
				resolve();
			},
		});
		dialog.show();
	});
}

/** Ask for one's own absence. */
export async function show_my_absence() {
	const fields = ["name", "away_from", "away_until"];
	const { message } = await frappe.db.get_value("CRM Salesperson", { user: frappe.session.user }, fields);
	if (message?.name) return enter_absence(message);
	frappe.msgprint(__("You are no salesperson. Ask an administrator of the CRM."));
}
