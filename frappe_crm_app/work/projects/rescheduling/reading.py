"""A project's plan from the database: everything that has days, hidden or not, since a plan that leaves something out is wrong."""

from dataclasses import dataclass

import frappe
from frappe.utils import get_datetime, getdate
from pypika.queries import QueryBuilder

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.visibility.guarded import MILESTONE, NOTE
from frappe_crm_app.work.projects.planning.plan import Milestone, Plan, Task
from frappe_crm_app.work.projects.progress import is_task
from frappe_crm_app.work.projects.tasks.waiting import waiting_in

ENTRIES = (
	"name",
	"subject",
	"status",
	"scheduled_on",
	"ends_on",
	"starts_on",
	"milestone",
	"is_private",
	"owner",
	"assigned_to",
)


@dataclass(frozen=True)
class StoredPlan:
	"""A plan, with the rows that it was read from by their names."""

	plan: Plan
	notes: dict[str, frappe._dict]
	milestones: dict[str, frappe._dict]


def stored_plan(project: str, is_locked: bool = False) -> StoredPlan:
	"""Return what a project has, in three queries; `is_locked` where it is about to be written."""
	notes, milestones = notes_of(project, is_locked), milestones_of(project, is_locked)
	waiting = waiting_in(project, is_locked)
	tasks = {name: task_of(row, waiting.get(name, ())) for name, row in notes.items()}
	due = {name: Milestone(name, getdate(row.due_on), bool(row.is_done)) for name, row in milestones.items()}
	return StoredPlan(Plan(tasks, due), notes, milestones)


def notes_of(project: str, is_locked: bool) -> dict[str, frappe._dict]:
	"""Return the tasks that have a day."""
	note = frappe.qb.DocType(NOTE)
	query = frappe.qb.from_(note).select(*(note[column] for column in ENTRIES))
	query = query.where((note.project == project) & is_task(note) & note.scheduled_on.isnotnull())
	return by_name(query, is_locked)


def milestones_of(project: str, is_locked: bool) -> dict[str, frappe._dict]:
	"""Return the milestones that have a day."""
	table = frappe.qb.DocType(MILESTONE)
	query = frappe.qb.from_(table).select(table.name, table.title, table.due_on, table.is_done)
	query = query.where((table.project == project) & table.due_on.isnotnull())
	return by_name(query, is_locked)


@refused_on_conflict()
def by_name(query: QueryBuilder, is_locked: bool) -> dict[str, frappe._dict]:
	"""Return the rows of a query by their names."""
	rows = (query.for_update() if is_locked else query).run(as_dict=True)
	return {row.name: row for row in rows}


def task_of(row: frappe._dict, waits_for: list[str] | tuple[str, ...]) -> Task:
	"""Return a note as a task of a plan."""
	ends = get_datetime(row.scheduled_on).date()
	starts = min(getdate(row.starts_on), ends) if row.starts_on else ends
	return Task(row.name, starts, ends, row.milestone, tuple(waits_for), row.status != NoteStatus.OPEN)
