// A form's record as the feed of activities wants it.
export function details_of(frm, title, contacts) {
	return {
		doctype: frm.doctype,
		name: frm.doc.name,
		title,
		contacts,
		can_note: frappe.model.can_create("CRM Follow-up Note"),
		can_write: Boolean(frm.perm[0]?.write),
	};
}
