"""Users who have a Role Profile: on every save Frappe gives them its roles, and takes away all others.

Frappe 15 knows one for each user (`role_profile_name`), 16 several (`role_profiles`) and reads what 15 stored.
"""

import frappe
from frappe import _
from frappe.model.document import Document

FIELD, TABLE, ROWS = "role_profile_name", "role_profiles", "User Role Profile"


def profiles_of(users: list[frappe._dict]) -> dict[str, list[str]]:
	"""Return the Role Profiles of those users who have any, by name; `users` have `name` and `role_profile_name`."""
	held = {user.name: {user[FIELD]} for user in users if user[FIELD]}
	for row in rows_of([user.name for user in users]):
		held.setdefault(row.parent, set()).add(row.role_profile)
	return {name: sorted(profiles) for name, profiles in held.items()}


def rows_of(names: list[str]) -> list[frappe._dict]:
	"""Return `{parent, role_profile}` of users on a Frappe that keeps several for each, else nothing."""
	if not names or not frappe.get_meta("User").has_field(TABLE):
		return []
	is_theirs = {"parent": ("in", names), "parenttype": "User"}
	return frappe.get_all(ROWS, filters=is_theirs, fields=["parent", "role_profile"], order_by=None)


def refuse_roles_of_profile(user: Document) -> None:
	"""Raise `frappe.ValidationError` where what is given to the user would be taken away again."""
	several = {row.role_profile for row in user.get(TABLE) or ()}
	if profiles := sorted({*filter(None, [user.get(FIELD)]), *several}):
		frappe.throw(
			_(
				"{0} has the roles of a Role Profile ({1}), and no others: change the profile, or take it off the user."
			).format(frappe.utils.escape_html(user.name), frappe.utils.escape_html(", ".join(profiles)))
		)
