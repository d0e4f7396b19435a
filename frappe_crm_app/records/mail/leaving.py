"""Mails of a contact, customer, deal or project that is deleted: they stay with those in whose mailboxes they lie, and name it no more."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.records.mail.rows import LINK, MAIL, PERSON
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER


def unlink(record: Document, _event: str | None = None) -> None:
	"""Let mails name this record no more (hook `on_trash`)."""
	frappe.db.delete(LINK, {"link_doctype": record.doctype, "link_name": record.name})
	holder = {CONTACT: (PERSON, "contact"), CUSTOMER: (MAIL, "customer")}.get(record.doctype)
	if holder:
		doctype, fieldname = holder
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table[fieldname], None).where(table[fieldname] == record.name).run()
