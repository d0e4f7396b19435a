"""What sources know about the entries of a page: one statement for all of those that share it."""

import frappe
from pypika.functions import NullIf
from pypika.queries import QueryBuilder
from pypika.terms import NullValue, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.timeline_source import MOMENTS, NUMBERS, TEXTS, TimelineSource


def select_details(names: dict[TimelineSource, list[str]]) -> list[frappe._dict]:
	"""Return one row for each of the names, with `source`, the columns that sources share and who did it as `user_name`."""
	entries = union_all([select_source(source, wanted) for source, wanted in names.items()]).as_("entries")
	user = frappe.qb.DocType("User")
	query = frappe.qb.from_(entries).left_join(user).on(user.name == entries.by)
	return query.select(entries.star, user.full_name.as_("user_name")).run(as_dict=True)


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
