"""The grounds on which somebody reaches a contact, customer or deal: each a criterion of its own, so that it can be named.

What a scope means stands here once. `policy.py` joins the grounds into one criterion, `explain.py` asks them one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from pypika.terms import Criterion, Term

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Profile, Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import Scope
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.visibility import breadth
from frappe_crm_app.visibility.criteria import all_of, any_of, in_subquery, one_of, one_of_names, unindexed
from frappe_crm_app.visibility.guarded import ASSIGNMENT, OWNER_FIELD, PEOPLE, Having
from frappe_crm_app.visibility.user_access import UserAccess


class Fact(StrEnum):
	"""What is true of a record and a user where a ground holds."""

	EVERYTHING = "everything"
	OWNS = "owns"
	CREATED = "created"
	ASSIGNED = "assigned"
	HAS = "has a deal or follow-up of"
	TEAM_OWNS = "team owns"
	TEAM_CREATED = "team created"
	TEAM_ASSIGNED = "team assigned"
	TEAM_HAS = "team has a deal or follow-up of"
	CLIENT = "client"
	PARTNER = "partner"
	LINKED = "linked"
	SHARED = "shared"


OWN = (Fact.OWNS, Fact.CREATED, Fact.ASSIGNED)


@dataclass(frozen=True)
class Ground:
	"""A fact, and the criterion that the records of which it is true meet (`None`: all do)."""

	fact: Fact
	criterion: Criterion | None


def grounds_of(scope: Scope, doctype: str, who: UserAccess) -> list[Ground]:
	"""Return on what grounds a role with this scope reaches records of `doctype`."""
	if scope == Scope.NONE:
		return []
	if scope == Scope.LINKED:
		return [Ground(Fact.LINKED, is_linked(doctype, who.user))]
	wider = {
		Scope.ALL: lambda: [Ground(Fact.EVERYTHING, None)],
		Scope.CLIENTS: lambda: [Ground(Fact.CLIENT, is_of(doctype, Relationship.CLIENT))],
		Scope.PARTNERS: lambda: [Ground(Fact.PARTNER, is_of(doctype, Relationship.PARTNER_PROSPECT))],
		Scope.TEAM: lambda: team_grounds(doctype, who),
		Scope.OWN: list,
	}
	return [*own_grounds(doctype, who), *having_grounds(Fact.HAS, doctype, who), *wider[scope]()]


def own_grounds(doctype: str, who: UserAccess) -> list[Ground]:
	"""Return the grounds of what is somebody's own: given to them, created by them or assigned to them."""
	record = frappe.qb.DocType(doctype)
	return [
		Ground(Fact.OWNS, record[OWNER_FIELD[doctype]] == who.user),
		Ground(Fact.CREATED, record.owner == who.user),
		Ground(Fact.ASSIGNED, one_of(record.name, who.given.to_me[doctype])),
	]


def team_grounds(doctype: str, who: UserAccess) -> list[Ground]:
	"""Return the same grounds for the people who report to somebody."""
	record, others = frappe.qb.DocType(doctype), who.team - {who.user}
	return [
		Ground(Fact.TEAM_OWNS, one_of(record[OWNER_FIELD[doctype]], others)),
		Ground(Fact.TEAM_CREATED, one_of(record.owner, others)),
		Ground(Fact.TEAM_ASSIGNED, one_of(record.name, who.given.to_team[doctype])),
		*having_grounds(Fact.TEAM_HAS, doctype, who),
	]


def having_grounds(fact: Fact, doctype: str, who: UserAccess) -> list[Ground]:
	"""Return the ground that somebody, or their team, has a deal or an open follow-up of this contact or customer.

	It lets read only: who is about to write has none (`UserAccess.has_people`). Of deals there is no such ground.
	"""
	if doctype not in PEOPLE:
		return []
	is_mine = fact == Fact.HAS
	had = who.given.had if is_mine else who.given.had_by_team
	if not had.is_many:
		return [Ground(fact, one_of_names(frappe.qb.DocType(doctype).name, had.names.get(doctype, ())))]
	return [Ground(fact, any_of(*(is_named_by(having, doctype, fact, who) for having in PEOPLE[doctype])))]


def is_named_by(having: Having, doctype: str, fact: Fact, who: UserAccess) -> Criterion:
	"""Return the criterion that a deal or follow-up that somebody, or their team, has names the record."""
	named = frappe.qb.DocType(having.doctype)[having.link]
	is_of_large_team = fact == Fact.TEAM_HAS and breadth.is_wide(Scope.TEAM, who)
	is_theirs = is_had(having, fact, who)
	return in_subquery(frappe.qb.DocType(doctype).name, named, is_theirs, is_of_large_team)


def is_had(having: Having, fact: Fact, who: UserAccess) -> Criterion:
	"""Return the criterion that a deal or follow-up is somebody's, or their team's, in a status that counts."""
	record, is_mine = frappe.qb.DocType(having.doctype), fact == Fact.HAS
	users = {who.user} if is_mine else who.team - {who.user}
	assigned = (who.given.to_me if is_mine else who.given.to_team)[having.doctype]
	is_theirs = any_of(
		*(
			one_of(record.name, assigned) if field == ASSIGNMENT else one_of(record[field], users)
			for field in having.own
		)
	)
	return all_of(is_theirs, record.status == having.status if having.status else None)


def shared_ground(doctype: str, who: UserAccess) -> Ground:
	"""Return the ground of what was shared with somebody, which holds whatever their scope."""
	return Ground(Fact.SHARED, one_of(frappe.qb.DocType(doctype).name, who.given.shared[doctype]))


def is_of(doctype: str, relationship: Relationship) -> Criterion:
	"""Return the criterion that the customer is in this relationship to us, or that the record hangs on such a one.

	A contact hangs on each customer it is affiliated with.
	"""
	record = frappe.qb.DocType(doctype)
	customer = frappe.qb.DocType("CRM Customer")
	is_correlated = breadth.has_many(relationship)
	if doctype == "CRM Customer":
		return (unindexed(customer.relationship) if is_correlated else customer.relationship) == relationship
	is_such = customer.relationship == relationship
	of_customer = in_subquery(record.customer, customer.name, is_such, is_correlated)
	if doctype == "CRM Sales Deal":
		return of_customer
	affiliation = frappe.qb.DocType("CRM Contact Affiliation")
	affiliated = in_subquery(affiliation.customer, customer.name, is_such, is_correlated)
	return of_customer | in_subquery(record.name, affiliation.parent, affiliated, is_correlated)


def is_linked(doctype: str, user: str) -> Criterion:
	"""Return the criterion that the record is about the user's own login: as contact, or as a user of the customer."""
	record = frappe.qb.DocType(doctype)
	if doctype == "CRM Contact":
		return record.linked_user == user
	link = frappe.qb.DocType("CRM Customer User")
	customers = frappe.qb.from_(link).select(link.parent).where(link.user == user)
	if doctype == "CRM Customer":
		return record.name.isin(customers)
	contact = frappe.qb.DocType("CRM Contact")
	is_contact = in_subquery(
		record.contact, contact.name, is_linked("CRM Contact", user), is_correlated=False
	)
	return is_contact | record.customer.isin(customers)


def is_open(doctype: str, who: UserAccess) -> Criterion | None:
	"""Return the criterion that privacy does not close a record to somebody whose own it is not.

	A Private customer is for its salesperson, its creator, whom it is assigned to or shared with, and managers; a Team
	customer also for their colleagues. What hangs off a customer is as private as the customer.
	"""
	if who.is_manager:
		return None
	record, customer = frappe.qb.DocType(doctype), frappe.qb.DocType("CRM Customer")
	if doctype == "CRM Customer":
		return ~is_closed_customer(who, unindexed(customer.profile_visibility))
	is_closed = is_closed_customer(who, customer.profile_visibility)
	return record.customer.isnull() | ~in_subquery(
		record.customer, customer.name, is_closed, breadth.has_many(breadth.CLOSED)
	)


def is_closed_customer(who: UserAccess, profile: Term) -> Criterion:
	"""Return the criterion that a customer is Private, or of another Team, and not one's own.

	`profile` is its `profile_visibility`; NULL only where that is.
	"""
	customer = frappe.qb.DocType("CRM Customer")
	given = who.given.to_me["CRM Customer"] | who.given.shared["CRM Customer"]
	is_for_others = any_of(
		all_of(profile == Profile.PRIVATE, is_of_none_of([who.user])),
		all_of(profile == Profile.TEAM, is_of_none_of(who.colleagues)),
	)
	return all_of(is_for_others, customer.name.notin(sorted(given)) if given else None)


def is_of_none_of(users: Iterable[str]) -> Criterion:
	"""Return the criterion that a customer's salesperson and creator are none of these."""
	customer = frappe.qb.DocType("CRM Customer")
	return all_of(
		*(field.isnull() | field.notin(sorted(users)) for field in (customer.salesperson, customer.owner))
	)


def joined(grounds: Iterable[Ground]) -> Criterion | None:
	"""Return the criterion that one of the grounds holds."""
	return any_of(*(ground.criterion for ground in grounds))
