// Titles in place of random names: of colleagues in the fields of our forms, and of the record itself in the breadcrumbs.
import { hide_same_zone } from "./calendar_time";

const is_ours = (doctype) => doctype in (frappe.boot.crm?.labels || {});

/** Return the full name of a user whom the server has named, or else the address. */
export const user_name = (user) => frappe.utils.get_link_title("User", user) || user;

/** Have our forms show titles. */
export function show_titles() {
	$(document).on("form-load", (_event, frm) => {
		if (!is_ours(frm.doctype)) return;
		name_users(frm);
		hide_same_zone(frm);
	});
	$(document).on("form-refresh", (_event, frm) => is_ours(frm.doctype) && name_record(frm));
}

// Frappe asks of a DocType whether its links show titles; of users it says no, for all apps.
function name_users(frm) {
	frappe.utils.add_link_title("User", frappe.session.user, frappe.session.user_fullname);
	for (const field of frm.fields) {
		if (field.df.fieldtype !== "Link" || field.df.options !== "User") continue;
		field.is_title_link = () => true;
		field.set_link_title = function (user) {
			this.translate_and_set_input_value(user_name(user), user);
		};
	}
}

// Frappe 15 has a saved record's name stand in the breadcrumbs; 16 has its title there.
function name_record(frm) {
	const title = frm.meta.title_field && frm.doc[frm.meta.title_field];
	const crumb = document.querySelector("#navbar-breadcrumbs li:last-child a");
	if (!frm.is_new() && title && crumb?.textContent === frm.docname) crumb.textContent = title;
}
