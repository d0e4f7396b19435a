"""The groups of a project's participants: mailed, assigned and shown at once."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.desk.form import assign_to

from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.guards import can_hold
from frappe_crm_app.visibility.link_titles import hidden_title


def groups_of(participants: Iterable[frappe._dict]) -> list[dict]:
	"""Return `{group, people: [names of rows], emails}` of each group, in the order of the rows; of who is in none, nothing.

	Emails are those that the reader sees.
	"""
	groups: dict[str, list[frappe._dict]] = {}
	for row in participants:
		if row.participant_group:
			groups.setdefault(row.participant_group, []).append(row)
	return [
		{
			"group": group,
			"people": [row.name for row in rows],
			"emails": list(
				dict.fromkeys(row.email for row in rows if row.email and row.title != hidden_title())
			),
		}
		for group, rows in groups.items()
	]


def assign_group(project: str, group: str, task: str) -> list[str]:
	"""Assign a task of the project to the users of a group; return those who were not assigned yet.

	Raises `frappe.ValidationError` for a group without users, or a task of another project.
	"""
	note = frappe.get_doc(NOTE, task) if frappe.db.exists(NOTE, task) else None
	if not note or note.project != project or not note.has_permission("write"):
		frappe.throw(_("There is no such task of this project that you may change."), frappe.PermissionError)
	users = users_of(project, group)
	if not users:
		frappe.throw(_("Nobody in this group has a login."))
	assigned = set(frappe.get_all("ToDo", open_assignments(task), pluck="allocated_to", order_by=None))
	new = [user for user in users if user not in assigned]
	if new:
		assign_to.add({"assign_to": new, "doctype": NOTE, "name": task, "description": note.subject})
	return new


def users_of(project: str, group: str) -> list[str]:
	"""Return the users of a group who can be given something."""
	filters = {"parent": project, "participant_group": group, "user": ("is", "set")}
	users = frappe.get_all("CRM Project Participant", filters=filters, pluck="user", order_by="idx asc")
	return [user for user in users if can_hold(user)]


def open_assignments(task: str) -> dict:
	return {"reference_type": NOTE, "reference_name": task, "status": "Open"}
