"""Whose day is looked at. What of it is seen, the rule of who sees what decides."""

import frappe
from frappe import _

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.records.agenda.parts import People
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import OWNER_FIELD
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.user_access import UserAccess, access_of
from frappe_crm_app.visibility.users import NOT_FOR_PEOPLE, has_crm_role, require_user

MOST_PEOPLE = 500


class Whose(StrEnum):
	"""Whose day it is, where it is not that of one named user."""

	MINE = "mine"
	TEAM = "team"
	EVERYBODY = "everybody"


def people_of(whose: str, who: UserAccess) -> People:
	"""Return the users whose records are meant, `None` for everybody's; raises `frappe.DoesNotExistError`."""
	if whose == Whose.EVERYBODY:
		return None
	if whose in (Whose.MINE, who.user):
		return {who.user}
	if whose == Whose.TEAM:
		return who.team
	require_user(whose)
	return {whose}


def choices() -> dict:
	"""Return what the page's switch offers; see `api.get_setup`."""
	refuse_others()
	who = access_of()
	has_team = len(who.team) > 1
	sees_everyone = any(policy.sees_everyone(doctype) for doctype in OWNER_FIELD)
	names = people_of_the_crm() if sees_everyone else sorted(who.team) if has_team else []
	return {"has_team": has_team, "sees_everyone": sees_everyone, "people": named(names, who.user)}


def people_of_the_crm() -> list[str]:
	"""Return who has a role of the CRM."""
	filters = {"parenttype": "User", "role": ("in", [str(role) for role in CRMRole])}
	return frappe.get_all("Has Role", filters=filters, pluck="parent", distinct=True, order_by=None)


def named(users: list[str], me: str) -> list[dict]:
	"""Return `{user, full_name}` of the enabled ones among these users but me, by name."""
	others = sorted(set(users) - {me, *NOT_FOR_PEOPLE})
	if not others:
		return []
	return frappe.get_all(
		"User",
		filters={"name": ("in", others), "enabled": 1},
		fields=["name as user", "full_name"],
		order_by="full_name asc, name asc",
		limit=MOST_PEOPLE,
	)


def refuse_others() -> None:
	"""Refuse who has nothing to do with the CRM."""
	if not has_crm_role():
		frappe.throw(_("This page is for people of the CRM."), frappe.PermissionError)
