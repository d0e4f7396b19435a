"""Roughly how many records somebody reaches: decides how a criterion is written (`criteria.in_subquery`), never what it says."""

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Profile, Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS, Scope
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.visibility.cache import read_cached
from frappe_crm_app.visibility.user_access import UserAccess

KEY = "crm_breadth"
MANY_CUSTOMERS = 1_000
MANY_PEOPLE = 20
CLOSED = "closed"  # customers that privacy may close
RELATIONSHIPS = {Scope.CLIENTS: Relationship.CLIENT, Scope.PARTNERS: Relationship.PARTNER_PROSPECT}


def reaches_many(who: UserAccess, doctype: str) -> bool:
	"""Return whether somebody reaches many records of `doctype`, of what hangs on others: many of those."""
	doctypes = (doctype,) if doctype in SCOPED_RECORDS else SCOPED_RECORDS
	return any(
		is_wide(scope, who)
		for scoped in doctypes
		for scope in who.scopes(who.roles_that_may("read", scoped), scoped)
	)


def is_wide(scope: Scope, who: UserAccess) -> bool:
	"""Return whether a scope reaches many records."""
	if scope in RELATIONSHIPS:
		return has_many(RELATIONSHIPS[scope])
	return scope == Scope.ALL or (scope == Scope.TEAM and len(who.team) > MANY_PEOPLE)


def has_many(kind: str) -> bool:
	"""Return whether there are many customers of a kind: in a relationship to us, or `CLOSED`."""
	return read_cached(KEY, read_breadth).get(kind, 0) > MANY_CUSTOMERS


def read_breadth() -> dict[str, int]:
	"""Return how many customers of each kind there are, as far as it matters, in one query."""
	customer = frappe.qb.DocType("CRM Customer")
	kinds = {kind: customer.relationship == kind for kind in RELATIONSHIPS.values()}
	kinds[CLOSED] = customer.profile_visibility.isin([Profile.PRIVATE, Profile.TEAM])
	return dict(union_all([count_up_to_many(kind, criterion) for kind, criterion in kinds.items()]).run())


def count_up_to_many(kind: str, criterion: Criterion) -> QueryBuilder:
	"""Return the query for the kind and the number of its customers, counted only until they are many."""
	customer = frappe.qb.DocType("CRM Customer")
	some = frappe.qb.from_(customer).select(customer.name).where(criterion).limit(MANY_CUSTOMERS + 1)
	return frappe.qb.from_(some).select(ValueWrapper(str(kind)).as_("kind"), Count("*").as_("number"))
