"""Endpoints about who sees what: explanations, users and their roles, presets, the manager's filters."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.phrases import or_list
from frappe_crm_app.kit.received import read_page, read_texts
from frappe_crm_app.visibility import absence_entry, invitations, manager_filters, presets, users
from frappe_crm_app.visibility import explain as explanations
from frappe_crm_app.visibility.roles import DESCRIPTIONS, CRMRole

OVERSEERS = (CRMRole.ADMIN, CRMRole.MANAGER)


@frappe.whitelist(methods=["GET"])
def explain(doctype: str, name: str, user: str | None = None) -> dict:
	"""Say which rule lets `user` (the caller, if not given) see a record of ours, or why none does.

	Returns `{user, full_name, visible, summary, reasons: [{role, scope, grants, sentence}]}`. The caller must see the
	record; only CRM Admin and CRM Manager may ask about others. Raises `frappe.PermissionError`.
	"""
	user = user or frappe.session.user
	if user != frappe.session.user:
		require_role(*OVERSEERS)
	record = seen_record(doctype, name)
	users.require_user(user)
	return explanations.explain(record, user)


@frappe.whitelist(methods=["GET"])
def who_can_see(doctype: str, name: str) -> list[dict]:
	"""Return an `explain` for each user of the CRM, those who see the record first (CRM Admin, CRM Manager)."""
	require_role(*OVERSEERS)
	return explanations.who_can_see(seen_record(doctype, name))


@frappe.whitelist(methods=["GET"])
def get_users(text: str = "", start: int = 0, page_length: int = 50) -> dict:
	"""Return users by name: `{users: [{user, full_name, email, enabled, roles, role_profiles, last_login, since}], has_more, assignable, descriptions}`.

	`roles` are those of the CRM, `last_login` and `since`, when somebody became a user, are in the site's time zone, `assignable` lists
	the roles that the caller may give, `descriptions` says what each role is for. Who has `role_profiles` has their roles and can be
	given no others. For CRM Admin and CRM Manager.
	"""
	require_role(*OVERSEERS)
	return users.list_users(text, *read_page(start, page_length, users.LONGEST_PAGE)) | {
		"assignable": list(CRMRole) if has_role(CRMRole.ADMIN) else [],
		"descriptions": {role.value: _(sentence) for role, sentence in DESCRIPTIONS.items()},
	}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def assign_roles(user: str, roles: list | str) -> dict:
	"""Give a user exactly these roles of the CRM, leaving all others alone; returns the user as `get_users` does.

	For CRM Admin. Raises `frappe.ValidationError` for a role that is none of the CRM's, so nobody gets, or loses,
	any other by it, and for a user with a Role Profile of Frappe's, which would undo it.
	"""
	require_role(CRMRole.ADMIN)
	return users.assign_roles(user, read_texts(roles, refuse_no_names))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def invite_user(email: str, first_name: str, roles: list | str, last_name: str = "") -> dict:
	"""Make somebody a user with these roles of the CRM and mail them Frappe's welcome; returns the user as `get_users` does, with `is_mailed`.

	For CRM Admin. Raises `frappe.ValidationError`, `frappe.DuplicateEntryError` for an address that a user has.
	"""
	require_role(CRMRole.ADMIN)
	return invitations.invite(email, first_name, last_name, read_texts(roles, refuse_no_names))


@frappe.whitelist(methods=["POST"])
def invite_again(user: str) -> dict:
	"""Mail a user of the CRM who has never signed in the welcome once more; returns the user with `is_mailed` (CRM Admin)."""
	require_role(CRMRole.ADMIN)
	return invitations.invite_again(user)


def refuse_no_names() -> None:
	frappe.throw(_("The roles are a list of names."))


@frappe.whitelist(methods=["GET"])
def get_manager_filters() -> dict:
	"""Return what a manager filters by, `{salespeople: [{user, full_name, sales_roles}], sales_roles: [{name, role_name}]}`.

	Empty lists for whoever does not see everyone's records.
	"""
	return manager_filters.choices()


@frappe.whitelist(methods=["GET"])
def preview_preset(preset: str) -> dict:
	"""Return `{changes, left}`: what applying a preset would change now, a sentence each, and what it leaves; changes nothing (CRM Admin)."""
	require_role(CRMRole.ADMIN)
	return presets.preview(preset)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def apply_preset(preset: str) -> list[str]:
	"""Set scopes and role permissions to a preset's matrix and return what changed, a sentence each (CRM Admin)."""
	require_role(CRMRole.ADMIN)
	return presets.apply(preset)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def set_absence(away_from: str = "", away_until: str = "", person: str | None = None) -> None:
	"""Enter from when until when somebody is away, the caller without `person` (a CRM Salesperson); empty texts say: not any more.

	A person enters their own, a CRM Manager that of who reports to them, a CRM Admin everybody's. Raises `frappe.PermissionError`.
	"""
	absence_entry.enter(person, away_from=away_from, away_until=away_until)


def require_role(*roles: str) -> None:
	"""Raise `frappe.PermissionError` unless the caller has one of the roles."""
	if not has_role(*roles):
		frappe.throw(
			_("Only a {0} may do this.").format(or_list(_(role) for role in roles)),
			frappe.PermissionError,
		)


def has_role(*roles: str) -> bool:
	"""Return whether the caller has one of the roles."""
	return frappe.session.user == "Administrator" or not set(roles).isdisjoint(frappe.get_roles())


def seen_record(doctype: str, name: str) -> Document:
	"""Return a record of ours; raises `frappe.PermissionError`, the same for one that is hidden and one that is not there."""
	if explanations.is_of_ours(doctype) and frappe.db.exists(doctype, name):
		record = frappe.get_doc(doctype, name)
		if frappe.has_permission(doctype, "read", record):
			return record
	frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
