"""The logins of the demo's team."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.delete_doc import check_if_doc_is_dynamically_linked, check_if_doc_is_linked
from frappe.sessions import clear_sessions
from frappe.utils.password import delete_all_passwords_for, update_password

from frappe_crm_app.demo.records import StaffMember
from frappe_crm_app.demo.removing import remove_rows
from frappe_crm_app.kit.conflicts import undoing
from frappe_crm_app.visibility.roles import CRMRole

MODULE = "Frappe CRM App"
# DocTypes of Frappe whose rows only concern one user, with the field that names the user.
BELONGINGS = {
	"DefaultValue": "parent",
	"DocShare": "user",
	"List Filter": "for_user",
	"Notification Log": "for_user",
	"Notification Settings": "name",
	"ToDo": "allocated_to",
	"User Permission": "user",
}


def ensure_logins(team: tuple[StaffMember, ...], password: str) -> None:
	"""Give every member a login with `password`; one that clearing had to keep is enabled again. Nobody is mailed."""
	for member in team:
		if frappe.db.exists("User", member.user):
			frappe.db.set_value("User", member.user, "enabled", 1)
			frappe.clear_cache(user=member.user)
		else:
			_insert_user(member)
		update_password(member.user, password)


def remove_logins(team: tuple[StaffMember, ...]) -> tuple[list[str], list[str]]:
	"""Remove the logins of the team; return which went, and which stay, disabled, as records of the site name them."""
	removed, kept = [], []
	for member in reversed(team):
		if not frappe.db.exists("User", member.user):
			continue
		clear_sessions(member.user, force=True)
		(removed if _has_been_removed(member.user) else kept).append(member.user)
		frappe.clear_cache(user=member.user)
	frappe.cache.delete_value(["enabled_users", "users_for_mentions"])
	return removed, kept


def roles_of(member: StaffMember) -> tuple[CRMRole, ...]:
	"""Return the member's roles."""
	return (CRMRole.SALES_REP if member.reports_to else CRMRole.MANAGER,)


def _insert_user(member: StaffMember) -> None:
	user = frappe.new_doc("User")
	user.update(
		{
			"email": member.user,
			"first_name": member.first_name,
			"last_name": member.last_name,
			"send_welcome_email": 0,
			# Frappe makes it a System User for its roles. As one from the start it would also become a System Manager
			# on a site where nobody but Administrator is.
			"user_type": "Website User",
			"roles": [{"role": str(role)} for role in roles_of(member)],
		}
	)
	user.flags.no_welcome_mail = True
	with _as_on_installing():
		user.insert(ignore_permissions=True)


@contextmanager
def _as_on_installing() -> Iterator[None]:
	"""Keep Frappe from enqueueing jobs for a new user and from asking gravatar.com for a picture."""
	before = frappe.flags.in_install
	frappe.flags.in_install = True
	try:
		yield
	finally:
		frappe.flags.in_install = before


def _has_been_removed(user: str) -> bool:
	"""Remove the login unless something links to it or was made by it; then disable it.

	Not by `frappe.delete_doc`: that wants another System Manager to be there, which this user never was, and leaves a
	log entry and a job behind.
	"""
	try:
		with undoing("demo_login", frappe.LinkExistsError):
			_refuse_while_owner(user)
			_remove_belongings(user)
			_refuse_while_linked("User", user)
	except frappe.LinkExistsError:
		frappe.clear_last_message()
		frappe.db.set_value("User", user, "enabled", 0)
		return False
	delete_all_passwords_for("User", user)
	remove_rows("User", [user])
	return True


def _refuse_while_linked(doctype: str, name: str) -> None:
	"""Raise `frappe.LinkExistsError` as Frappe does on deleting."""
	document = frappe.get_doc(doctype, name)
	check_if_doc_is_linked(document)
	check_if_doc_is_dynamically_linked(document)


def _refuse_while_owner(user: str) -> None:
	"""Raise `frappe.LinkExistsError` where one of our records was made by the user: who owns it decides who sees it."""
	for doctype in frappe.get_all("DocType", filters={"module": MODULE, "issingle": 0}, pluck="name"):
		if frappe.db.exists(doctype, {"owner": user}):
			frappe.throw(_("{0} has made records.").format(user), frappe.LinkExistsError)


def _remove_belongings(user: str) -> None:
	"""Remove what only concerns the user: settings, shares, tasks and the address book entry that Frappe makes."""
	for doctype, fieldname in BELONGINGS.items():
		frappe.db.delete(doctype, {fieldname: user})
	for contact in frappe.get_all("Contact", filters={"user": user, "email_id": user}, pluck="name"):
		_refuse_while_linked("Contact", contact)
		remove_rows("Contact", [contact])
