import frappe

from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord
from frappe_crm_app.work.projects.milestones import (
	come_last,
	keep_project,
	keep_template_key,
	leave_tasks,
	mark_done,
)
from frappe_crm_app.work.projects.templates.removed import note_removed


class CRMMilestone(VisibleRecord):
	"""A day by which something of a project is reached."""

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		keep_project(self)
		keep_template_key(self)
		come_last(self)
		mark_done(self)

	def on_trash(self) -> None:
		leave_tasks(self)
		note_removed(self)


def on_doctype_update() -> None:
	"""Index what plans and the sweep of what is overdue read."""
	frappe.db.add_index("CRM Milestone", ["project", "position"])
	frappe.db.add_index("CRM Milestone", ["is_done", "due_on"])
