"""Users who have a Role Profile: on every save Frappe gives them its roles, and takes away all others.

Frappe 15 knows one for each user (`role_profile_name`), 16 several (`role_profiles`) and reads what 15 stored.
"""

import frappe
from frappe import _

FIELD, ROWS = "role_profile_name", "User Role Profile"


def profiles_of(names: list[str]) -> dict[str, list[str]]:
	"""Return the Role Profiles of those users who have any, by name."""
	if not names:
		return {}
	is_theirs = {"name": ("in", names), FIELD: ("!=", "")}
	held = {
		row.name: {row[FIELD]}
		for row in frappe.get_all("User", filters=is_theirs, fields=["name", FIELD], order_by=None)
	}
	for row in rows_of(names):
		held.setdefault(row.parent, set()).add(row.role_profile)
	return {name: sorted(profiles) for name, profiles in held.items()}


def rows_of(names: list[str]) -> list[frappe._dict]:
	"""Return `{parent, role_profile}` of users on a Frappe that keeps several for each, else nothing."""
	if not frappe.get_meta("User").has_field("role_profiles"):
		return []
	is_theirs = {"parent": ("in", names), "parenttype": "User"}
	return frappe.get_all(ROWS, filters=is_theirs, fields=["parent", "role_profile"], order_by=None)


def refuse_roles_of_profile(user: str) -> None:
	"""Raise `frappe.ValidationError` where what is given to the user would be taken away again."""
	if profiles := profiles_of([user]).get(user):
		frappe.throw(
			_(
				"{0} has the roles of a Role Profile ({1}), and no others: change the profile, or take it off the user."
			).format(frappe.utils.escape_html(user), frappe.utils.escape_html(", ".join(profiles)))
		)
