"""An email takes mails again, of which some came back: somebody has followed a link that was sent to it."""

import frappe

from frappe_crm_app.kit.set_based import update_records

CONTACT, ROW = "CRM Contact", "CRM Contact Email"


def note_working(contact: str, email: str) -> None:
	"""Take from an email of a contact that it takes no mails."""
	row = frappe.qb.DocType(ROW)
	is_marked = (row.parent == contact) & (row.email == email) & row.invalid_since.isnotnull()
	if not frappe.qb.from_(row).select(row.name).where(is_marked).for_update().run():
		return
	update_records(ROW).set(row.invalid_since, None).set(row.reason, None).where(is_marked).run()
	update_records(CONTACT).where(frappe.qb.DocType(CONTACT).name == contact).run()
	frappe.clear_document_cache(CONTACT, contact)
