export const form = (doctype, name) => frappe.utils.get_form_link(doctype, name);

// The list of a DocType with these filters.
export function list_address(doctype, filters) {
	const base = form(doctype, "").replace(/\/$/, "");
	return `${base}?${new URLSearchParams(filters)}`;
}
