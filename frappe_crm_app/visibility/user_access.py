"""Who is asking: roles, the people who report to them, and what was assigned to or shared with them."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import NullValue

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import Scope
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.visibility.cache import read_cached, read_given_cached
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.scopes import scope_of

RIGHT_FIELD = "crm_right"
# What somebody may do with a record that was assigned to them by whoever only reads it.
READING = ("read", "select", "print", "email", "export", "report")


class Right(StrEnum):
	"""What an assignment lets do (`assignments.py`); reading where nothing is said."""

	WRITE = "Write"
	NONE = "None"


@dataclass(frozen=True)
class UserAccess:
	"""A user, with what decides which records they reach. Read once, when first asked for.

	`is_writing` where they want to change something: then only what was given to write counts as given.
	"""

	user: str
	is_writing: bool = False

	def acting(self, action: str) -> "UserAccess":
		"""Return the same user about to do `action`."""
		is_writing = action not in READING
		return self if is_writing == self.is_writing else self.copied(is_writing=is_writing)

	def with_given(self, given: "Given") -> "UserAccess":
		"""Return the same user with nothing assigned or shared but this."""
		return self.copied(all_given=given)

	def copied(self, is_writing: bool | None = None, **known) -> "UserAccess":
		"""Return this user as somebody else asks about them, with what was read already."""
		copy = UserAccess(self.user, self.is_writing if is_writing is None else is_writing)
		kept = {name: value for name, value in vars(self).items() if name not in ("is_writing", "given")}
		vars(copy).update({**kept, **known})
		return copy

	@cached_property
	def roles(self) -> frozenset[str]:
		return frozenset(frappe.get_roles(self.user))

	@property
	def is_manager(self) -> bool:
		"""Whether private notes and customers are open to this user."""
		return not self.roles.isdisjoint((CRMRole.ADMIN, CRMRole.MANAGER))

	@cached_property
	def bosses(self) -> dict[str, str | None]:
		"""Whom each salesperson reports to."""
		return read_cached("crm_hierarchy", read_hierarchy)

	@cached_property
	def team(self) -> frozenset[str]:
		"""This user and everybody who reports to them, directly or through others."""
		return reporting_to(self.user, self.bosses)

	@cached_property
	def colleagues(self) -> frozenset[str]:
		"""The team, this user's boss, and who reports to the same boss: those whose "Team" customers are open to them."""
		boss = self.bosses.get(self.user)
		if not boss:
			return self.team
		return self.team | {boss} | {user for user, theirs in self.bosses.items() if theirs == boss}

	@cached_property
	def all_given(self) -> "Given":
		"""What was assigned to this user or their team, or shared with this user."""
		return read_given_cached(self.user, lambda: read_given(self))

	@cached_property
	def given(self) -> "Given":
		"""The same, as far as it counts for what they are about to do."""
		return self.all_given.to_write() if self.is_writing else self.all_given

	def roles_that_may(self, action: str, doctype: str) -> frozenset[str]:
		"""Return the user's roles to which Frappe's role permissions grant `action` on `doctype`.

		Selecting is part of reading.
		"""
		actions = ("read", "select") if action == "select" else (action,)
		return frozenset(
			rule.role
			for rule in frappe.get_meta(doctype).permissions
			if rule.role in self.roles and not rule.permlevel and any(rule.get(each) for each in actions)
		)

	def scopes(self, roles: frozenset[str], doctype: str) -> list[Scope]:
		"""Return the scopes that these roles have on `doctype`, each once, in a fixed order."""
		return sorted({scope_of(role, doctype) for role in roles})


@dataclass(frozen=True)
class Given:
	"""Names of records by DocType: assigned to me, assigned to somebody of my team, shared with me; and of those assigned, which
	to write."""

	to_me: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	to_team: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	shared: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	to_me_to_write: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
	to_team_to_write: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

	def to_write(self) -> "Given":
		"""Return what was given to write; of a share, Frappe asks that itself."""
		return Given(self.to_me_to_write, self.to_team_to_write, self.shared)

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


def access_of(user: str | None = None) -> UserAccess:
	"""Return the access of `user`, by default the session's."""
	return UserAccess(user or frappe.session.user)


def read_hierarchy() -> dict[str, str | None]:
	"""Return the boss of each salesperson, users both."""
	salesperson, boss = frappe.qb.DocType("CRM Salesperson"), frappe.qb.DocType("CRM Salesperson").as_("boss")
	query = (
		frappe.qb.from_(salesperson)
		.left_join(boss)
		.on(salesperson.reports_to == boss.name)
		.select(salesperson.user, boss.user)
	)
	return dict(query.run())


def reporting_to(user: str, bosses: dict[str, str | None]) -> frozenset[str]:
	"""Return `user` and everybody below; a line of reporting that comes back to somebody ends there."""
	below = defaultdict(list)
	for member, boss in bosses.items():
		below[boss].append(member)
	team, waiting = {user}, [user]
	while waiting:
		for member in below[waiting.pop()]:
			if member not in team:
				team.add(member)
				waiting.append(member)
	return frozenset(team)


def read_given(who: UserAccess) -> Given:
	"""Read assignments and shares of all our records, in one query."""
	given = Given()
	for doctype, name, user, right in (assignments_to(who.team) * shares_with(who.user)).run():
		if user is None:
			given.shared[doctype].add(name)
		elif right != Right.NONE:
			given.note_assignment(doctype, name, user == who.user, right == Right.WRITE)
	return given


def assignments_to(users: frozenset[str]) -> QueryBuilder:
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
		.select(share.share_doctype, share.share_name, NullValue(), NullValue())
		.where(is_for_user & (share.read == 1) & share.share_doctype.isin(list(GUARDED)))
	)
