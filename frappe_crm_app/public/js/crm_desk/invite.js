// Inviting somebody: an address, a name, roles; Frappe mails them its welcome.
import { CRMRole } from "../crm_shared/enums";
import { role_choice } from "./role_choice";
import { get_users, invite_user } from "./services/visibility";

/** Ask whom to invite; `done(user)` is called once they are a user. What is refused is shown by the desk, and the dialog stays. */
export async function ask_whom_to_invite(done) {
	const { assignable, descriptions } = await get_users("", 0);
	const roles = role_choice(assignable, descriptions, [CRMRole.SALES_REP]);
	const dialog = new frappe.ui.Dialog({
		title: __("Invite Somebody"),
		fields: [
			{ fieldname: "email", fieldtype: "Data", options: "Email", label: __("Email"), reqd: 1 },
			{ fieldname: "first_name", fieldtype: "Data", label: __("First Name"), reqd: 1 },
			{ fieldname: "last_name", fieldtype: "Data", label: __("Last Name") },
			{ fieldname: "roles", fieldtype: "HTML" },
		],
		primary_action_label: __("Invite"),
		async primary_action({ email, first_name, last_name }) {
			const values = { email, first_name, last_name: last_name || "", roles: roles.chosen() };
			const user = await invite_user(values).catch(() => null);
			if (!user) return;
			dialog.hide();
			tell_of_invitation(user);
			done(user);
		},
	});
	dialog.fields_dict.roles.$wrapper.append(roles.node);
	dialog.show();
}

/** Say whether the invitation is on its way. */
export function tell_of_invitation({ full_name, is_mailed }) {
	const name = frappe.utils.escape_html(full_name);
	const message = is_mailed
		? __("The invitation of {0} is on its way.", [name])
		: __(
				"{0} is a user, but no mail account sends the invitation. Connect one, then invite them again in CRM Users.",
				[name]
			);
	frappe.show_alert({ message, indicator: is_mailed ? "green" : "orange" }, is_mailed ? 5 : 12);
}
