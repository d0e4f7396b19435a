// Calls to the server about two records that are one.

const API = "frappe_crm_app.identity.api.";

export async function get_differences(doctype, keep, remove) {
	const args = { doctype, keep, remove };
	return (await frappe.call({ method: `${API}get_differences`, type: "GET", args })).message;
}

export async function merge(doctype, keep, remove, values) {
	const args = { doctype, keep, remove, values };
	return (await frappe.call({ method: `${API}merge`, args, freeze: true })).message;
}
