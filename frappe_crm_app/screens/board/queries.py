"""The statements of a board: totals of all columns in one, the cards of all columns in one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.pipeline.kinds import DEALS, Kind
from frappe_crm_app.visibility.permlevels import empty_hidden, is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria


@dataclass(frozen=True)
class Cursor:
	"""The card after which to go on."""

	entered_on: datetime
	name: str


def select_totals(kind: Kind, stages: Iterable[str], condition: Criterion | None) -> list[frappe._dict]:
	"""Return count and sums per stage, per currency too where amounts are not in one currency already; counts alone to who does
	not read amounts.

	Read from an index alone (`CRM Sales Deal`, `CRM Customer`: `on_doctype_update`), as long as no filter needs more.
	"""
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
	return (query if condition is None else query.where(condition)).run(as_dict=True)


def select_cards(
	kind: Kind,
	stages: Iterable[str],
	condition: Criterion | None,
	limit: int,
	criteria: UserCriteria,
	cursor: Cursor | None = None,
) -> list[frappe._dict]:
	"""Return the first `limit` cards of each stage, those that entered it last first, with the names of linked people.

	A LIMIT for each stage reads just the cards it answers, from an index in their order; a window function would
	number every card of the pipeline. What is found first is keys: the index holds these alone, and so do those that a column walks past.
	"""
	keys = union_all([first_keys(kind, stage, condition, limit, cursor) for stage in stages])
	return with_names(kind, cards_of(kind, keys), criteria)


def with_names(kind: Kind, query: QueryBuilder, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the rows of `query` with the names of contact, customer and owner, last entered first."""
	cards = query.as_("cards")
	contact, user = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType("User")
	named = (
		frappe.qb.from_(cards)
		.left_join(contact)
		.on(visible_link(cards.contact, contact, criteria.criterion("CRM Contact")))
		.left_join(user)
		.on(user.name == cards.owner)
		.select(cards.star, contact.full_name.as_("contact_name"))
		.select(user.full_name.as_("owner_name"), user.user_image.as_("owner_image"))
		.orderby(cards.stage_entered_on, cards.name, order=Order.desc)
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
	kind: Kind, stage: str, condition: Criterion | None, limit: int, cursor: Cursor | None
) -> QueryBuilder:
	"""Return the query for the names of the first cards of one stage, by keyset."""
	record = frappe.qb.DocType(kind.doctype)
	query = frappe.qb.from_(record).select(record.name).where(record.stage == stage)
	if condition is not None:
		query = query.where(condition)
	if cursor:
		query = query.where(record.stage_entered_on <= cursor.entered_on).where(
			(record.stage_entered_on < cursor.entered_on) | (record.name < cursor.name)
		)
	return query.orderby(record.stage_entered_on, record.name, order=Order.desc).limit(limit)


def cards_of(kind: Kind, keys: QueryBuilder) -> QueryBuilder:
	"""Return the query for the cards of the records whose names another query gives."""
	found, record = keys.as_("first_keys"), frappe.qb.DocType(kind.doctype)
	return card_fields(kind).join(found).on(found.name == record.name)


def select_cards_named(
	kind: Kind, names: list[str], condition: Criterion | None, criteria: UserCriteria
) -> list[frappe._dict]:
	"""Return the cards of these records, of those that fulfil the condition."""
	record = frappe.qb.DocType(kind.doctype)
	query = card_fields(kind).where(record.name.isin(names)).where(record.stage.isnotnull())
	return with_names(kind, query if condition is None else query.where(condition), criteria)


def card_fields(kind: Kind) -> QueryBuilder:
	"""Return the query for what a card shows of its record."""
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
	)
	return query.select(record.customer) if kind.customer else query.select(record.image)


def visible_link(link: object, table: object, allowed: Criterion | None) -> Criterion:
	"""Return the condition of a join that shows nothing of a linked record that the user may not see."""
	return (table.name == link) if allowed is None else (table.name == link) & allowed
