import frappe
from frappe.model.document import Document


class CRMWonMail(Document):
	"""A mail owed for one win of one deal: the row that `won_mail/` works off."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attempts: DF.Int
		deal: DF.Link
		deal_owner: DF.Link | None
		email_queue: DF.Link | None
		next_attempt_on: DF.Datetime | None
		reason: DF.SmallText | None
		status: DF.Literal["Owed", "Queued", "Not Sent"]
		won_on: DF.Datetime | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index what the sweep asks for."""
	frappe.db.add_index("CRM Won Mail", ["status", "next_attempt_on"], "won_mail_due")
