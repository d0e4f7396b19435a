import frappe

from frappe_crm_app.channels.campaigns.keeping import refuse_writing
from frappe_crm_app.visibility.record import VisibleRecord


class CRMCampaignRecipient(VisibleRecord):
	"""A person of a campaign's audience as it was frozen: whether they get it, or why not, and what came of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		answered_on: DF.Datetime | None
		attempts: DF.Int
		audience_row: DF.Int
		bounce_kind: DF.Literal["", "Hard", "Soft"]
		bounced_on: DF.Datetime | None
		campaign: DF.Link
		channel: DF.Literal["Email", "SMS", "WhatsApp"]
		clicked_on: DF.Datetime | None
		complained_on: DF.Datetime | None
		contact: DF.Link | None
		delivered_on: DF.Datetime | None
		message_id: DF.Data | None
		next_attempt_on: DF.Datetime | None
		problem: DF.SmallText | None
		reason: DF.Literal[
			"",
			"Excluded",
			"No Address",
			"Opted Out",
			"No Consent",
			"Bounced Address",
			"Paused Address",
			"Shared Address",
			"Contact Removed",
			"Cancelled",
			"Refused",
			"Unreachable",
			"Not Accepted",
		]
		sent_on: DF.Datetime | None
		settled_by: DF.Link | None
		status: DF.Literal["Pending", "Sending", "Sent", "Unsure", "Failed", "Left Out"]
		token: DF.Data | None
		unsubscribed_on: DF.Datetime | None
	# end: auto-generated types

	def validate(self) -> None:
		refuse_writing(self)

	def on_trash(self) -> None:
		refuse_writing(self)


def on_doctype_update() -> None:
	"""Let a person be in a campaign once, and index what the sender, figures and addresses ask for."""
	frappe.db.add_unique(
		"CRM Campaign Recipient", ["campaign", "contact", "channel"], "campaign_recipient_once"
	)
	frappe.db.add_index(
		"CRM Campaign Recipient", ["campaign", "status", "next_attempt_on"], "campaign_recipient_due"
	)
	frappe.db.add_index("CRM Campaign Recipient", ["contact", "sent_on"], "campaign_recipient_contact")
	frappe.db.add_index("CRM Campaign Recipient", ["bounce_kind", "bounced_on"], "campaign_recipient_bounced")
