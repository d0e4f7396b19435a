"""The contacts of a segment or of a mailing list, as a query."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Not

from frappe_crm_app.frappe_crm_app.doctype.crm_segment.options import DealMatch, SegmentKind
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.kit.conditions.criterion import Names, select_matching
from frappe_crm_app.records.audiences.conditions import Conditions, present, read_conditions
from frappe_crm_app.visibility.guarded import CONTACT, DEAL
from frappe_crm_app.visibility.policy import criterion

SEGMENT, MEMBER, LIST, SUBSCRIPTION = (
	"CRM Segment",
	"CRM Segment Member",
	"CRM Mailing List",
	"CRM Subscription",
)
CONDITIONS = ("kind", "conditions", "deal_match", "deal_conditions")


def select_contacts(doctype: str, name: str, reader: str | None = None) -> QueryBuilder:
	"""Return a query of the names of the contacts of a CRM Segment or CRM Mailing List, each once, whoever may see them.

	For `contact.name.isin(select_contacts(…))`, with `policy.criterion` of whoever is to reach them beside it. With `reader`, deals
	and customers count only as far as this user reads them. Raises `frappe.DoesNotExistError`, and `ConditionError` where a field that is
	asked for is gone.
	"""
	if doctype == LIST:
		return subscribed(name)
	segment = frappe.db.get_value(SEGMENT, name, CONDITIONS, as_dict=True)
	if not segment:
		frappe.throw(_("There is no such segment."), frappe.DoesNotExistError)
	return chosen(name) if segment.kind == SegmentKind.CHOSEN else matching(segment, reader)


def subscribed(mailing_list: str) -> QueryBuilder:
	"""Return the query of who gets a list's mails."""
	row = frappe.qb.DocType(SUBSCRIPTION)
	is_subscribed = (row.mailing_list == mailing_list) & (row.status == SubscriptionStatus.SUBSCRIBED)
	return frappe.qb.from_(row).select(row.contact).where(is_subscribed & row.contact.isnotnull())


def chosen(segment: str) -> QueryBuilder:
	"""Return the query of who was added to a segment."""
	row = frappe.qb.DocType(MEMBER)
	return frappe.qb.from_(row).select(row.contact).where(row.segment == segment)


def matching(values: Mapping, reader: str | None = None) -> QueryBuilder:
	"""Return the query of who fulfils the conditions in these values of a segment, stored or not."""
	conditions = read_conditions(values)
	query, contact = select_matching(CONTACT, conditions.people, present(), names_for(reader))
	if conditions.deal_match:
		has_deal = has_one_of(contact, conditions, reader)
		query = query.where(has_deal if conditions.deal_match == DealMatch.ANY else Not(has_deal))
	return query.select(contact.name)


def has_one_of(contact: object, conditions: Conditions, reader: str | None) -> Criterion:
	"""Return the criterion of the contacts of deals that fulfil the conditions: a deal's own contact, and its further people."""
	query, deal = deals_of(conditions, reader)
	own = query.select(deal.contact).where(deal.contact.isnotnull())
	query, deal = deals_of(conditions, reader)
	row = frappe.qb.DocType("CRM Deal Contact")
	further = query.join(row).on((row.parent == deal.name) & (row.parenttype == DEAL)).select(row.contact)
	return contact.name.isin(own) | contact.name.isin(further.where(row.contact.isnotnull()))


def deals_of(conditions: Conditions, reader: str | None) -> tuple[QueryBuilder, object]:
	"""Begin a query of the deals that fulfil the conditions, of those that `reader` reads."""
	query, deal = select_matching(DEAL, conditions.deals, present(), names_for(reader))
	seen = criterion(DEAL, reader) if reader else None
	return (query if seen is None else query.where(seen)), deal


def names_for(reader: str | None) -> Names:
	"""Return what says which records one step away count: those that `reader` sees, all where there is none."""

	def names_of(doctype: str) -> QueryBuilder | None:
		seen = criterion(doctype, reader) if reader else None
		record = frappe.qb.DocType(doctype)
		return None if seen is None else frappe.qb.from_(record).select(record.name).where(seen)

	return names_of


def count_for_me(doctype: str, name: str) -> int:
	"""Return how many of a segment's or list's contacts the session's user sees."""
	return count(select_contacts(doctype, name, reader=frappe.session.user))


def count(contacts: QueryBuilder) -> int:
	"""Return how many of the contacts of a query the session's user sees."""
	contact = frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(contact).select(Count("*")).where(contact.name.isin(contacts))
	seen = criterion(CONTACT)
	return (query if seen is None else query.where(seen)).run()[0][0]
