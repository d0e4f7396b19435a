from frappe_crm_app.records.identity.holders import refuse_taken
from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMContactEmail(PartOfRecord):
	"""An email of a contact that has several, or about one of which there is more to say."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		email: DF.Data
		invalid_since: DF.Datetime | None
		is_primary: DF.Check
		kind: DF.Literal["", "Work", "Personal", "Other"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.Data | None
	# end: auto-generated types

	def show_unique_validation_message(self, error: Exception) -> None:
		"""Answer with a sentence where somebody else was faster (called by Frappe)."""
		refuse_taken(self.email)
