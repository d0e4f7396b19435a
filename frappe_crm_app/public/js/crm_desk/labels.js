// What people call our DocTypes: "Deal", not "CRM Sales Deal", wherever the desk translates the name of a DocType.

/** Have the desk say the labels, except where the site has a translation of its own. */
export function say_labels() {
	for (const [doctype, label] of Object.entries(frappe.boot.crm?.labels || {})) {
		frappe._messages[doctype] ||= label;
	}
}
