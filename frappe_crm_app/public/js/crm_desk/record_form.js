// What the forms of contacts, customers and deals have in common.

/** Add the button that begins a note on the record. */
export function add_note_button(frm) {
	frm.add_custom_button(__("Add Note"), () =>
		frappe.new_doc("CRM Follow-up Note", {
			reference_doctype: frm.doctype,
			reference_name: frm.doc.name,
		})
	);
}

/** Say above the form which other records may be about the same. */
export async function show_duplicates(frm) {
	await frappe.require("crm_duplicates.bundle.js");
	frappe.crm_duplicates.show(frm);
}
