"""The sources of a timeline (hook `crm_timeline_sources`), and the moments at which each knows of something."""

from dataclasses import dataclass

import frappe
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.meeting_points import Point, answers, is_ours
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.user_criteria import UserCriteria


@dataclass(frozen=True)
class Listed:
	"""A source under its dotted path; `rank` is its place among entries of one moment."""

	path: str
	rank: int
	source: TimelineSource


@dataclass(frozen=True)
class Wanted:
	"""What a page asks its sources for: the next `limit` entries about a record, after `cursor` (moment, rank, name)."""

	doctype: str
	name: str
	cursor: tuple | None
	limit: int
	criteria: UserCriteria


def listed_sources() -> dict[str, Listed]:
	"""Return the sources by their names, in the order of the hooks; the first of a name has it."""
	named = answers(Point.TIMELINE_SOURCES, lambda source: (source.name, source))
	found: dict[str, Listed] = {}
	for rank, (path, (name, source)) in enumerate(named.items()):
		found.setdefault(name, Listed(path, rank, source))
	return found


def together(sources: list[Listed]) -> list[list[Listed]]:
	"""Return the sources that share statements: all of ours, and each of another app alone, so that it fails alone."""
	groups = [[listed] for listed in sources if not is_ours(listed.path)]
	ours = [listed for listed in sources if is_ours(listed.path)]
	return [ours, *groups] if ours else groups


def moments(listed: Listed, wanted: Wanted) -> QueryBuilder:
	"""Return the query for `source`, `name` and `happened_on` of the entries that a source has to offer."""
	source = listed.source
	table = frappe.qb.DocType(source.doctype)
	query = frappe.qb.from_(table).select(
		ValueWrapper(str(source.name)).as_("source"), table.name, table.creation.as_("happened_on")
	)
	query = query.where(source.is_about(wanted.doctype, wanted.name))
	allowed = wanted.criteria.criterion(source.doctype)
	query = after(query if allowed is None else query.where(allowed), listed, wanted.cursor)
	moment, tie = frappe.qb.Field("happened_on"), frappe.qb.Field("name")
	return query.orderby(moment, tie, order=Order.desc).limit(wanted.limit)


def after(query: QueryBuilder, listed: Listed, cursor: tuple | None) -> QueryBuilder:
	"""Return the query for what comes after `cursor` (moment, rank, name): earlier, or of the same moment but later on."""
	if not cursor:
		return query
	table = frappe.qb.DocType(listed.source.doctype)
	happened_on, rank_of_last, name = cursor
	if listed.rank > rank_of_last:
		return query.where(table.creation <= happened_on)
	if listed.rank < rank_of_last:
		return query.where(table.creation < happened_on)
	is_later_on = (table.creation == happened_on) & (table.name < name)
	return query.where((table.creation < happened_on) | is_later_on)
