import frappe

from frappe_crm_app.visibility.record import VisibleRecord
from frappe_crm_app.work.documents.rules import refuse_by_hand


class CRMDocumentVersion(VisibleRecord):
	"""A version of a document: its file, with the SHA-256, who stored it and why. Written by `work/documents/versions.py` alone."""

	def validate(self) -> None:
		refuse_by_hand(self)


def on_doctype_update() -> None:
	"""Index what the sweep asks, and let a document have each number once."""
	frappe.db.add_index("CRM Document Version", ["text_state", "text_attempt_on"], "document_text_due")
	frappe.db.add_unique("CRM Document Version", ["document", "number"], "document_version_once")
