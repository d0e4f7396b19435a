from frappe.model.document import Document


class CRMQuoteCounter(Document):
	"""The last number that a quote was given in a year; who gives the next holds the row's lock."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		last_number: DF.Int
		year: DF.Data | None
	# end: auto-generated types
