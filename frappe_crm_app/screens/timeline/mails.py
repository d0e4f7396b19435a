"""Mails of Frappe's as a source of timelines, but for those that stand there as ours (`own_mails.py`)."""

import frappe
from pypika import Case
from pypika.functions import Max, Substring
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term, ValueWrapper

from frappe_crm_app.screens.timeline.own_mails import is_told_as_own
from frappe_crm_app.screens.timeline.related import Records, Told
from frappe_crm_app.screens.timeline.rows import READ, SHORT, Rows, Source, is_referenced, plain, referenced
from frappe_crm_app.screens.timeline.ways import SourceWithWays, Way, own_record
from frappe_crm_app.visibility.criteria import NOTHING, all_of, in_subquery
from frappe_crm_app.visibility.guarded import DEAL

MAIL_TYPES = ("Communication", "Automated Message")


def mails_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion for the mails that are about the record in the first place."""
	mail = frappe.qb.DocType("Communication")
	return is_referenced(mail, doctype, name) & mail.communication_type.isin(MAIL_TYPES)


def ways_to_mails(told: Told) -> list[Way]:
	"""Return the ways to mails about these records, and to those that name them among others.

	What comes through a contact or a customer is of no deal, and what names a record among others is about none that is hidden.
	"""
	mail = frappe.qb.DocType("Communication")
	is_mail, is_ours = mail.communication_type.isin(MAIL_TYPES), is_told_as_own(mail, told)
	is_mail = is_mail if is_ours is NOTHING else is_mail & ~is_ours
	ways = []
	for records in told.records:
		is_free = None if records.is_own or records.doctype == DEAL else is_of_no_deal(mail)
		is_about = all_of(is_mail, records.are_named_by(*referenced(mail)), is_free)
		names_it = all_of(
			is_mail, mail.name.isin(linked_to(records)), told.names_nothing_hidden(*referenced(mail)), is_free
		)
		ways += [
			Way(is_about, mail.creation, referenced(mail)),
			Way(names_it, mail.creation, record_of_mail(mail, records, told)),
		]
	return ways


def linked_to(records: Records) -> QueryBuilder:
	"""Return the query for the mails that name one of these records among others."""
	link = frappe.qb.DocType("Communication Link")
	query = frappe.qb.from_(link).select(link.parent)
	return query.where(records.are_named_by(link.link_doctype, link.link_name))


def is_of_no_deal(mail: Table) -> Criterion:
	"""Return the criterion that a mail is about no deal, and names none."""
	link = frappe.qb.DocType("Communication Link")
	is_about_none = mail.reference_doctype.isnull() | (mail.reference_doctype != DEAL)
	return is_about_none & ~in_subquery(mail.name, link.parent, link.link_doctype == DEAL, is_correlated=True)


def record_of_mail(mail: Table, records: Records, told: Told) -> tuple[Term, Term]:
	"""Return DocType and name of the record of a mail that names one of these: the deal it is about, else the one that it names."""
	if records.is_own:
		doctype, name = own_record(told)
	else:
		link = frappe.qb.DocType("Communication Link")
		named = frappe.qb.from_(link).select(Max(link.link_name)).where(link.parent == mail.name)
		doctype = ValueWrapper(records.doctype)
		name = named.where(records.are_named_by(link.link_doctype, link.link_name))
	is_of_deal = mail.reference_doctype == DEAL
	return (
		Case().when(is_of_deal, DEAL).else_(doctype),
		Case().when(is_of_deal, mail.reference_name).else_(name),
	)


def mail_columns(mail: Table) -> dict[str, Term]:
	"""Return what a mail says: person is who it went to."""
	return {
		"by": mail.sender,
		"by_name": mail.sender_full_name,
		"kind": mail.sent_or_received,
		"subject": mail.subject,
		"text": Substring(mail.content, 1, READ),
		"person": mail.recipients,
	}


def tell_mails(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return what was written to whom."""
	return {
		row.name: {
			"subject": row.subject,
			"text": plain(row.text)[:SHORT],
			"recipients": row.person,
			"is_sent": row.kind == "Sent",
		}
		for row in rows
	}


MAILS = SourceWithWays(Source.MAIL, "Communication", mails_of, mail_columns, tell_mails, ways=ways_to_mails)
