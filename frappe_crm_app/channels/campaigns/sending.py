"""Works off a slice of a campaign whose lease is ours: batch by batch, until nobody is due, somebody pauses it, or the slice is over.

One worker at a time is at a campaign. So a recipient that it finds as *Sending* is one that a dead worker left: nobody knows whether the
mail went out, which is what *Unsure* says, and nothing but a person settles it.
"""

import time
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.channels.campaigns import batches, freezing, mail_sending, message_sending
from frappe_crm_app.channels.campaigns.releasing import GOING, leave_out_pending, may_release
from frappe_crm_app.channels.campaigns.rendering import mailing_of
from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, RECIPIENT, lock_campaign, update_recipients
from frappe_crm_app.channels.campaigns.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import CampaignStatus, Channel, SendingState
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import RecipientStatus
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.exceptions import CampaignError
from frappe_crm_app.kit.outbox.outcomes import GiveUp, LeaseLost
from frappe_crm_app.kit.sentences import sentence_in

SLICE = 50  # seconds after which the next campaign has its turn
KEEP_LEASE = 60  # seconds after which the lease is asked for anew


def work(row: frappe._dict) -> None:
	"""Send a slice of a campaign (`OUTBOX`); raises `GiveUp` for one that cannot be sent, `TryLater` and `MustWait`."""
	if row.status in GOING:
		refuse_without_releaser(row)
	if row.status == CampaignStatus.SCHEDULED:
		begin(row)
	else:
		committed(partial(name_unsure, row.name))
	send_slice(row)
	committed(partial(rest, row))


def refuse_without_releaser(row: frappe._dict) -> None:
	"""Raise `GiveUp` for a campaign that nobody answers for any more: whom it may reach is what who released it sees."""
	if not may_release(row.released_by):
		sentence = _("{0}, who released it, may not send campaigns any more. Somebody else has to.")
		raise GiveUp(sentence.format(row.released_by or _("Nobody")))


def begin(row: frappe._dict) -> None:
	"""Freeze the audience, in one transaction with the state that says so; somebody may have unscheduled it meanwhile."""
	campaign = frappe.get_doc(CAMPAIGN, row.name)
	try:
		links = mailing_of(campaign).content.links if campaign.channel == Channel.EMAIL else ()
		committed(partial(begin_once, campaign, links))
	except frappe.ValidationError as error:  # such as a segment that is gone, or asks for a field that is
		raise GiveUp(sentence_in(error)) from error
	row.update(frappe.db.get_value(CAMPAIGN, row.name, ["status", "frozen_on", "started_on"], as_dict=True))


def begin_once(campaign: Document, links: tuple[str, ...]) -> None:
	stored = lock_campaign(campaign.name)
	if stored.status != CampaignStatus.SCHEDULED or stored.frozen_on:
		return
	freezing.freeze(campaign, links)
	values = {"status": str(CampaignStatus.RUNNING), "started_on": now_datetime()}
	frappe.db.set_value(CAMPAIGN, campaign.name, values)


def name_unsure(campaign: str) -> None:
	"""Say of those that a dead worker was sending to that nobody knows."""
	row = frappe.qb.DocType(RECIPIENT)
	is_left = (row.campaign == campaign) & (row.status == RecipientStatus.SENDING)
	is_left &= row.channel == Channel.EMAIL  # of messages the log knows
	update_recipients(
		is_left,
		status=str(RecipientStatus.UNSURE),
		problem=_("The worker broke off while this was being sent."),
	)


def send_slice(row: frappe._dict) -> None:
	"""Send batch after batch."""
	if row.status != CampaignStatus.RUNNING:
		return
	try:
		sender = sender_of(row)
	except CampaignError as error:
		raise GiveUp(sentence_in(error)) from error
	frappe.db.commit()
	end, lease = time.monotonic() + SLICE, time.monotonic() + KEEP_LEASE
	try:
		while time.monotonic() < end and goes_on(row):
			if not sender.send_some():
				return
			if time.monotonic() > lease:
				OUTBOX.note(row)
				lease = time.monotonic() + KEEP_LEASE
	finally:
		sender.close()


def sender_of(row: frappe._dict) -> "mail_sending.MailSender | message_sending.MessageSender":
	"""Return what sends by the campaign's channel."""
	campaign = frappe.get_doc(CAMPAIGN, row.name)
	kind = mail_sending.MailSender if row.channel == Channel.EMAIL else message_sending.MessageSender
	return kind(campaign, row)


def goes_on(row: frappe._dict) -> bool:
	"""Return whether the campaign still runs; raises `LeaseLost` where another worker has it."""
	stored = frappe.db.get_value(CAMPAIGN, row.name, ["status", "lease_key"], as_dict=True)
	if not stored or stored.lease_key != row.lease_key:
		raise LeaseLost
	return stored.status == CampaignStatus.RUNNING


def rest(row: frappe._dict) -> None:
	"""Give a campaign back: over, paused, or due again when somebody is due."""
	stored = lock_campaign(row.name)
	values: dict[str, object] = {"sending_state": str(SendingState.NONE)}
	if stored.status == CampaignStatus.SCHEDULED:  # unscheduled and scheduled anew, meanwhile
		values = {"sending_state": str(SendingState.DUE), "next_attempt_on": stored.send_on}
	elif stored.status == CampaignStatus.RUNNING:
		values = values_of_running(row)
	elif stored.status == CampaignStatus.CANCELLED:
		leave_out_pending(row.name)
	OUTBOX.update(values | {"lease_key": None, "lease_until": None}, OUTBOX.is_ours(row))


def values_of_running(row: frappe._dict) -> dict:
	"""Return what is to be stored of a campaign that runs: when it is due again, or that it is over."""
	moment = batches.next_moment(row.name)
	again = {"attempts": 0, "problem": None, "sending_state": str(SendingState.DUE)}
	if moment:
		return {**again, "next_attempt_on": max(get_datetime(moment), now_datetime())}
	waits = message_sending.looks_again(row)
	if waits:
		return {**again, "next_attempt_on": waits}
	over = {"status": str(CampaignStatus.FINISHED), "finished_on": now_datetime()}
	return {"attempts": 0, "problem": None, "sending_state": str(SendingState.NONE), **over}
