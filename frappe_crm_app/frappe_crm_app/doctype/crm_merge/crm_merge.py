import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMMerge(Document):
	"""Two records that were made one, with all it takes to make them two again."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		kept: DF.DynamicLink | None
		kept_before: DF.LongText | None
		kept_title: DF.Data | None
		merged_on: DF.Datetime | None
		moved: DF.LongText | None
		moved_count: DF.Int
		record_type: DF.Link | None
		removed: DF.Data | None
		removed_data: DF.LongText | None
		removed_name_key: DF.Data | None
		removed_title: DF.Data | None
		undone_by: DF.Link | None
		undone_on: DF.Datetime | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Let merging alone write here."""
		if not self.flags.is_by_merging:
			frappe.throw(_("What was merged is history; it is not edited."), HistoryError)
