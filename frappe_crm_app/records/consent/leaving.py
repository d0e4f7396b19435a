"""Consents of a contact that is deleted go with it."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.records.consent.standing import CONSENT


def forget_contact(contact: Document, _event: str | None = None) -> None:
	"""Delete what this person has said (hook `on_trash`)."""
	frappe.db.delete(CONSENT, {"contact": contact.name})
