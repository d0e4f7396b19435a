"""Sends an SMS or WhatsApp campaign: a few at a time are owed to `channels/messaging/`, which sends each once and says what became of it.

Owing a message and marking its recipient *Sending* is one transaction. No more are owed than a pause may leave under way.
"""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, now_datetime
from pypika.functions import Count

from frappe_crm_app.channels.campaigns import batches, event_kinds
from frappe_crm_app.channels.campaigns.batches import Batch
from frappe_crm_app.channels.campaigns.rendering import texting_of
from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, RECIPIENT, update_named
from frappe_crm_app.channels.campaigns.tasks import OUTBOX
from frappe_crm_app.channels.messaging import owing
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import CampaignStatus, Channel, SendingState
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import (
	ON_ITS_WAY,
	MessageDirection,
	MessageStatus,
)
from frappe_crm_app.kit.conflicts import committed

MOST_UNDER_WAY = 100
FEW_UNDER_WAY = 40  # at which more are owed
LOOKS_AGAIN = timedelta(seconds=50)
ANSWERS_WITHIN = timedelta(days=3)


class MessageSender:
	"""Owes a campaign's messages, as long as its slice lasts."""

	def __init__(self, campaign: Document, row: frappe._dict) -> None:
		self.row = row
		self.campaign = campaign
		self.texting = texting_of(campaign)

	def send_some(self) -> bool:
		"""Owe some, and return whether there was anybody, and room for them."""
		return committed(self.owe_some)

	def owe_some(self) -> bool:
		room = self.room()
		if room <= 0:
			return False
		batch, has_met_some = batches.take(self.row, min(room, batches.FEW))
		if batch and batch.rows:
			owing.owe_many([self.owed(row, batch) for row in batch.rows])
		return has_met_some

	def room(self) -> int:
		"""Return how many more may be under way: by what is, and by the rate of the last minute."""
		under_way = count_under_way(self.row.name)
		rate = cint(self.campaign.rate_per_minute)
		room = MOST_UNDER_WAY - under_way
		return min(room, rate - owed_lately(self.row.name)) if rate else room

	def owed(self, row: frappe._dict, batch: Batch) -> owing.Owed:
		"""Return the message to one recipient."""
		text, parameters = self.texting.fill(batch.people[row.contact])
		return owing.Owed(
			contact=row.contact,
			channel=self.campaign.channel,
			text=text,
			provider=self.campaign.provider,
			provider_channel=self.campaign.provider_channel or "",
			template=self.campaign.message_template or "",
			parameters=parameters,
			address=row.address,
			campaign_recipient=row.name,
		)

	def close(self) -> None:
		"""Nothing is open."""


def count_under_way(campaign: str) -> int:
	"""Return how many messages of a campaign are owed or being sent."""
	return frappe.db.count(RECIPIENT, {"campaign": campaign, "status": str(RecipientStatus.SENDING)})


def owed_lately(campaign: str) -> int:
	"""Return how many messages of a campaign were owed within a minute."""
	row = frappe.qb.DocType("CRM Message")
	recipient = frappe.qb.DocType(RECIPIENT)
	query = (
		frappe.qb.from_(row).join(recipient).on(recipient.name == row.campaign_recipient).select(Count("*"))
	)
	query = query.where(recipient.campaign == campaign)
	return query.where(row.creation > now_datetime() - timedelta(minutes=1)).run(pluck=True)[0]


def looks_again(row: frappe._dict) -> object:
	"""Return when a campaign whose messages are under way is to be looked at again, `None` where none are."""
	is_messages = row.channel != Channel.EMAIL
	return now_datetime() + LOOKS_AGAIN if is_messages and count_under_way(row.name) else None


def follow_message(message: Document) -> None:
	"""Note on its recipient what became of a message (`crm_message_changed`); an answer is one to the latest campaign."""
	if message.direction == MessageDirection.IN:
		return note_answer(message)
	if not message.campaign_recipient:
		return None
	before = frappe.db.get_value(
		RECIPIENT,
		message.campaign_recipient,
		["name", "campaign", "status", "sent_on"],
		as_dict=True,
		for_update=True,
	)
	if before:
		update_named([before.name], **values_after(message, before))
		if message.status in ON_ITS_WAY and not before.sent_on:
			event_kinds.tell_sent(before.campaign, [message.contact])
		wake_if_few(before.campaign)
	return None


def values_after(message: Document, before: frappe._dict) -> dict:
	"""Return what is to be stored of the recipient of a message."""
	status = message.status
	if status in (MessageStatus.OWED, MessageStatus.SENDING):
		return {"status": str(RecipientStatus.SENDING)}
	if status in ON_ITS_WAY:
		delivered = message.delivered_on or message.read_on
		values = {
			"status": str(RecipientStatus.SENT),
			"sent_on": before.sent_on or message.sent_on or now_datetime(),
			"reason": "",
		}
		return values | ({"delivered_on": delivered} if delivered else {})
	if status == MessageStatus.UNSURE:
		return {"status": str(RecipientStatus.UNSURE), "problem": message.reason}
	if status == MessageStatus.CANCELLED:
		return {"status": str(RecipientStatus.LEFT_OUT), "reason": str(Reason.CANCELLED)}
	return {
		"status": str(RecipientStatus.FAILED),
		"reason": str(Reason.UNREACHABLE),
		"problem": message.reason,
	}


def note_answer(message: Document) -> None:
	"""Note that somebody answered the campaign that they got last by this channel."""
	if not message.contact:
		return
	filters = {
		"contact": message.contact,
		"channel": message.channel,
		"sent_on": (">", now_datetime() - ANSWERS_WITHIN),
	}
	latest = frappe.db.get_value(
		RECIPIENT, filters, ["name", "answered_on"], as_dict=True, order_by="sent_on desc, name asc"
	)
	if latest and not latest.answered_on:
		frappe.db.set_value(RECIPIENT, latest.name, "answered_on", get_datetime(message.creation))


def wake_if_few(campaign: str) -> None:
	"""Have a running campaign go on at once when few of its messages are under way."""
	if count_under_way(campaign) > FEW_UNDER_WAY:
		return
	table = frappe.qb.DocType(CAMPAIGN)
	is_waiting = (table.name == campaign) & (table.status == CampaignStatus.RUNNING)
	OUTBOX.update({"next_attempt_on": now_datetime()}, is_waiting & (table.sending_state == SendingState.DUE))
	OUTBOX.enqueue()
