"""What sources know about the entries of a page: one statement for all of those that share it."""

import frappe
from pypika.functions import NullIf
from pypika.queries import QueryBuilder
from pypika.terms import NullValue, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.timeline_source import MOMENTS, NUMBERS, TEXTS, TimelineSource
from frappe_crm_app.visibility.user_criteria import UserCriteria

TITLE = " title"  # the source of rows that are no entries; no source's name begins so


def select_details(
	names: dict[TimelineSource, list[str]], titles: dict[str, set[str]], criteria: UserCriteria
) -> tuple[list[frappe._dict], dict[tuple[str, str], str]]:
	"""Return a row for each of the names, with `source`, the columns that sources share, who did it as `user_name` and a user's name as `person_name`.

	Beside them, by DocType and name, the titles of those of the records in `titles` (names by DocType) that the reader may see.
	"""
	selected = [select_source(source, wanted) for source, wanted in names.items()]
	selected += [select_titles(doctype, wanted, criteria) for doctype, wanted in titles.items()]
	entries = union_all(selected).as_("entries")
	user, person = frappe.qb.DocType("User").as_("user_by"), frappe.qb.DocType("User").as_("user_for")
	query = frappe.qb.from_(entries).left_join(user).on(user.name == entries.by)
	query = query.left_join(person).on(person.name == entries.person)
	names_of_users = (user.full_name.as_("user_name"), person.full_name.as_("person_name"))
	rows = query.select(entries.star, *names_of_users).run(as_dict=True)
	found = {(row.kind, row.name): row.subject or row.name for row in rows if row.source == TITLE}
	return [row for row in rows if row.source != TITLE], found


def select_titles(doctype: str, names: set[str], criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for titles, in the columns of the others: `kind` is the DocType, `subject` the title."""
	title_field = frappe.get_meta(doctype).get_title_field()
	source = TimelineSource(
		TITLE,
		doctype,
		is_about=None,
		columns=lambda record: {"kind": ValueWrapper(doctype), "subject": record[title_field]},
		entries=None,
	)
	query = select_source(source, sorted(names))
	allowed = criteria.criterion(doctype)
	return query if allowed is None else query.where(allowed)


def select_source(source: TimelineSource, names: list[str]) -> QueryBuilder:
	"""Return the query for these rows of one source in the columns that all share.

	To PostgreSQL a NULL is a text unless it comes from something else: here from columns that every table has.
	"""
	table = frappe.qb.DocType(source.doctype)
	query = source.joined(frappe.qb.from_(table), table).where(table.name.isin(names))
	terms = {
		**dict.fromkeys(TEXTS, NullValue()),
		**dict.fromkeys(MOMENTS, NullIf(table.creation, table.creation)),
		**dict.fromkeys(NUMBERS, NullIf(table.idx, table.idx)),
		**source.columns(table),
	}
	columns = (term.as_(column) for column, term in terms.items())
	return query.select(ValueWrapper(str(source.name)).as_("source"), table.name.as_("name"), *columns)
