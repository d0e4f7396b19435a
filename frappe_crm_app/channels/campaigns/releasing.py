"""What people do with a campaign as a whole: schedule, start, pause, resume, cancel. Each is a step between its states, under its lock.

Whoever releases a campaign answers for it: it goes to those of its audience whom they see.
"""

from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.channels.campaigns import explaining, senders
from frappe_crm_app.channels.campaigns.rendering import mailing_of, texting_of
from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, RECIPIENT, lock_campaign, update_recipients
from frappe_crm_app.channels.campaigns.tasks import OUTBOX
from frappe_crm_app.channels.messaging.owing import cancel_many
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import CampaignStatus, Channel, SendingState
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageStatus
from frappe_crm_app.kit.exceptions import CampaignError, CampaignStateError
from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.kit.telling import notify
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.users import users_with

UNRELEASED = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)
WHEN = frappe._dict(label="When", fieldtype="Datetime")
GOING = (CampaignStatus.SCHEDULED, CampaignStatus.RUNNING)


def schedule(campaign: Document, send_on: datetime | str | None) -> None:
	"""Have a campaign begin at a moment, now where none is given. Raises `CampaignError`, `CampaignStateError`."""
	moment = read_date(send_on, WHEN) if send_on else now_datetime()
	if send_on and (not moment or moment < now_datetime()):
		frappe.throw(_("That moment is over. Choose a later one."), CampaignError)
	refuse_unready(campaign)
	step(
		campaign.name,
		UNRELEASED,
		status=CampaignStatus.SCHEDULED,
		send_on=moment,
		released_by=frappe.session.user,
		sending_state=SendingState.DUE,
		next_attempt_on=moment,
		attempts=0,
		problem=None,
	)


def refuse_unready(campaign: Document) -> None:
	"""Raise `CampaignError` for a campaign that cannot be sent as it is."""
	explaining.refuse_nobody(campaign)
	if campaign.follows and not frappe.db.get_value(CAMPAIGN, campaign.follows, "frozen_on"):
		frappe.throw(_("The campaign that this one follows was not sent yet."), CampaignError)
	if campaign.channel == Channel.EMAIL:
		mailing_of(campaign)
		senders.refuse_other_sender(campaign.sender)
	else:
		texting_of(campaign)


def pause(campaign: Document) -> None:
	"""Stop a campaign after the few that are being sent; one that has not begun is a draft again."""
	if lock_campaign(campaign.name).status == CampaignStatus.SCHEDULED:
		unscheduled = {"send_on": None, "released_by": None, "next_attempt_on": None}
		return step(campaign.name, (CampaignStatus.SCHEDULED,), status=CampaignStatus.DRAFT, **unscheduled)
	return step(campaign.name, (CampaignStatus.RUNNING,), status=CampaignStatus.PAUSED)


def may_release(user: str | None) -> bool:
	"""Return whether somebody still makes campaigns, and is there."""
	is_there = bool(user) and frappe.db.exists("User", {"name": user, "enabled": 1})
	return bool(is_there) and frappe.has_permission(CAMPAIGN, "write", user=user)


def resume(campaign: Document) -> None:
	"""Go on with a campaign that was paused, by somebody or by itself; where who released it may not any more, for who resumes it."""
	if campaign.channel == Channel.EMAIL:
		mailing_of(campaign)
	answers = {} if may_release(campaign.released_by) else {"released_by": frappe.session.user}
	step(
		campaign.name,
		(CampaignStatus.PAUSED,),
		status=CampaignStatus.RUNNING,
		sending_state=SendingState.DUE,
		next_attempt_on=now_datetime(),
		attempts=0,
		problem=None,
		**answers,
	)


def cancel(campaign: Document) -> None:
	"""End a campaign for good: who has it has it, the others do not get it."""
	step(
		campaign.name,
		(CampaignStatus.SCHEDULED, CampaignStatus.RUNNING, CampaignStatus.PAUSED),
		status=CampaignStatus.CANCELLED,
		finished_on=now_datetime(),
	)
	leave_out_pending(campaign.name)
	take_back_messages(campaign.name)


def leave_out_pending(campaign: str) -> None:
	"""Leave out those to whom a cancelled campaign was not sent."""
	row = frappe.qb.DocType(RECIPIENT)
	is_left = (row.campaign == campaign) & (row.status == RecipientStatus.PENDING)
	update_recipients(is_left, status=str(RecipientStatus.LEFT_OUT), reason=str(Reason.CANCELLED))


def take_back_messages(campaign: str) -> None:
	"""Take back the SMS and WhatsApp messages of a campaign that nobody has begun to send; the log tells their recipients."""
	row, message = frappe.qb.DocType(RECIPIENT), frappe.qb.DocType(MESSAGE)
	query = frappe.qb.from_(message).join(row).on(row.name == message.campaign_recipient).select(message.name)
	is_owed = (row.campaign == campaign) & (message.status == MessageStatus.OWED)
	cancel_many(query.where(is_owed).run(pluck=True), _("The campaign was cancelled."))


def step(name: str, before: tuple[str, ...], status: str, **values: object) -> None:
	"""Give a campaign another state, if it is in one of those `before`; raises `CampaignStateError`.

	A worker that is at it sees that within a batch, and keeps its lease until then.
	"""
	stored = lock_campaign(name)
	if stored.status not in before:
		frappe.throw(
			_("This cannot be done with a campaign that is {0}.").format(_(stored.status)), CampaignStateError
		)
	if stored.sending_state == SendingState.WORKING:
		values.pop("sending_state", None)  # whoever has the lease sees the status before giving it back
	elif "sending_state" not in values:
		values["sending_state"] = str(SendingState.NONE)
	frappe.db.set_value(CAMPAIGN, name, {"status": str(status), **values})
	if values.get("sending_state") == SendingState.DUE:
		OUTBOX.enqueue()


def given_up(row: frappe._dict, reason: str) -> dict:
	"""Pause a campaign that cannot go on by itself, and tell who answers for it (`on_given_up` of the outbox); not one that somebody stopped meanwhile."""
	stored = lock_campaign(row.name)
	if not stored or stored.status not in GOING:
		if stored and stored.status == CampaignStatus.CANCELLED:
			leave_out_pending(row.name)  # those of the last batch that were not handed over
		return {"status": stored.status} if stored else {}
	tell(row, _("The campaign “{0}” is paused: {1}"), reason)
	is_begun = bool(row.frozen_on)
	return {"status": str(CampaignStatus.PAUSED if is_begun else CampaignStatus.DRAFT)}


def tell(row: frappe._dict, sentence: str, reason: str = "") -> None:
	"""Leave a notification for who released a campaign, or for who can go on with it in their place."""
	name = frappe.utils.escape_html(row.campaign_name)
	for user in who_hears(row):
		notify(user, sentence.format(name, reason), CAMPAIGN, row.name)


def who_hears(row: frappe._dict) -> list[str]:
	"""Return who released a campaign; where they may not send any more, also who made it, or else the CRM Admins."""
	if may_release(row.released_by):
		return [row.released_by]
	is_there = row.released_by and frappe.db.exists("User", {"name": row.released_by, "enabled": 1})
	maker = frappe.db.get_value(CAMPAIGN, row.name, "owner")
	others = [maker] if may_release(maker) else users_with(CRMRole.ADMIN)
	return list(dict.fromkeys([*([row.released_by] if is_there else []), *others]))
