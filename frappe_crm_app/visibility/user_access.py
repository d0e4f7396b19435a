"""Who is asking: roles, the people who report to them, and what was given to them (`given.py`)."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import Scope
from frappe_crm_app.visibility.cache import HIERARCHY, read_cached, read_given_cached
from frappe_crm_app.visibility.given import Given, read_given
from frappe_crm_app.visibility.guarded import PEOPLE
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.scopes import scope_of
from frappe_crm_app.visibility.user_permissions import permissions_of

# What somebody may do with a record that was assigned to them by whoever only reads it.
READING = ("read", "select", "print", "email", "export", "report")


@dataclass(frozen=True)
class UserAccess:
	"""A user, with what decides which records they reach. Read once, when first asked for.

	`is_writing` where they want to change something: then only what was given to write counts as given. `has_people` where the deals
	and follow-ups that they have count: these let read and nothing else, so not once somebody wants to change something, not even
	for what they must be able to read then.
	"""

	user: str
	is_writing: bool = False
	has_people: bool = True

	def acting(self, action: str) -> "UserAccess":
		"""Return the same user about to do `action`."""
		is_writing = action not in READING
		if is_writing == self.is_writing:
			return self
		return self.copied(is_writing=is_writing, has_people=self.has_people and not is_writing)

	def without_people(self) -> "UserAccess":
		"""Return the same user as if no deal and no follow-up were theirs."""
		return self.copied(has_people=False)

	def with_given(self, given: "Given") -> "UserAccess":
		"""Return the same user with nothing assigned or shared but this."""
		return self.copied(all_given=given)

	def copied(self, is_writing: bool | None = None, has_people: bool | None = None, **known) -> "UserAccess":
		"""Return this user as somebody else asks about them, with what was read already."""
		copy = UserAccess(
			self.user,
			self.is_writing if is_writing is None else is_writing,
			self.has_people if has_people is None else has_people,
		)
		anew = ("is_writing", "has_people", "given")
		kept = {name: value for name, value in vars(self).items() if name not in anew}
		vars(copy).update({**kept, **known})
		return copy

	@cached_property
	def roles(self) -> frozenset[str]:
		return frozenset(frappe.get_roles(self.user))

	@cached_property
	def permissions(self) -> dict[str, list]:
		"""The User Permissions of Frappe that keep records from this user."""
		return permissions_of(self.user)

	@property
	def is_manager(self) -> bool:
		"""Whether private notes and customers are open to this user."""
		return not self.roles.isdisjoint((CRMRole.ADMIN, CRMRole.MANAGER))

	@cached_property
	def bosses(self) -> dict[str, str | None]:
		"""Whom each salesperson reports to."""
		return read_cached(HIERARCHY, read_hierarchy)

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
		"""What was assigned to this user or their team, or shared with this user, and the people of what they have."""
		return read_given_cached(
			self.user, lambda: read_given(self.user, self.team, self.reaches_people_of_team)
		)

	@cached_property
	def given(self) -> "Given":
		"""The same, as far as it counts for what they are about to do."""
		if self.is_writing:
			return self.all_given.to_write()
		return self.all_given if self.has_people else self.all_given.without_people()

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

	@property
	def reaches_people_of_team(self) -> bool:
		"""Whether the contacts or customers of what their team has are theirs to read, too."""
		return any(
			Scope.TEAM in self.scopes(self.roles_that_may("read", doctype), doctype) for doctype in PEOPLE
		)


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
