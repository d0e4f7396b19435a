"""The sources of a timeline (hook `crm_timeline_sources`), and the moments at which each knows of something."""

from dataclasses import dataclass

import frappe
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Field, Term, ValueWrapper

from frappe_crm_app.kit.meeting_points import Point, answers, is_ours
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.screens.timeline.related import Told
from frappe_crm_app.screens.timeline.ways import SourceWithWays, Way, ways_of

MOMENT, NAME = Field("happened_on"), Field("name")


@dataclass(frozen=True)
class Listed:
	"""A source under its dotted path; `rank` is its place among entries of one moment."""

	path: str
	rank: int
	source: TimelineSource


@dataclass(frozen=True)
class Wanted:
	"""What a page asks its sources for: the next `limit` entries of what is told, after `cursor` (moment, rank, name)."""

	told: Told
	cursor: tuple | None
	limit: int


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


def moments(listed: Listed, wanted: Wanted) -> list[QueryBuilder]:
	"""Return the queries for the keys of the next entries of a source, one for each way to them."""
	queries = []
	for way in ways_of(listed.source, wanted.told):
		query = after(
			keys(listed.source.name, listed.source, way, wanted.told), listed, way.moment, wanted.cursor
		)
		queries.append(query.orderby(MOMENT, NAME, order=Order.desc).limit(wanted.limit))
	return queries


def keys(word: str, source: TimelineSource, way: Way, told: Told) -> QueryBuilder:
	"""Return the query for `source`, which is `word`, `name`, `happened_on` and the record (`doctype`, `about`) of what is found that way."""
	table = frappe.qb.DocType(source.doctype)
	doctype, about = way.about
	query = frappe.qb.from_(table).select(
		ValueWrapper(str(word)).as_("source"),
		table.name,
		way.moment.as_("happened_on"),
		doctype.as_("doctype"),
		about.as_("about"),
	)
	asks_itself = isinstance(source, SourceWithWays) and source.asks_itself
	allowed = None if asks_itself else told.criteria.criterion(source.doctype)
	return query.where(way.criterion if allowed is None else way.criterion & allowed)


def after(query: QueryBuilder, listed: Listed, moment: Term, cursor: tuple | None) -> QueryBuilder:
	"""Return the query for what comes after `cursor` (moment, rank, name): earlier, or of the same moment but later on."""
	if not cursor:
		return query
	table = frappe.qb.DocType(listed.source.doctype)
	happened_on, rank_of_last, name = cursor
	if listed.rank > rank_of_last:
		return query.where(moment <= happened_on)
	if listed.rank < rank_of_last:
		return query.where(moment < happened_on)
	is_later_on = (moment == happened_on) & (table.name < name)
	return query.where((moment < happened_on) | is_later_on)
