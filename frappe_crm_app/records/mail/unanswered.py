"""Mails of contacts that wait for an answer: the last word of their thread is theirs, and it lies in an inbox still."""

from datetime import datetime, timedelta

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, PERSON

LONGEST_WAIT = timedelta(days=90)  # what waits for longer is not shown as waiting any more


def waiting_mails(before: datetime) -> QueryBuilder:
	"""Return a query from CRM Mail for those that wait since before that moment, of which something is to be selected.

	What a machine sent waits for nothing, and neither does what was archived or is spam, or was sent before its mailbox was connected.
	"""
	mail = frappe.qb.DocType(MAIL)
	query = frappe.qb.from_(mail).where((mail.direction == Direction.IN) & (mail.is_automatic == 0))
	query = query.where(mail.sent_on <= before)
	for is_so in (is_of_contact(), is_in_inbox()):
		query = query.where(ValueWrapper(1).isin(is_so))
	return query.where(ValueWrapper(1).notin(later_word()))


def is_of_contact() -> QueryBuilder:
	mail, person = frappe.qb.DocType(MAIL), frappe.qb.DocType(PERSON)
	query = frappe.qb.from_(person).select(ValueWrapper(1)).where(person.parent == mail.name)
	return query.where((person.kind == ParticipantKind.FROM) & person.contact.isnotnull())


def is_in_inbox() -> QueryBuilder:
	mail, entry, mailbox = (frappe.qb.DocType(each) for each in (MAIL, ENTRY, "CRM Mailbox"))
	query = frappe.qb.from_(entry).join(mailbox).on(mailbox.name == entry.mailbox)
	query = query.select(ValueWrapper(1)).where(entry.mail == mail.name)
	return query.where((entry.folder == EntryFolder.INBOX) & (mailbox.creation <= mail.sent_on))


def later_word() -> QueryBuilder:
	"""Return the query that finds something in a mail's thread that was said later, by a human or by us."""
	mail, later = frappe.qb.DocType(MAIL), frappe.qb.DocType(MAIL).as_("later_word")
	query = frappe.qb.from_(later).select(ValueWrapper(1)).where(later.thread == mail.thread)
	return query.where((later.sent_on > mail.sent_on) & (later.is_automatic == 0))
