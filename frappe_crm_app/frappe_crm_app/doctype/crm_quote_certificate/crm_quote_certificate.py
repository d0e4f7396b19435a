import frappe
from frappe.model.document import Document


class CRMQuoteCertificate(Document):
	"""A signed PDF owed for an acceptance: the row that `selling/acceptance/signing/` works off."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acceptance: DF.Link
		attempts: DF.Int
		mailed_to: DF.SmallText | None
		next_attempt_on: DF.Datetime | None
		quote: DF.Link
		reason: DF.SmallText | None
		status: DF.Literal["Owed", "Made", "Not Made"]
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index what the sweep asks for."""
	frappe.db.add_index("CRM Quote Certificate", ["status", "next_attempt_on"], "quote_certificate_due")
