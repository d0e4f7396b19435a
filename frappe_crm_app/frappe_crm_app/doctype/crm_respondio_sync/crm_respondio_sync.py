import frappe
from frappe.model.document import Document


class CRMRespondioSync(Document):
	"""What is owed to respond.io about one prospect: the row that `respondio/` works off. Written by set-based SQL only."""

	# begin: auto-generated types
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index what the sweep asks for."""
	frappe.db.add_index("CRM Respondio Sync", ["status", "next_attempt_on"], "respondio_sync_due")
