"""The sources of a timeline: each a query for the moments at which something happened to a record."""

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.records.follow_up.activity import LINKS
from frappe_crm_app.visibility.user_criteria import UserCriteria

NOTE_LINK = {doctype: fieldname for fieldname, doctype in LINKS.items()}


class Source(StrEnum):
	"""Where an entry of a timeline comes from, in the order in which entries of one moment stand."""

	NOTE = "note"
	MAIL = "mail"
	COMMENT = "comment"
	STAGE = "stage"
	FILE = "file"
	CHANGE = "change"


DOCTYPE_OF = {
	Source.NOTE: "CRM Follow-up Note",
	Source.MAIL: "Communication",
	Source.COMMENT: "Comment",
	Source.STAGE: "CRM Stage Change",
	Source.FILE: "File",
	Source.CHANGE: "Version",
}
MAIL_TYPES = ("Communication", "Automated Message")
COMMENT_TYPES = ("Comment", "Info")


def rank(source: Source) -> int:
	"""Return the source's place among entries of one moment."""
	return list(Source).index(source)


def moments(source: Source, doctype: str, name: str, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for `source`, `name` and `happened_on` of what this source knows about a record."""
	table = frappe.qb.DocType(DOCTYPE_OF[source])
	query = frappe.qb.from_(table).select(
		ValueWrapper(str(source)).as_("source"), table.name, table.creation.as_("happened_on")
	)
	query = query.where(belongs_to(source, doctype, name))
	allowed = criteria.criterion(DOCTYPE_OF[source])
	return query if allowed is None else query.where(allowed)


def belongs_to(source: Source, doctype: str, name: str) -> Criterion:
	"""Return the criterion that a row of the source is about the record."""
	table = frappe.qb.DocType(DOCTYPE_OF[source])
	if source is Source.NOTE:
		return notes_of(doctype, name)
	if source is Source.FILE:
		return (table.attached_to_doctype == doctype) & (table.attached_to_name == name)
	if source is Source.CHANGE:
		return (table.ref_doctype == doctype) & (table.docname == name)
	is_referenced = (table.reference_doctype == doctype) & (table.reference_name == name)
	if source is Source.COMMENT:
		return is_referenced & table.comment_type.isin(COMMENT_TYPES)
	if source is Source.MAIL:
		return (is_referenced | linked_mails(doctype, name)) & table.communication_type.isin(MAIL_TYPES)
	return is_referenced


def notes_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion for a record's notes: a customer's include those on its deals and people."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	if doctype in NOTE_LINK:
		return note[NOTE_LINK[doctype]] == name
	return (note.reference_doctype == doctype) & (note.reference_name == name)


def linked_mails(doctype: str, name: str) -> Criterion:
	"""Return the criterion for mails that name the record among others."""
	mail, link = frappe.qb.DocType("Communication"), frappe.qb.DocType("Communication Link")
	linked = frappe.qb.from_(link).select(link.parent)
	return mail.name.isin(linked.where((link.link_doctype == doctype) & (link.link_name == name)))


def after(query: QueryBuilder, source: Source, cursor: tuple | None) -> QueryBuilder:
	"""Return the query for what comes after `cursor` (moment, rank, name): earlier, or of the same moment but later on."""
	if not cursor:
		return query
	table = frappe.qb.DocType(DOCTYPE_OF[source])
	happened_on, rank_of_last, name = cursor
	if rank(source) > rank_of_last:
		return query.where(table.creation <= happened_on)
	if rank(source) < rank_of_last:
		return query.where(table.creation < happened_on)
	is_later_on = (table.creation == happened_on) & (table.name < name)
	return query.where((table.creation < happened_on) | is_later_on)
