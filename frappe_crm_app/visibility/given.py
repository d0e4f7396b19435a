"""What was assigned to somebody or shared with them, and whom they read because of what they have: names, read in one query.

Whoever has a deal, or an open follow-up, reads its contact and customer (`guarded.py`: `having`). The names of a few are kept here,
without those that are theirs anyway; of many it is only kept that they are many, and `grounds.py` asks for them by a subquery.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, NullValue, ValueWrapper

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.visibility.guarded import ASSIGNMENT, GUARDED, OWNER_FIELD, PEOPLE, Having

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
			people[right].append((doctype, name))
		elif who is None:
			given.shared[doctype].add(name)
		elif right != Right.NONE:
			given.note_assignment(doctype, name, who == user, right == Right.WRITE)
	by_team = had(people[HAD_BY_TEAM]) if is_counted else Had(is_many=True)
	return replace(given, had=had(people[HAD]), had_by_team=by_team)


def had(people: Collection[tuple[str, str]]) -> Had:
	"""Return these contacts and customers, given as DocType and name, by DocType."""
	if len(people) > MANY_PEOPLE:
		return Had(is_many=True)
	names = defaultdict(set)
	for doctype, name in people:
		names[doctype].add(name)
	return Had(dict(names))


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
	"""Yield the queries for DocType, name, NULL and `kind` of the people of what these users have, but for what is the owners'.

	Each is counted only until they are many.
	"""
	for doctype, havings in PEOPLE.items():
		for having in havings:
			for fieldname in having.own:
				yield people_of(doctype, having, is_held(having, fieldname, users), owners, kind)


def people_of(
	doctype: str, having: Having, is_theirs: Criterion, owners: list[str], kind: str
) -> QueryBuilder:
	"""Return one of these queries: for the contacts or customers of deals or follow-ups that fulfil `is_theirs`."""
	person, record = frappe.qb.DocType(doctype), frappe.qb.DocType(having.doctype)
	owner = person[OWNER_FIELD[doctype]]
	query = frappe.qb.from_(record).join(person).on(person.name == record[having.link]).where(is_theirs)
	query = query.where(owner.isnull() | owner.notin(owners)).distinct().limit(MANY_PEOPLE + 1)
	return query.select(
		ValueWrapper(doctype).as_("reference_type"),
		person.name.as_("reference_name"),
		NullValue().as_("allocated_to"),
		ValueWrapper(kind).as_("crm_right"),
	)


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
