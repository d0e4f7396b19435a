import frappe
from frappe.model.document import Document


class CRMQuoteMail(Document):
	"""A mail owed to one address about a quote: the row that `selling/quotes/` works off."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data
		attempts: DF.Int
		email_queue: DF.Link | None
		kind: DF.Literal["Quote", "Reminder"]
		message: DF.LongText | None
		next_attempt_on: DF.Datetime | None
		quote: DF.Link
		reason: DF.SmallText | None
		status: DF.Literal["Owed", "Queued", "Not Sent"]
		subject: DF.Data | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index what the sweep asks for."""
	frappe.db.add_index("CRM Quote Mail", ["status", "next_attempt_on"], "quote_mail_due")
