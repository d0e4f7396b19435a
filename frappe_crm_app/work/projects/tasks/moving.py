"""A task moves on the board of its project: by its own save, so that all of its rules hold."""

import frappe
from frappe import _

from frappe_crm_app.visibility.guarded import NOTE

MOVED = ("milestone", "status", "assigned_to")


def move_task(name: str, values: dict[str, str | None]) -> dict:
	"""Give a task these values, `None` leaving one as it is; return them as they are then, with its name and project.

	Raises `frappe.PermissionError` for a task that the session's user may not change, and for a note of no project.
	"""
	task = frappe.get_doc(NOTE, name) if frappe.db.exists(NOTE, name) else None
	if not task or not task.project or not task.has_permission("write"):
		frappe.throw(_("There is no such task of a project that you may change."), frappe.PermissionError)
	task.update({field: value or None for field, value in values.items() if value is not None})
	task.save()
	return {"name": task.name, "project": task.project, **{field: task.get(field) for field in MOVED}}
