"""Who waits for an answer: the last word of a conversation is theirs, it lies in the inbox, and some days have passed.

What is archived is dealt with, what a machine wrote wants no answer, and an answer that was not sent is none.
"""

from datetime import timedelta

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint, now_datetime
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.queries import finds_nothing
from frappe_crm_app.records.mail.event_kinds import USUAL_DAYS
from frappe_crm_app.records.mail.rows import ENTRY, MAIL

LONGEST_WAIT = timedelta(days=90)  # what nobody answered for so long, nobody will
NO_ANSWER = (DeliveryState.DRAFT, DeliveryState.FAILED)


def waits(entry: Table) -> Criterion:
	"""Return the criterion that somebody waits for an answer to the mail of this entry, and has for long enough."""
	now = now_datetime()
	mail = frappe.qb.DocType(MAIL).as_("waiting_mail")
	is_theirs = (mail.direction == str(Direction.IN)) & (mail.is_automatic == 0)
	wants_answer = frappe.qb.from_(mail).select(mail.name).where((mail.name == entry.mail) & is_theirs)
	is_due = (entry.sent_on > now - LONGEST_WAIT) & (entry.sent_on <= now - patience())
	in_inbox = entry.folder == str(EntryFolder.INBOX)
	return in_inbox & is_due & entry.mail.isin(wants_answer) & finds_nothing(later_words(entry))


def later_words(entry: Table) -> QueryBuilder:
	"""Return the query for what came after it in the same conversation and mailbox, and is not a machine's or an answer not sent."""
	later = frappe.qb.DocType(ENTRY).as_("later")
	mail = frappe.qb.DocType(MAIL).as_("later_mail")
	is_later = (later.sent_on > entry.sent_on) | (
		(later.sent_on == entry.sent_on) & (later.name > entry.name)
	)
	state = Coalesce(mail.delivery_state, "")
	is_word = (mail.is_automatic == 0) & state.notin([str(each) for each in NO_ANSWER])
	return (
		frappe.qb.from_(later)
		.join(mail)
		.on(mail.name == later.mail)
		.select(later.name)
		.where((later.thread == entry.thread) & (later.mailbox == entry.mailbox) & is_later & is_word)
		.where(later.folder.notin([str(EntryFolder.DRAFTS), str(EntryFolder.SPAM)]))
	)


def patience() -> timedelta:
	"""Return after how long somebody waits too long, as CRM Desk Settings say."""
	days = cint(frappe.get_cached_doc("CRM Desk Settings").mail_unanswered_days)
	return timedelta(days=days or USUAL_DAYS)
