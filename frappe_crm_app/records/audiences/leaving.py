"""What goes with a contact that is deleted: its subscriptions, and its places in segments."""

import frappe
from frappe.model.document import Document


def forget_contact(contact: Document, _event: str | None = None) -> None:
	"""Delete what hangs on this person (hook `on_trash`)."""
	for doctype in ("CRM Subscription", "CRM Segment Member"):
		frappe.db.delete(doctype, {"contact": contact.name})
