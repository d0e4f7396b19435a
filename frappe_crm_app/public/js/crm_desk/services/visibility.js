// Calls of the server about who sees what; each answers with a promise of the message.

const API = "frappe_crm_app.visibility.api.";

const get = (method, args) =>
	frappe.call({ method: API + method, type: "GET", args }).then((answer) => answer.message);
const post = (method, args) =>
	frappe.call({ method: API + method, args, freeze: true }).then((answer) => answer.message);

export const who_can_see = (doctype, name) => get("who_can_see", { doctype, name });
export const get_users = (text, start) => get("get_users", { text, start });
export const assign_roles = (user, roles) => post("assign_roles", { user, roles: JSON.stringify(roles) });
export const apply_preset = (preset) => post("apply_preset", { preset });

let choices;

/** What a manager filters by; asked for once, since it changes about as often as the staff. */
export function manager_filters() {
	choices = choices || get("get_manager_filters", {});
	return choices;
}

/** Whether the user has one of these roles, or is Administrator. */
export const has_role = (...roles) =>
	frappe.session.user === "Administrator" || roles.some((role) => frappe.user_roles.includes(role));
