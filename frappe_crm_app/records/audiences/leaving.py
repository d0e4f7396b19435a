"""What goes with a contact that is deleted: what it said, its subscriptions, and its places in segments."""

from frappe.model.document import Document

from frappe_crm_app.records.removal.dependents import remove_rows

DOCTYPES = ("CRM Consent", "CRM Subscription", "CRM Segment Member")


def forget_contact(contact: Document) -> None:
	"""Delete what hangs on this person."""
	remove_rows(DOCTYPES, "contact", contact.name)
