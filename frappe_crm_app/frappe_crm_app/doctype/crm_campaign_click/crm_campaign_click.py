import frappe

from frappe_crm_app.channels.campaigns.keeping import refuse_writing
from frappe_crm_app.visibility.record import VisibleRecord


class CRMCampaignClick(VisibleRecord):
	"""Somebody, or some program, opened a link of a campaign."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		clicked_on: DF.Datetime | None
		is_machine: DF.Check
		link: DF.Link
		recipient: DF.Link
	# end: auto-generated types

	def validate(self) -> None:
		refuse_writing(self)

	def on_trash(self) -> None:
		refuse_writing(self)


def on_doctype_update() -> None:
	"""Index the clicks of a recipient in their order."""
	frappe.db.add_index("CRM Campaign Click", ["recipient", "clicked_on"], "campaign_click_recipient")
