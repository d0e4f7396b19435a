from frappe.model.document import Document


class CRMQuoteLink(Document):
	"""A link to a quote that was sent to an address: of its token, only the hash is stored. Written by `selling/acceptance/links.py` alone."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		expires_on: DF.Date | None
		quote: DF.Link
		revoked_on: DF.Datetime | None
		token_hash: DF.Data | None
	# end: auto-generated types
