"""What the sources know about the entries of a page: one statement for all of them."""

import frappe
from pypika.functions import NullIf, Substring
from pypika.queries import QueryBuilder, Table
from pypika.terms import NullValue, Term, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.screens.timeline.sources import DOCTYPE_OF, Source

READ = 20_000  # characters of a mail or comment, markup included, that are read to show its beginning
# The columns that all sources share; each source says below what it puts into which, and the others are NULL.
COLUMNS = (
	*(
		"by",
		"by_name",
		"kind",
		"subject",
		"text",
		"status",
		"person",
		"scheduled_on",
		"completed_on",
		"number",
	),
)


def select_details(keys: list[frappe._dict]) -> list[frappe._dict]:
	"""Return one row for each of the keys (`source`, `name`), with COLUMNS and the name of who did it as `user_name`."""
	names = {source: [key.name for key in keys if key.source == source] for source in Source}
	branches = [select_source(source, names[source]) for source in Source if names[source]]
	entries = union_all(branches).as_("entries")
	user = frappe.qb.DocType("User")
	query = frappe.qb.from_(entries).left_join(user).on(user.name == entries.by)
	return query.select(entries.star, user.full_name.as_("user_name")).run(as_dict=True)


def select_source(source: Source, names: list[str]) -> QueryBuilder:
	"""Return the query for these rows of one source in the columns that all share."""
	table = frappe.qb.DocType(DOCTYPE_OF[source])
	query = frappe.qb.from_(table).where(table.name.isin(names))
	terms = {
		Source.NOTE: note_terms,
		Source.MAIL: mail_terms,
		Source.COMMENT: lambda table: {"by": table.owner, "text": Substring(table.content, 1, READ)},
		Source.FILE: lambda table: {"by": table.owner, "subject": table.file_name, "text": table.file_url},
		Source.CHANGE: lambda table: {"by": table.owner, "text": table.data},
	}
	if source is Source.STAGE:
		return in_columns(*with_stages(query, table), table, source)
	return in_columns(query, terms[source](table), table, source)


def note_terms(table: Table) -> dict[str, Term]:
	"""Return what a note says: number is 1 where it is private, person its assignee."""
	return {
		"by": table.owner,
		"kind": table.action,
		"subject": table.subject,
		"text": table.content,
		"status": table.status,
		"person": table.assigned_to,
		"scheduled_on": table.scheduled_on,
		"completed_on": table.completed_on,
		"number": table.is_private,
	}


def mail_terms(table: Table) -> dict[str, Term]:
	"""Return what a mail says: person is who it went to."""
	return {
		"by": table.sender,
		"by_name": table.sender_full_name,
		"kind": table.sent_or_received,
		"subject": table.subject,
		"text": Substring(table.content, 1, READ),
		"person": table.recipients,
	}


def with_stages(query: QueryBuilder, table: Table) -> tuple[QueryBuilder, dict[str, Term]]:
	"""Return the query for moves joined with their stages, and what it says: kind and subject are the stages' names."""
	left, entered = (
		frappe.qb.DocType("CRM Stage").as_("left_stage"),
		frappe.qb.DocType("CRM Stage").as_("entered"),
	)
	query = query.left_join(left).on(left.name == table.from_stage)
	query = query.left_join(entered).on(entered.name == table.to_stage)
	return query, {
		"by": table.changed_by,
		"kind": left.stage_name,
		"subject": entered.stage_name,
		"number": table.seconds_in_stage,
	}


def in_columns(query: QueryBuilder, terms: dict[str, Term], table: Table, source: Source) -> QueryBuilder:
	"""Return the query with source, name and COLUMNS selected.

	To PostgreSQL a NULL is a text unless it comes from something else: here from columns that every table has.
	"""
	empty = dict.fromkeys(("scheduled_on", "completed_on"), NullIf(table.creation, table.creation))
	empty["number"] = NullIf(table.idx, table.idx)
	columns = (terms.get(column, empty.get(column, NullValue())).as_(column) for column in COLUMNS)
	return query.select(ValueWrapper(str(source)).as_("source"), table.name.as_("name"), *columns)
