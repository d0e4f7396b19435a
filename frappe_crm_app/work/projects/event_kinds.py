"""What may happen to projects and milestones: by a save, or because time passes."""

from datetime import datetime

import frappe
from frappe import _lt
from pypika.queries import QueryBuilder

from frappe_crm_app.frappe_crm_app.doctype.crm_project.options import RUNNING
from frappe_crm_app.kit.domain_events.changes import changed, is_created, is_updated, turned
from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.kit.domain_events.occasions import TimeCheck
from frappe_crm_app.visibility.guarded import MILESTONE, PROJECT

OVERDUE = "milestone.overdue"

PROJECT_KINDS = (
	Kind("project.created", PROJECT, _lt("A project begins"), happened=is_created),
	Kind("project.updated", PROJECT, _lt("A project is changed"), happened=is_updated),
	Kind(
		"project.status_changed",
		PROJECT,
		_lt("A project gets another status"),
		("status", "completed_on"),
		changed("status"),
	),
)
MILESTONE_KINDS = (
	Kind("milestone.created", MILESTONE, _lt("A project gets a milestone"), happened=is_created),
	Kind(
		"milestone.done",
		MILESTONE,
		_lt("A milestone is reached"),
		("is_done", "done_on", "done_by"),
		turned("is_done", 1),
	),
	Kind(OVERDUE, MILESTONE, _lt("The day of an open milestone is over"), ("due_on",)),
)


def overdue(now: datetime) -> QueryBuilder:
	"""Return the open milestones of the days before, of projects that are not over."""
	table, project = frappe.qb.DocType(MILESTONE), frappe.qb.DocType(PROJECT)
	query = frappe.qb.from_(table).join(project).on(project.name == table.project)
	query = query.select(table.name, table.due_on.as_("moment")).where(project.status.isin(RUNNING))
	return query.where((table.is_done == 0) & (table.due_on < now.date()))


IS_OVERDUE = TimeCheck(OVERDUE, overdue)
