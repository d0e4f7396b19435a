"""Users and their roles of the CRM, as its administrators see and set them."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import cint, get_datetime

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.frappe_version import beginning_at
from frappe_crm_app.visibility.role_profiles import FIELD, profiles_of, refuse_roles_of_profile
from frappe_crm_app.visibility.roles import CRMRole

LONGEST_PAGE = 200
NOT_FOR_PEOPLE = ("Administrator", "Guest")


def list_users(text: str, start: int, page_length: int) -> dict:
	"""Return a page of users by name, `{users, has_more}`; `text` is part of a name or an address."""
	text = searched_text(text)
	found = frappe.get_all(
		"User",
		filters={"name": ("not in", NOT_FOR_PEOPLE)},
		or_filters=[["full_name", "like", f"%{text}%"], ["email", "like", f"%{text}%"]] if text else None,
		fields=["name", "full_name", "email", "enabled", "last_login", "creation", FIELD],
		order_by="enabled desc, full_name asc, name asc",
		limit=page_length + 1,
		**beginning_at(start),
	)
	page = found[:page_length]
	names = [user.name for user in page]
	roles, profiles = roles_of(names), profiles_of(page)
	return {
		"users": [described(user, roles.get(user.name, []), profiles.get(user.name, [])) for user in page],
		"has_more": len(found) > page_length,
	}


def described(user: dict, roles: list[str], role_profiles: Sequence[str] = ()) -> dict:
	"""Return a user as the endpoints show it."""
	return {
		"user": user.name,
		"full_name": user.full_name,
		"email": user.email,
		"enabled": bool(cint(user.enabled)),
		"last_login": user.last_login,
		"since": get_datetime(user.creation),
		"roles": roles,
		"role_profiles": list(role_profiles),
	}


def roles_of(names: list[str]) -> dict[str, list[str]]:
	"""Return the roles of the CRM of each user, in their usual order."""
	if not names:
		return {}
	rows = frappe.get_all(
		"Has Role",
		filters={"parenttype": "User", "parent": ("in", names), "role": ("in", list(CRMRole))},
		fields=["parent", "role"],
		order_by=None,
	)
	has = {(row.parent, row.role) for row in rows}
	return {name: [str(role) for role in CRMRole if (name, role) in has] for name in names}


def require_user(user: str) -> None:
	"""Raise `frappe.DoesNotExistError` for a user that is not there."""
	if not frappe.db.exists("User", user):
		frappe.throw(
			_("There is no user {0}.").format(frappe.utils.escape_html(user)), frappe.DoesNotExistError
		)


def assign_roles(user: str, roles: list[str]) -> dict:
	"""Give a user exactly these roles of the CRM and return the user; the caller must be allowed to.

	Other roles stay: who calls this can raise nobody, themselves included, beyond the CRM.
	"""
	require_user(user)
	refuse_unknown_roles(roles)
	refuse_losing_last_admin(user, roles)
	if user in NOT_FOR_PEOPLE:
		frappe.throw(_("{0} is no person whose roles are set here.").format(_(user)), frappe.PermissionError)
	doc = frappe.get_doc("User", user)
	refuse_roles_of_profile(doc)
	allowed = {*CRMRole, *(row.role for row in doc.roles)}
	doc.set("roles", [row for row in doc.roles if row.role not in list(CRMRole)])
	for role in CRMRole:
		if role in roles:
			doc.append("roles", {"role": str(role)})
	# Frappe lets only System Managers write users; the caller's right to do just this was checked.
	doc.save(ignore_permissions=True)
	remove_other_roles(user, allowed)
	return described(doc, roles_of([user])[user])


def remove_other_roles(user: str, allowed: set[str]) -> None:
	"""Take away what Frappe gave by itself: the first person on a site without a System Manager becomes one when saved."""
	frappe.db.delete(
		"Has Role", {"parenttype": "User", "parent": user, "role": ("not in", sorted(map(str, allowed)))}
	)
	frappe.clear_cache(user=user)


def refuse_unknown_roles(roles: list[str]) -> None:
	"""Raise `frappe.ValidationError` for anything that is no role of the CRM."""
	unknown = [role for role in roles if role not in list(CRMRole)]
	if unknown:
		frappe.throw(
			_("{0} is no role of the CRM.").format(frappe.utils.escape_html(", ".join(map(str, unknown))))
		)


def refuse_losing_last_admin(user: str, roles: list[str]) -> None:
	"""Raise `frappe.ValidationError` where nobody would be left who can assign roles.

	Whoever is left is locked, so that of two admins who take each other's role at once only one does.
	"""
	if CRMRole.ADMIN in roles or CRMRole.ADMIN not in roles_of([user])[user]:
		return
	has_role, other = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(has_role)
		.join(other)
		.on(has_role.parent == other.name)
		.select(other.name)
		.where((has_role.role == CRMRole.ADMIN) & (other.enabled == 1))
		.where(other.name.notin([user, *NOT_FOR_PEOPLE]))
		.limit(1)
		.for_update()
	)
	if not query.run():
		frappe.throw(_("{0} is the last CRM Admin. Make somebody else one first.").format(user))


def has_crm_role() -> bool:
	"""Return whether the session's user has any role of the CRM (apps screen)."""
	return frappe.session.user == "Administrator" or not set(CRMRole).isdisjoint(frappe.get_roles())


def users_with(role: str) -> list[str]:
	"""Return the enabled users with a role."""
	user, has_role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	query = frappe.qb.from_(user).join(has_role).on(has_role.parent == user.name).select(user.name).distinct()
	is_person = (user.enabled == 1) & (user.name != "Guest") & (has_role.parenttype == "User")
	return sorted(query.where(is_person & (has_role.role == role)).run(pluck=True))
