import frappe

from frappe_crm_app.channels.campaigns.keeping import refuse_writing
from frappe_crm_app.visibility.record import VisibleRecord


class CRMCampaignLink(VisibleRecord):
	"""An address to which a campaign's content links."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		campaign: DF.Link
		position: DF.Int
		url: DF.Text
	# end: auto-generated types

	def validate(self) -> None:
		refuse_writing(self)

	def on_trash(self) -> None:
		refuse_writing(self)


def on_doctype_update() -> None:
	"""Let each link of a campaign be there once."""
	frappe.db.add_unique("CRM Campaign Link", ["campaign", "position"], "campaign_link_once")
