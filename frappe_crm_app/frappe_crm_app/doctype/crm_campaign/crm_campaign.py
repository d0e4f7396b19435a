import frappe

from frappe_crm_app.channels.campaigns import keeping
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.visibility.record import VisibleRecord


class CRMCampaign(VisibleRecord):
	"""A mail or message to many: to whom, what, by whom and when; sent by `channels/campaigns/`."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_audience.crm_campaign_audience import (
			CRMCampaignAudience,
		)

		attempts: DF.Int
		audience: DF.Table[CRMCampaignAudience]
		campaign_name: DF.Data
		channel: DF.Literal["Email", "SMS", "WhatsApp"]
		content: DF.Code | None
		finished_on: DF.Datetime | None
		follows: DF.Link | None
		follows_who: DF.Literal["", "Clicked", "Did Not Click", "Answered", "Did Not Answer"]
		frozen_on: DF.Datetime | None
		lease_key: DF.Data | None
		lease_until: DF.Datetime | None
		message: DF.SmallText | None
		message_parameters: DF.Code | None
		message_template: DF.Data | None
		next_attempt_on: DF.Datetime | None
		preheader: DF.Data | None
		problem: DF.SmallText | None
		provider: DF.Data | None
		provider_channel: DF.Data | None
		quiet_from: DF.Data | None
		quiet_until: DF.Data | None
		rate_per_minute: DF.Int
		released_by: DF.Link | None
		reply_to: DF.Data | None
		send_on: DF.Datetime | None
		sender: DF.Link | None
		sender_name: DF.Data | None
		sending_state: DF.Literal["", "Due", "Working", "Failed"]
		started_on: DF.Datetime | None
		status: DF.Literal["Draft", "Scheduled", "Running", "Paused", "Cancelled", "Finished"]
		subject: DF.Data | None
		text_content: DF.Code | None
		uses_verp: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keeping.keep_progress(self)
		keeping.refuse_change_of_what_is_sent(self)
		keeping.refuse_bad_audience(self)
		keeping.refuse_no_texts(self)
		keeping.refuse_bad_content(self)
		keeping.refuse_foreign_sender(self)
		keeping.make_text(self)

	def on_trash(self) -> None:
		keeping.refuse_removing_evidence(self)


def on_doctype_update() -> None:
	"""Index what is due."""
	frappe.db.add_index("CRM Campaign", ["sending_state", "next_attempt_on"], "campaign_due")
