from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError

WRITTEN_BY_US = "comes_from_the_page"


class CRMQuoteAcceptance(Document):
	"""What whoever has the link to a quote did: seen, asked, declined, accepted. Only ever added, by the quote's page alone.

	Each row names the hash of the one before it (`selling/acceptance/chain.py`), so what is changed past this class is noticed.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		agent: DF.SmallText | None
		chosen_lines: DF.LongText | None
		code_confirmed: DF.Check
		consent_sentence: DF.SmallText | None
		drawing: DF.LongText | None
		ip_masked: DF.Data | None
		kind: DF.Literal["Viewed", "Question", "Code Sent", "Accepted", "Declined"]
		mail: DF.Data | None
		occurred_on: DF.Datetime | None
		occurred_utc: DF.Data | None
		pdf_sha256: DF.Data | None
		previous_hash: DF.Data | None
		quote: DF.Link
		quote_label: DF.Data | None
		row_hash: DF.Data | None
		sequence: DF.Int
		signed_in_as: DF.Data | None
		text: DF.LongText | None
		totals: DF.LongText | None
		typed_name: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		if not self.is_new() or not self.flags.get(WRITTEN_BY_US):
			refuse()

	def db_update(self) -> NoReturn:
		refuse()

	def db_set(self, *_arguments: object, **_options: object) -> NoReturn:
		refuse()

	def on_trash(self) -> NoReturn:
		refuse()


def refuse() -> NoReturn:
	"""Raise `HistoryError`."""
	frappe.throw(_("What a customer did with a quote can be neither changed nor deleted."), HistoryError)


def on_doctype_update() -> None:
	"""Let each place in the chain of a quote be taken once."""
	frappe.db.add_unique("CRM Quote Acceptance", ["quote", "sequence"], "crm_quote_acceptance_place_key")
