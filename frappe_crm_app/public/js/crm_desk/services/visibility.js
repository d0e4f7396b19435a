// Calls of the server about who sees what.
import { CRMRole } from "../../crm_shared/enums";
import { get_in_desk, post_in_desk } from "../../crm_shared/services/request";

const API = "frappe_crm_app.visibility.api";

export const who_can_see = (doctype, name) => get_in_desk(`${API}.who_can_see`, { doctype, name });
export const get_users = (text, start) => get_in_desk(`${API}.get_users`, { text, start });
export const assign_roles = (user, roles) => post_in_desk(`${API}.assign_roles`, { user, roles });
export const invite_user = (values) => post_in_desk(`${API}.invite_user`, values);
export const invite_again = (user) => post_in_desk(`${API}.invite_again`, { user });
export const preview_trade = (trade) =>
	get_in_desk("frappe_crm_app.records.trades.api.preview_trade", { trade });
export const set_absence = (absence) => post_in_desk(`${API}.set_absence`, absence);
export const preview_preset = (preset) => get_in_desk(`${API}.preview_preset`, { preset });
export const apply_preset = (preset) => post_in_desk(`${API}.apply_preset`, { preset });

let choices;

/** What a manager filters by; asked for once, since it changes about as often as the staff. */
export function manager_filters() {
	choices = choices || get_in_desk(`${API}.get_manager_filters`);
	return choices;
}

/** Whether the user has one of these roles, or is Administrator. */
export const has_role = (...roles) =>
	frappe.session.user === "Administrator" || roles.some((role) => frappe.user_roles.includes(role));

/** Whether the user oversees everyone's records. */
export const oversees = () => has_role(CRMRole.ADMIN, CRMRole.MANAGER);
