import frappe
from frappe.model.document import Document


class CRMContactImportRow(Document):
	"""What an import did with one row: the ledger from which it is undone."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contact: DF.Link | None
		contact_import: DF.Link
		contact_modified: DF.Datetime | None
		customer: DF.Link | None
		file_row: DF.Int
		held_before: DF.LongText | None
		outcome: DF.Literal["Created", "Updated", "Skipped", "Undone", "Kept"]
		reason: DF.SmallText | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index the rows of an import in the order of its file."""
	frappe.db.add_index("CRM Contact Import Row", ["contact_import", "file_row"], "contact_import_row")
