// What people call our DocTypes: "Deal", not "CRM Sales Deal", wherever the desk translates the name of a DocType.

/** Have the desk say the labels, except where the site has a translation of its own. */
export function say_labels() {
	const labels = frappe.boot.crm?.labels || {};
	for (const [doctype, label] of Object.entries(labels)) frappe._messages[doctype] ||= label;
	say_in_links(labels);
}

// Tables and lists that name a DocType translate it only for who may read DocTypes.
function say_in_links(labels) {
	const { link_formatters } = frappe.form;
	const former = link_formatters.DocType;
	link_formatters.DocType = (value, ...others) => {
		if (value in labels) return __(value);
		return former ? former(value, ...others) : value;
	};
}
