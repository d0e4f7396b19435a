"""Who waits for an answer: the one rule, of which the inbox, Today, cards of deals, the digest and the event `mail.unanswered` all ask.

A human's mail lies in an inbox, nobody has said anything in its conversation since, and some days have passed. What is archived is dealt
with, what a machine wrote wants no answer, and an answer that was not sent is none. An answer counts from whichever mailbox it was sent.
"""

from datetime import datetime, timedelta

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, now_datetime
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, ExistsCriterion, Interval

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.queries import finds_nothing
from frappe_crm_app.records.mail.rows import ENTRY, MAIL

USUAL_DAYS = 2
LONGEST_WAIT = timedelta(days=90)  # what nobody answered for so long, nobody will
BEFORE_CONNECTED = Interval(days=7)  # what came earlier than that before its mailbox was connected is history
NO_ANSWER = (DeliveryState.DRAFT, DeliveryState.FAILED)


def waits(entry: Table, now: datetime | None = None) -> Criterion:
	"""Return the criterion that somebody waits for an answer to the mail of this CRM Mailbox Entry, and has for long enough."""
	now = now or now_datetime()
	is_due = (entry.sent_on > now - LONGEST_WAIT) & (entry.sent_on <= now - patience())
	in_inbox = entry.folder == str(EntryFolder.INBOX)
	is_last_word = finds_nothing(later_words(entry))
	return in_inbox & is_due & wants_answer(entry) & is_news(entry) & is_last_word


def wants_answer(entry: Table) -> Criterion:
	"""Return the criterion that a human wrote the mail of this entry to us."""
	mail = frappe.qb.DocType(MAIL).as_("waiting_mail")
	is_theirs = (mail.direction == str(Direction.IN)) & (mail.is_automatic == 0)
	return entry.mail.isin(
		frappe.qb.from_(mail).select(mail.name).where((mail.name == entry.mail) & is_theirs)
	)


def is_news(entry: Table) -> Criterion:
	"""Return the criterion that an entry came to its mailbox not long before that was connected, or since."""
	mailbox = frappe.qb.DocType("CRM Mailbox").as_("waiting_mailbox")
	is_since = mailbox.creation <= entry.sent_on + BEFORE_CONNECTED
	return ExistsCriterion(
		frappe.qb.from_(mailbox).select(mailbox.name).where((mailbox.name == entry.mailbox) & is_since)
	)


def later_words(entry: Table) -> QueryBuilder:
	"""Return the query for what was said later in the conversation: by us, or by others to the same mailbox."""
	later = frappe.qb.DocType(ENTRY).as_("later")
	mail = frappe.qb.DocType(MAIL).as_("later_mail")
	is_later = (later.sent_on > entry.sent_on) | (
		(later.sent_on == entry.sent_on) & (later.name > entry.name)
	)
	state = Coalesce(mail.delivery_state, "")
	is_word = (mail.is_automatic == 0) & state.notin([str(each) for each in NO_ANSWER])
	ends_waiting = (mail.direction == str(Direction.OUT)) | (later.mailbox == entry.mailbox)
	return (
		frappe.qb.from_(later)
		.join(mail)
		.on(mail.name == later.mail)
		.select(later.name)
		.where((later.thread == entry.thread) & is_later & is_word & ends_waiting)
		.where(later.folder.notin([str(EntryFolder.DRAFTS), str(EntryFolder.SPAM)]))
	)


def patience() -> timedelta:
	"""Return after how long somebody waits too long, as CRM Desk Settings say."""
	days = cint(frappe.get_cached_doc("CRM Desk Settings").mail_unanswered_days)
	return timedelta(days=days or USUAL_DAYS)


def waiting_mails(now: datetime) -> QueryBuilder:
	"""Return `name` and `moment` of the mails that wait for an answer at this moment, each once, in however many inboxes it lies."""
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).select(entry.mail.as_("name"), entry.sent_on.as_("moment"))
	return query.where(waits(entry, now)).distinct()
