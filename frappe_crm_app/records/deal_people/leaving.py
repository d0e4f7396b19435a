"""Who is deleted leaves the deals of which they were one of the people; of which they are the contact, they cannot be deleted."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.removal.dependents import chunks

PERSON, DEAL = "CRM Deal Contact", "CRM Sales Deal"


def leave_deals(contact: Document) -> None:
	"""Remove the rows of a contact from the people of deals, which counts as an edit of each."""
	rows = frappe.get_all(PERSON, filters={"contact": contact.name}, fields=["name", "parent", "deal_role"])
	if not rows:
		return
	deal = frappe.qb.DocType(DEAL)
	for chunk in chunks(rows):
		frappe.db.delete(PERSON, {"name": ("in", [row.name for row in chunk])})
		update_records(DEAL).where(deal.name.isin([row.parent for row in chunk])).run()
	frappe.clear_document_cache(DEAL)
	emit_many(
		"deal.updated", DEAL, [Change(row.parent, before(contact, row), {"people": []}) for row in rows]
	)


def before(contact: Document, row: frappe._dict) -> dict:
	"""Return what an event says that a deal had."""
	return {"people": [{"contact": contact.name, "deal_role": row.deal_role}]}
