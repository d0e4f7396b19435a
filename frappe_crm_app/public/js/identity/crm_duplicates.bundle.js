// Above a contact's or customer's form: which others may be the same.

frappe.provide("frappe.crm_duplicates");

frappe.crm_duplicates.show = async (frm) => {
	const { doctype, docname } = frm;
	const { message: found } = await frappe.call({
		method: "frappe_crm_app.identity.api.get_possible_duplicates",
		type: "GET",
		args: { doctype, name: docname },
	});
	if (!found?.length || frm.docname !== docname) return;
	const links = found.map(({ name, title, sign }) => {
		const link = frappe.utils.get_form_link(doctype, name, true, frappe.utils.escape_html(title));
		return `${link} (${frappe.utils.escape_html(sign)})`;
	});
	frm.dashboard.set_headline(`${__("Possible duplicates:")} ${links.join(", ")}`, "yellow");
};
