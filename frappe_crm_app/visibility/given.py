"""What was assigned to somebody or shared with them, and whom they read because of what they have: names, read in one query.

Whoever has a deal, or an open follow-up, reads its contact and customer (`guarded.py`: `having`). The names of a few are kept here,
without those that are theirs anyway; of many it is only kept that they are many, and `grounds.py` asks for them by a subquery.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

import frappe
from pypika import Case
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, NullValue, ValueWrapper

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.visibility.guarded import (
	ASSIGNMENT,
	CONTACT,
	CUSTOMER,
	GUARDED,
	OWNER_FIELD,
	PEOPLE,
	Having,
)

RIGHT_FIELD = "crm_right"
# Contacts and customers, from which on a list of their names is no shorter than looking for them.
MANY_PEOPLE = 1_000
LARGE_TEAM = 20  # people, of whom nobody counts what they have
HAD, HAD_BY_TEAM = "had", "had by team"


class Right(StrEnum):
	"""What an assignment lets do (`assignments.py`); reading where nothing is said."""

	WRITE = "Write"
	NONE = "None"


@dataclass(frozen=True)
class Had:
	"""The contacts and customers of what somebody has, names by DocType; none are named where there are many."""

	names: dict[str, set[str]] = field(default_factory=dict)
	is_many: bool = False


@dataclass(frozen=True)
class Given:
	"""Names of records by DocType: assigned to me, assigned to somebody of my team, shared with me; of those assigned, which to
	write; and the people of what I have, and of what others of my team have."""

	to_me: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	to_team: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	shared: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	to_me_to_write: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	to_team_to_write: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	had: Had = field(default_factory=Had)
	had_by_team: Had = field(default_factory=Had)

	def to_write(self) -> "Given":
		"""Return what was given to write; of a share, Frappe asks that itself."""
		return Given(self.to_me_to_write, self.to_team_to_write, self.shared)

	def without_people(self) -> "Given":
		"""Return the same as if they had no deal and no follow-up."""
		return replace(self, had=Had(), had_by_team=Had())

	def note_assignment(self, doctype: str, name: str, is_mine: bool, lets_write: bool) -> None:
		"""Add an assignment to somebody of my team, or to me."""
		for is_such, records in (
			(True, self.to_team),
			(is_mine, self.to_me),
			(lets_write, self.to_team_to_write),
			(is_mine and lets_write, self.to_me_to_write),
		):
			if is_such:
				records[doctype].add(name)


def read_given(user: str, team: frozenset[str], is_team_asked: bool) -> Given:
	"""Read assignments and shares of all our records, and the people of what this user and, if asked, the others of the team have."""
	given, people = Given(), {HAD: [], HAD_BY_TEAM: []}
	queries = [assignments_to(team), shares_with(user), *people_had(HAD, [user], [user])]
	others = sorted(team - {user})
	is_counted = is_team_asked and len(others) <= LARGE_TEAM
	if others and is_counted:
		queries += people_had(HAD_BY_TEAM, others, sorted(team))
	for doctype, name, who, right in union_all(queries).run():
		if right in people:
			people[right] += [(CONTACT, name), (CUSTOMER, who)]
		elif who is None:
			given.shared[doctype].add(name)
		elif right != Right.NONE:
			given.note_assignment(doctype, name, who == user, right == Right.WRITE)
	by_team = had(people[HAD_BY_TEAM]) if is_counted else Had(is_many=True)
	return replace(given, had=had(people[HAD]), had_by_team=by_team)


def had(people: Collection[tuple[str, str]]) -> Had:
	"""Return these contacts and customers, given in pairs of DocType and name, by DocType; a query that was cut off counts as many."""
	if len(set(people)) > MANY_PEOPLE or len(people) > 2 * MANY_PEOPLE:
		return Had(is_many=True)
	return Had({doctype: {name for own, name in people if own == doctype and name} for doctype in PEOPLE})


def assignments_to(users: Collection[str]) -> QueryBuilder:
	"""Return the query for DocType, name, user and right of what is assigned to these users and not done yet."""
	todo = frappe.qb.DocType("ToDo")
	return (
		frappe.qb.from_(todo)
		.select(todo.reference_type, todo.reference_name, todo.allocated_to, todo[RIGHT_FIELD])
		.where(todo.allocated_to.isin(sorted(users)) & (todo.status == "Open"))
		.where(todo.reference_type.isin(list(GUARDED)))
	)


def shares_with(user: str) -> QueryBuilder:
	"""Return the query for DocType, name and NULLs of what is shared with this user, or with everybody who logs in."""
	share = frappe.qb.DocType("DocShare")
	is_for_user = share.user == user
	if user != "Guest":
		is_for_user |= share.everyone == 1
	return (
		frappe.qb.from_(share)
		.select(
			share.share_doctype,
			share.share_name,
			NullValue().as_("allocated_to"),
			NullValue().as_("crm_right"),
		)
		.where(is_for_user & (share.read == 1) & share.share_doctype.isin(list(GUARDED)))
	)


def people_had(kind: str, users: list[str], owners: list[str]) -> Iterator[QueryBuilder]:
	"""Yield the queries for `kind`, contact, customer and `kind` of what these users have, NULL for who is one of the owners' own.

	Each has rows only until they are many.
	"""
	for of_contact, of_customer in zip(PEOPLE[CONTACT], PEOPLE[CUSTOMER], strict=True):
		for fieldname in of_contact.own:
			is_theirs = is_held(of_contact, fieldname, users)
			yield people_of(of_contact, of_customer, is_theirs, owners, kind)


def people_of(
	of_contact: Having, of_customer: Having, is_theirs: Criterion, owners: list[str], kind: str
) -> QueryBuilder:
	"""Return one of these queries: for the contacts and customers of deals, or follow-ups, that fulfil `is_theirs`."""
	record = frappe.qb.DocType(of_contact.doctype)
	contact, customer = frappe.qb.DocType(CONTACT), frappe.qb.DocType(CUSTOMER)
	others = {
		person: is_anothers(person, doctype, owners)
		for doctype, person in ((CONTACT, contact), (CUSTOMER, customer))
	}
	query = frappe.qb.from_(record).left_join(contact).on(contact.name == record[of_contact.link])
	query = query.left_join(customer).on(customer.name == record[of_customer.link])
	query = query.where(is_theirs & (others[contact] | others[customer])).distinct().limit(MANY_PEOPLE + 1)
	return query.select(
		ValueWrapper(kind).as_("reference_type"),
		Case().when(others[contact], contact.name).as_("reference_name"),
		Case().when(others[customer], customer.name).as_("allocated_to"),
		ValueWrapper(kind).as_("crm_right"),
	)


def is_anothers(person: Table, doctype: str, owners: list[str]) -> Criterion:
	"""Return the criterion that there is such a contact or customer, and that it is none of these owners'."""
	owner = person[OWNER_FIELD[doctype]]
	return person.name.isnotnull() & (owner.isnull() | owner.notin(owners))


def is_held(having: Having, fieldname: str, users: list[str]) -> Criterion:
	"""Return the criterion that a deal or follow-up is these users' by this field, and in a status that counts."""
	record, todo = frappe.qb.DocType(having.doctype), frappe.qb.DocType("ToDo")
	is_theirs = record[fieldname].isin(users) if fieldname != ASSIGNMENT else None
	if is_theirs is None:
		right = todo[RIGHT_FIELD]
		assigned = frappe.qb.from_(todo).select(todo.reference_name)
		assigned = assigned.where(todo.allocated_to.isin(users) & (todo.status == "Open"))
		assigned = assigned.where(todo.reference_type == having.doctype)
		is_theirs = record.name.isin(assigned.where(right.isnull() | (right != str(Right.NONE))))
	return is_theirs & (record.status == having.status) if having.status else is_theirs
