import frappe
from frappe.model.document import Document


class CRMEventMail(Document):
	"""A mail owed to one person about an event: the row that `work/events/invitations/` works off."""


def on_doctype_update() -> None:
	"""Index what the sweep asks for."""
	frappe.db.add_index("CRM Event Mail", ["status", "next_attempt_on"], "event_mail_due")
