"""Mails of mailboxes as sources of timelines: whole ones, and of those that are shared in part what is told of them.

A mail that Frappe has, too, as a Communication of the same Message-ID, stands once: as ours where the reader reads that.
"""

import frappe
from frappe import _
from pypika import Case
from pypika.functions import Max, Substring
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, NullValue, Term, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.records.mail.rows import LINK, MAIL
from frappe_crm_app.screens.timeline.related import Records, Told
from frappe_crm_app.screens.timeline.rows import READ, SHORT, Rows
from frappe_crm_app.screens.timeline.ways import SourceWithWays, Way, own_record
from frappe_crm_app.visibility.criteria import NOTHING, all_of, any_of, in_subquery
from frappe_crm_app.visibility.guarded import DEAL
from frappe_crm_app.visibility.mailboxes import is_shared_as

COMMUNICATION, ITS_LINK = "Communication", "Communication Link"
NOT_SENT = (DeliveryState.DRAFT, DeliveryState.OWED, DeliveryState.SENDING)


class MailSource(StrEnum):
	"""The names of these sources."""

	WHOLE = "crm_mail"
	IN_PART = "mail_exchanged"


def linked_to(records: Records) -> QueryBuilder:
	"""Return the query for the mails that are linked to one of these records."""
	link = frappe.qb.DocType(LINK)
	query = frappe.qb.from_(link).select(link.parent)
	return query.where(records.are_named_by(link.link_doctype, link.link_name))


def is_of_no_deal() -> Criterion:
	"""Return the criterion that a mail is linked to no deal."""
	link, mail = frappe.qb.DocType(LINK), frappe.qb.DocType(MAIL)
	return ~in_subquery(mail.name, link.parent, link.link_doctype == DEAL, is_correlated=True)


def record_of(records: Records, told: Told) -> tuple[Term, Term]:
	"""Return DocType and name of the record of a mail that is linked to one of these."""
	if records.is_own:
		return own_record(told)
	link, mail = frappe.qb.DocType(LINK), frappe.qb.DocType(MAIL)
	named = frappe.qb.from_(link).select(Max(link.link_name)).where(link.parent == mail.name)
	return ValueWrapper(records.doctype), named.where(records.are_named_by(link.link_doctype, link.link_name))


def ways_to(told: Told, is_told: Criterion | None) -> list[Way]:
	"""Return the ways to mails that meet this and are linked to what a timeline tells of; through a person comes what is of no deal."""
	mail = frappe.qb.DocType(MAIL)
	return [
		Way(
			all_of(
				mail.name.isin(linked_to(records)),
				None if records.is_own or records.doctype == DEAL else is_of_no_deal(),
				is_told,
			),
			mail.sent_on,
			record_of(records, told),
		)
		for records in told.records
	]


def ways_to_own_mails(told: Told) -> list[Way]:
	"""Return the ways to the mails of which the reader reads all; none for who reads no mail."""
	return [] if told.criteria.criterion(MAIL) is NOTHING else ways_to(told, is_sent())


def ways_to_exchanged(told: Told) -> list[Way]:
	"""Return the ways to the mails of which the reader is told a part: that there was one, or its subject."""
	read = told.criteria.criterion(MAIL)
	if read is None or not told.criteria.who.roles_that_may("read", MAIL):
		return []
	is_told = is_shared_as(MailSharing.SUBJECT, MailSharing.EXCHANGED)
	is_told &= is_sent() & is_no_communication(told)
	return ways_to(told, is_told if read is NOTHING else is_told & ~read)


def is_sent() -> Criterion:
	"""Return the criterion that a mail was received, or is no draft any more."""
	mail = frappe.qb.DocType(MAIL)
	return mail.delivery_state.isnull() | mail.delivery_state.notin([str(state) for state in NOT_SENT])


def is_no_communication(told: Told) -> Criterion:
	"""Return the criterion that Frappe has no such mail among those of the timeline's records."""
	mail, known = frappe.qb.DocType(MAIL), frappe.qb.DocType(COMMUNICATION)
	link = frappe.qb.DocType(ITS_LINK)
	about = []
	for records in told.records:
		linked = frappe.qb.from_(link).select(link.parent)
		linked = linked.where(records.are_named_by(link.link_doctype, link.link_name))
		about += [
			records.are_named_by(known.reference_doctype, known.reference_name),
			known.name.isin(linked),
		]
	is_same = (known.message_id == mail.message_id) & any_of(*about)
	return ValueWrapper(1).notin(frappe.qb.from_(known).select(ValueWrapper(1)).where(is_same))


def is_told_as_own(communication: Table, told: Told) -> Criterion | None:
	"""Return the criterion that a mail of Frappe's stands in this timeline as one of ours, which the reader reads."""
	read = told.criteria.criterion(MAIL)
	if read is NOTHING:
		return NOTHING
	mail = frappe.qb.DocType(MAIL)
	is_here = any_of(*(mail.name.isin(linked_to(records)) for records in told.records))
	is_same = all_of(mail.message_id == communication.message_id, is_here, read)
	return ValueWrapper(1).isin(frappe.qb.from_(mail).select(ValueWrapper(1)).where(is_same))


def columns(mail: Table) -> dict[str, Term]:
	"""Return what a mail says."""
	return {
		"by": mail.from_email,
		"by_name": mail.from_name,
		"kind": mail.direction,
		"subject": mail.subject,
		"text": Substring(mail.text, 1, READ),
		"status": mail.delivery_state,
	}


def columns_in_part(mail: Table) -> dict[str, Term]:
	"""Return what is told of a mail that is shared in part: its subject only where that is shared."""
	subject = Case().when(is_shared_as(MailSharing.SUBJECT), mail.subject).else_(NullValue())
	return {"kind": mail.direction, "subject": subject}


def tell(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return subject and beginning of mails."""
	return {
		row.name: {
			"headline": row.subject or "",
			"subject": row.subject,
			"text": (row.text or "").strip()[:SHORT],
			"is_sent": row.kind == Direction.OUT,
			"delivery_state": row.status,
		}
		for row in rows
	}


def tell_in_part(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return that there was a mail, and its subject where that is told."""
	return {
		row.name: {
			"headline": row.subject or _("A mail was exchanged"),
			"subject": row.subject,
			"is_sent": row.kind == Direction.OUT,
			"is_in_part": True,
		}
		for row in rows
	}


OWN_MAILS = SourceWithWays(
	MailSource.WHOLE, MAIL, is_about=None, columns=columns, entries=tell, ways=ways_to_own_mails
)
EXCHANGED = SourceWithWays(
	MailSource.IN_PART,
	MAIL,
	is_about=None,
	columns=columns_in_part,
	entries=tell_in_part,
	ways=ways_to_exchanged,
	asks_itself=True,
)
