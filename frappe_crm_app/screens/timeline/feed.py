"""One page of a record's timeline."""

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import get_datetime
from pypika import Order
from pypika.queries import QueryBuilder

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.follow_up.reference import SOURCES as DOCTYPES
from frappe_crm_app.screens.timeline.entries import entries_of
from frappe_crm_app.screens.timeline.sources import Source, after, moments, rank
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

LONGEST_PAGE = 100


def page(doctype: str, name: str, cursor: str | None, page_length: int, only: str | list | None) -> dict:
	"""Return `{entries, next_cursor}`; see `api.get_timeline`."""
	if doctype not in DOCTYPES:
		frappe.throw(_("There is no timeline of this kind of record."))
	criteria = UserCriteria()
	read_record(doctype, name, criteria)
	if not 1 <= page_length <= LONGEST_PAGE:
		frappe.throw(_("A page of the timeline has between 1 and {0} entries.").format(LONGEST_PAGE))
	branches = branches_of(doctype, name, read_cursor(cursor), page_length + 1, read_sources(only), criteria)
	keys = select_keys(branches, page_length + 1)
	shown = keys[:page_length]
	return {
		"entries": entries_of(doctype, shown),
		"next_cursor": cursor_after(shown[-1]) if len(keys) > page_length else None,
	}


def branches_of(
	doctype: str, name: str, cursor: tuple | None, limit: int, sources: list[Source], criteria: UserCriteria
) -> list[QueryBuilder]:
	"""Return for each source the query for the next `limit` entries."""
	tables = [after(moments(source, doctype, name, criteria), source, cursor) for source in sources]
	moment, tie = frappe.qb.Field("happened_on"), frappe.qb.Field("name")
	return [table.orderby(moment, tie, order=Order.desc).limit(limit) for table in tables]


def select_keys(branches: list[QueryBuilder], limit: int) -> list[frappe._dict]:
	"""Return source, name and moment of the next `limit` entries."""
	rows = union_all(branches).run(as_dict=True)
	for row in rows:
		row.happened_on = get_datetime(row.happened_on)
	rows.sort(key=lambda row: row.name, reverse=True)
	rows.sort(key=lambda row: rank(Source(row.source)))
	rows.sort(key=lambda row: row.happened_on, reverse=True)
	return rows[:limit]


def read_sources(only: str | list | None) -> list[Source]:
	"""Return the sources asked for, all where none are."""
	if not only:
		return list(Source)
	asked = read_json(only)
	known = [source for source in Source if isinstance(asked, list) and source in asked]
	if not known or len(known) != len(asked):
		frappe.throw(_("A timeline is made of {0}.").format(", ".join(Source)))
	return known


def cursor_after(row: frappe._dict) -> str:
	"""Return the cursor that goes on after this entry."""
	return f"{row.happened_on.isoformat()}|{rank(Source(row.source))}|{row.name}"


def read_cursor(text: str | None) -> tuple | None:
	"""Return moment, rank and name of a text that `cursor_after` made; raises `frappe.ValidationError`."""
	if not text:
		return None
	try:
		happened_on, place, name = text.split("|", 2)
		return datetime.fromisoformat(happened_on), int(place), name
	except ValueError:
		frappe.throw(_("The timeline cannot go on from there. Load it again."))
