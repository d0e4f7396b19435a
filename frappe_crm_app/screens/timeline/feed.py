"""One page of a record's timeline."""

from dataclasses import replace
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import get_datetime

from frappe_crm_app.kit.meeting_points import alone, is_ours
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.follow_up.reference import SOURCES as DOCTYPES
from frappe_crm_app.screens.timeline import plans
from frappe_crm_app.screens.timeline.entries import entries_of, tell
from frappe_crm_app.screens.timeline.related import told_of
from frappe_crm_app.screens.timeline.sources import Listed, Wanted, listed_sources, moments, together
from frappe_crm_app.visibility.guarded import DEAL
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.visible import visible_names

LONGEST_PAGE = 100


def page(doctype: str, name: str, cursor: str | None, page_length: int, only: str | list | None) -> dict:
	"""Return `{planned, has_more_planned, entries, next_cursor}`; see `api.get_timeline`."""
	if doctype not in DOCTYPES:
		frappe.throw(_("There is no timeline of this kind of record."))
	criteria = UserCriteria()
	record = read_record(doctype, name, criteria)
	if not 1 <= page_length <= LONGEST_PAGE:
		frappe.throw(_("A page of the timeline has between 1 and {0} entries.").format(LONGEST_PAGE))
	sources = listed_sources()
	chosen = choose(sources, only)
	wanted = Wanted(told_of(doctype, record, criteria), read_cursor(cursor), page_length + 1)
	keys, planned = select_keys(chosen, wanted)
	shown, first = keys[:page_length], planned[: plans.MOST]
	told = tell(wanted.told, [*first, *shown], sources)
	return {
		"planned": entries_of(first, told),
		"has_more_planned": len(planned) > len(first),
		"entries": entries_of(shown, told),
		"next_cursor": cursor_after(shown[-1]) if len(keys) > page_length else None,
	}


def select_keys(sources: list[Listed], wanted: Wanted) -> tuple[list[frappe._dict], list[frappe._dict]]:
	"""Return the keys of the next entries of all sources, and with the first page those of what is planned, each in their order.

	A key has source, name, rank and moment of its entry, and the record (`doctype`, `about`) that it is about.
	"""
	rows: list[frappe._dict] = []
	planned: list[frappe._dict] = []
	for group in together(sources):
		with alone(group[0].path):
			if is_ours(group[0].path):
				found, planned = select_shared(group, wanted)
				rows += found
			else:
				rows += select_foreign(group, wanted)
	return in_order(rows)[: wanted.limit], planned


def select_shared(group: list[Listed], wanted: Wanted) -> tuple[list[frappe._dict], list[frappe._dict]]:
	"""Return the next keys of these sources and of what is planned, by one statement."""
	queries = [query for listed in group for query in moments(listed, wanted)]
	if plans.are_among(group) and not wanted.cursor:
		queries += plans.select_plans(wanted.told)
	rows = union_all(queries).run(as_dict=True) if queries else []
	planned = plans.take_plans(rows)
	ranks = {listed.source.name: listed.rank for listed in group}
	for row in rows:
		row.update(happened_on=get_datetime(row.happened_on), rank=ranks[row.source])
	return in_order(found_once(rows))[: wanted.limit], planned


def found_once(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Return each key once, though it was found on several ways: as that of a deal, where it is one's."""
	found: dict[tuple[str, str], frappe._dict] = {}
	for row in rows:
		known = found.setdefault((row.source, row.name), row)
		if row.doctype == DEAL and known.doctype != DEAL:
			found[row.source, row.name] = row
	return list(found.values())


def select_foreign(group: list[Listed], wanted: Wanted) -> list[frappe._dict]:
	"""Return the next keys of another app's source, of those rows that Frappe lets the session's user read."""
	found: list[frappe._dict] = []
	while len(found) < wanted.limit:
		rows, _none = select_shared(group, wanted)
		seen = visible_names(group[0].source.doctype, [row.name for row in rows])
		found += [row for row in rows if row.name in seen]
		if len(rows) < wanted.limit:
			break
		wanted = replace(wanted, cursor=(rows[-1].happened_on, rows[-1].rank, rows[-1].name))
	return found


def in_order(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Return the keys as they stand: newest first, of one moment by the rank of their sources."""
	rows = sorted(rows, key=lambda row: row.name, reverse=True)
	rows.sort(key=lambda row: row.rank)
	return sorted(rows, key=lambda row: row.happened_on, reverse=True)


def choose(sources: dict[str, Listed], only: str | list | None) -> list[Listed]:
	"""Return the sources asked for, all where none are."""
	if not only:
		return list(sources.values())
	asked = read_json(only)
	known = [listed for name, listed in sources.items() if isinstance(asked, list) and name in asked]
	if not known or len(known) != len(asked):
		frappe.throw(_("A timeline is made of {0}.").format(", ".join(sources)))
	return known


def cursor_after(row: frappe._dict) -> str:
	"""Return the cursor that goes on after this entry."""
	return f"{row.happened_on.isoformat()}|{row.rank}|{row.name}"


def read_cursor(text: str | None) -> tuple | None:
	"""Return moment, rank and name of a text that `cursor_after` made; raises `frappe.ValidationError`."""
	if not text:
		return None
	try:
		happened_on, place, name = text.split("|", 2)
		return datetime.fromisoformat(happened_on), int(place), name
	except ValueError:
		frappe.throw(_("The timeline cannot go on from there. Load it again."))
