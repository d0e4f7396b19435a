"""The statements of a board: totals of all columns in one, the cards of all columns in one."""

from collections.abc import Iterable, Mapping

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.pipeline.kinds import DEALS, Kind
from frappe_crm_app.screens.board.sorting import Cursor, Sorting
from frappe_crm_app.visibility.permlevels import empty_hidden, is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria


def select_totals(kind: Kind, parts: Mapping[tuple[str, ...], Criterion | None]) -> list[frappe._dict]:
	"""Return count and sums per stage, per currency too where amounts are not in one currency already; counts alone to who does
	not read amounts. `parts` says of which stages what counts.

	Read from an index alone (`CRM Sales Deal`, `CRM Customer`: `on_doctype_update`), as long as no filter needs more.
	"""
	queries = [totals_of_part(kind, stages, condition) for stages, condition in parts.items()]
	return (queries[0] if len(queries) == 1 else union_all(queries)).run(as_dict=True)


def totals_of_part(kind: Kind, stages: Iterable[str], condition: Criterion | None) -> QueryBuilder:
	"""Return the query for count and sums of these stages."""
	record = frappe.qb.DocType(kind.doctype)
	total = Sum(record[kind.summed]).as_("total")
	query = frappe.qb.from_(record).select(record.stage, Count("*").as_("count"))
	if is_hidden(kind.doctype, kind.amount, kind.summed):
		query = query.groupby(record.stage)
	elif kind is DEALS:
		weight = ValueWrapper(0) if is_hidden(kind.doctype, "probability") else record.probability
		query = query.select(total, Sum(record[kind.summed] * weight).as_("weighted_percent"))
		query = query.groupby(record.stage)
	else:
		query = query.select(total, record.currency).groupby(record.stage, record.currency)
	query = query.where(record.stage.isin(list(stages)))
	return query if condition is None else query.where(condition)


def select_cards(
	conditions: Mapping[str, Criterion | None],
	limit: int,
	criteria: UserCriteria,
	sorting: Sorting,
	cursor: Cursor | None = None,
) -> list[frappe._dict]:
	"""Return the first `limit` cards of each stage in their order, with the names of linked people; `conditions` by stage.

	A LIMIT for each stage reads just the cards it answers, from an index in their order; a window function would
	number every card of the pipeline. What is found first is keys: the index holds these alone, and so do those that a column walks past.
	"""
	keys = union_all(
		[first_keys(stage, condition, limit, sorting, cursor) for stage, condition in conditions.items()]
	)
	return with_names(cards_of(keys, sorting), criteria, sorting)


def with_names(query: QueryBuilder, criteria: UserCriteria, sorting: Sorting) -> list[frappe._dict]:
	"""Return the rows of `query` with the names of contact, customer and owner, in their order."""
	kind, cards = sorting.kind, query.as_("cards")
	contact, user = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType("User")
	named = (
		frappe.qb.from_(cards)
		.left_join(contact)
		.on(visible_link(cards.contact, contact, criteria.criterion("CRM Contact")))
		.left_join(user)
		.on(user.name == cards.owner)
		.select(cards.star, contact.full_name.as_("contact_name"))
		.select(user.full_name.as_("owner_name"), user.user_image.as_("owner_image"))
		.orderby(cards.place, cards.name, order=sorting.order)
	)
	if kind.customer:
		customer = frappe.qb.DocType("CRM Customer")
		named = named.left_join(customer).on(
			visible_link(cards.customer, customer, criteria.criterion("CRM Customer"))
		)
		named = named.select(customer.customer_name)
	rows = named.run(as_dict=True)
	empty_hidden(kind.doctype, rows, shown_fields(kind))
	return rows


def shown_fields(kind: Kind) -> dict[str, str | None]:
	"""Return of which field the columns of a card are that are not called as that."""
	return {
		**{"title": kind.title, "contact": kind.contact, "contact_name": kind.contact},
		**{"customer_name": kind.customer or kind.title, "value": kind.amount, "closing_on": kind.closing},
		**dict.fromkeys(("owner", "owner_name", "owner_image"), kind.owner),
	}


def first_keys(
	stage: str, condition: Criterion | None, limit: int, sorting: Sorting, cursor: Cursor | None
) -> QueryBuilder:
	"""Return the query for the names of the first cards of one stage, by keyset."""
	record = frappe.qb.DocType(sorting.kind.doctype)
	query = frappe.qb.from_(record).select(record.name).where(record.stage == stage)
	if condition is not None:
		query = query.where(condition)
	if cursor:
		query = query.where(sorting.after(cursor))
	return query.orderby(sorting.place(), record.name, order=sorting.order).limit(limit)


def cards_of(keys: QueryBuilder, sorting: Sorting) -> QueryBuilder:
	"""Return the query for the cards of the records whose names another query gives."""
	found, record = keys.as_("first_keys"), frappe.qb.DocType(sorting.kind.doctype)
	return card_fields(sorting).join(found).on(found.name == record.name)


def select_cards_named(
	names: list[str], condition: Criterion | None, criteria: UserCriteria, sorting: Sorting
) -> list[frappe._dict]:
	"""Return the cards of these records, of those that fulfil the condition."""
	record = frappe.qb.DocType(sorting.kind.doctype)
	query = card_fields(sorting).where(record.name.isin(names)).where(record.stage.isnotnull())
	return with_names(query if condition is None else query.where(condition), criteria, sorting)


def card_fields(sorting: Sorting) -> QueryBuilder:
	"""Return the query for what a card shows of its record."""
	kind = sorting.kind
	record = frappe.qb.DocType(kind.doctype)
	query = frappe.qb.from_(record).select(
		record.name,
		record.stage,
		record[kind.title].as_("title"),
		record[kind.contact].as_("contact"),
		record[kind.owner].as_("owner"),
		record[kind.amount].as_("value"),
		record.currency,
		record[kind.closing].as_("closing_on"),
		record.stage_entered_on,
		record.next_follow_up_on,
		record.last_activity_on,
		sorting.place().as_("place"),
	)
	return query.select(record.customer) if kind.customer else query.select(record.image)


def visible_link(link: object, table: object, allowed: Criterion | None) -> Criterion:
	"""Return the condition of a join that shows nothing of a linked record that the user may not see."""
	return (table.name == link) if allowed is None else (table.name == link) & allowed
