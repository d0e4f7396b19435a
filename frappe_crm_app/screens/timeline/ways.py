"""How the rows of a source are found for a timeline: each way is a branch of the one statement for a page."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from pypika.terms import Criterion, Term, ValueWrapper

from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.screens.timeline.related import Told
from frappe_crm_app.visibility.criteria import all_of


@dataclass(frozen=True)
class Way:
	"""Those rows of a source that meet `criterion`, each at its `moment`; `about` are DocType and name of a row's record."""

	criterion: Criterion
	moment: Term
	about: tuple[Term, Term]


@dataclass(frozen=True)
class SourceWithWays(TimelineSource):
	"""A source of ours whose rows are not all found by the columns that name their record.

	With `asks_itself` its ways say what the reader may be told, be it of a row that they do not read.
	"""

	ways: Callable[[Told], list[Way]] = lambda told: []
	asks_itself: bool = False


def ways_of(source: TimelineSource, told: Told) -> list[Way]:
	"""Return the ways to a source's rows about what a timeline tells of; one row may be found on several."""
	if isinstance(source, SourceWithWays):
		return source.ways(told)
	table = frappe.qb.DocType(source.doctype)
	is_told = source.is_told and source.is_told(table)
	ways = []
	if not source.doctypes or told.own.doctype in source.doctypes:
		is_about = all_of(source.is_about(told.own.doctype, told.own.names), is_told)
		ways.append(Way(is_about, table.creation, own_record(told)))
	if source.record:
		columns = source.record(table)
		ways += [
			Way(all_of(records.are_named_by(*columns), is_told), table.creation, columns)
			for records in told.related
			if not source.doctypes or records.doctype in source.doctypes
		]
	return ways


def own_record(told: Told) -> tuple[Term, Term]:
	"""Return DocType and name of the timeline's own record, as they stand in a query."""
	return ValueWrapper(told.own.doctype), ValueWrapper(told.own.names)
