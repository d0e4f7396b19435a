"""All tasks of a project, as list, board and plan show them: the same number of statements, however many there are."""

import frappe
from frappe.query_builder.functions import Count, Sum
from frappe.utils import get_datetime, getdate, now_datetime
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.visibility.guarded import CONTACT, NOTE
from frappe_crm_app.visibility.link_words import words_for
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.work.projects.access import may_change, seen_project
from frappe_crm_app.work.projects.page import milestones_of
from frappe_crm_app.work.projects.progress import is_task, seen
from frappe_crm_app.work.projects.settings import end_of_work, working_calendar
from frappe_crm_app.work.projects.tasks.waiting import BLOCKER

MOST = 5_000
ITEM = "CRM Checklist Item"
COLUMNS = (
	"name", "subject", "action", "status", "scheduled_on", "starts_on", "completed_on", "milestone", "assigned_to", "contact_assigned",
	"comes_from", "is_private", "has_task_rows",
)  # fmt: skip


def plan(project: str) -> dict:
	"""Return the plan of a project; see `api.get_plan`."""
	criteria = UserCriteria()
	seen_project(project, criteria)
	tasks = tasks_of(project, criteria)
	shown = {task.name for task in tasks[:MOST]}
	waiting, items = waiting_among(project, shown), items_of(project)
	words = words_for(links_of(tasks))
	for task in tasks:
		complete(task, waiting.get(task.name, []), items.get(task.name), words)
	return {
		"milestones": milestones_of(project, criteria),
		"tasks": tasks[:MOST],
		"has_more": len(tasks) > MOST,
		"may_change": may_change(project),
		"calendar": working_days(),
	}


def working_days() -> dict:
	"""Return when people work: `{weekdays: numbers from Monday, 0, holidays: days, ends: "17:00"}`."""
	calendar = working_calendar()
	return {
		"weekdays": sorted(calendar.weekdays),
		"holidays": sorted(calendar.holidays),
		"ends": f"{end_of_work():%H:%M}",
	}


def tasks_of(project: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the tasks of a project that the reader sees, by their days; those without come last."""
	note = frappe.qb.DocType(NOTE)
	query = frappe.qb.from_(note).select(*(note[column] for column in COLUMNS))
	query = seen(query.where((note.project == project) & is_task(note)), criteria.criterion(NOTE))
	rows = query.limit(MOST + 1).orderby(note.scheduled_on, note.name).run(as_dict=True)
	empty_hidden(NOTE, rows)
	return sorted(rows, key=lambda row: row.scheduled_on is None)


def waiting_among(project: str, shown: set[str]) -> dict[str, list[str]]:
	"""Return what each task waits for, of those that are shown."""
	waiting: dict[str, list[str]] = {}
	for task, waited_for in rows_of(BLOCKER, project, "note").run():
		if task in shown and waited_for in shown:
			waiting.setdefault(task, []).append(waited_for)
	return waiting


def items_of(project: str) -> dict[str, tuple[int, int]]:
	"""Return how many items of each task's checklist there are, and how many are done."""
	row = frappe.qb.DocType(ITEM)
	query = rows_of(ITEM, project).select(Count("*"), Sum(row.is_done)).groupby(row.parent)
	return {task: (int(total), int(done or 0)) for task, total, done in query.run()}


def rows_of(table: str, project: str, *columns: str) -> QueryBuilder:
	"""Begin a query for the task and these columns of the rows of a table of the project's tasks."""
	note, row = frappe.qb.DocType(NOTE), frappe.qb.DocType(table)
	query = frappe.qb.from_(row).join(note).on(note.name == row.parent).select(row.parent)
	return query.select(*(row[column] for column in columns)).where(is_of(project))


def is_of(project: str) -> Criterion:
	return frappe.qb.DocType(NOTE).project == project


def links_of(tasks: list[frappe._dict]) -> set[tuple[str, str]]:
	"""Return whom and what tasks name: who does them, and what they come from."""
	named = {("User", task.assigned_to) for task in tasks} | {
		(CONTACT, task.contact_assigned) for task in tasks
	}
	return {link for link in named | {(NOTE, task.comes_from) for task in tasks} if link[1]}


def complete(task: frappe._dict, waiting: list[str], items: tuple[int, int] | None, words: dict) -> None:
	"""Add to a task what it waits for, why it is there, who does it, its days and its checklist."""
	due = task.scheduled_on and get_datetime(task.scheduled_on)
	task.update(
		due_on=due and due.date(),
		starts_on=(task.starts_on and getdate(task.starts_on)) or (due and due.date()),
		is_overdue=bool(due and due < now_datetime() and task.status == NoteStatus.OPEN),
		blocked_by=waiting,
		checklist={"total": items[0], "done": items[1]} if items else None,
		assigned_to_title=words.get(("User", task.assigned_to)),
		contact_assigned_title=words.get((CONTACT, task.contact_assigned)),
		why=words.get((NOTE, task.comes_from)),
	)
	task.pop("has_task_rows", None)
