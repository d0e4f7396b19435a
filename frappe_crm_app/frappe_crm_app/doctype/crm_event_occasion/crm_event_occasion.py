import frappe
from frappe.model.document import Document


class CRMEventOccasion(Document):
	"""That a record's time has come and was told; there until it ends (`kit/domain_events/occasions.py`)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		kind: DF.Data
		moment: DF.Datetime | None
		reference_name: DF.Data | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Tell each occasion once."""
	frappe.db.add_unique("CRM Event Occasion", ["kind", "reference_name", "moment"], "event_occasion")
