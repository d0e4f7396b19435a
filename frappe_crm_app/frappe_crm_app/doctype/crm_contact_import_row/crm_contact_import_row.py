import frappe
from frappe.model.document import Document


class CRMContactImportRow(Document):
	"""What an import did with one row: the ledger from which it is undone."""


def on_doctype_update() -> None:
	"""Index the rows of an import in the order of its file."""
	frappe.db.add_index("CRM Contact Import Row", ["contact_import", "file_row"], "contact_import_row")
