"""A contact that is deleted takes along what was written to and by it."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.channels.messaging.tasks import MESSAGE


def forget_contact(contact: Document, _event: str | None = None) -> None:
	"""Delete the messages of a contact (`on_trash`)."""
	frappe.db.delete(MESSAGE, {"contact": contact.name})
