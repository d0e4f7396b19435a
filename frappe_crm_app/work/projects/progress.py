"""What is done of projects, and how they go: asked of the database each time, kept nowhere."""

from collections.abc import Sequence

import frappe
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, now_datetime, today
from pypika import Case
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Field, Term, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_project.options import Health
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.visibility.guarded import MILESTONE, NOTE
from frappe_crm_app.visibility.user_criteria import UserCriteria

NOTHING_YET = {"total": 0, "done": 0, "overdue": 0}
TASKS, MILESTONES = "tasks", "milestones"


def is_task(note: Table) -> Criterion:
	"""Return the criterion that a note of a project is something to do, or was: no mere remark, and not cancelled."""
	is_planned = (note.action == Action.TASK) | note.scheduled_on.isnotnull()
	return (note.status != NoteStatus.CANCELLED) & is_planned


def figures_of(projects: Sequence[str], criteria: UserCriteria) -> dict[str, dict]:
	"""Return for each project `{tasks, milestones, percent, milestones_by_name}` of what the reader sees, in one query.

	Each of the first two is `{total, done, overdue}`; `milestones_by_name` has the same of the tasks of each milestone.
	"""
	figures = {
		name: {TASKS: {**NOTHING_YET}, MILESTONES: {**NOTHING_YET}, "milestones_by_name": {}}
		for name in projects
	}
	rows = (
		union_all([of_tasks(projects, criteria), of_milestones(projects, criteria)]).run() if projects else []
	)
	for kind, project, milestone, total, done, overdue in rows:
		counted = {"total": cint(total), "done": cint(done), "overdue": cint(overdue)}
		add(figures[project][kind], counted)
		if kind == TASKS and milestone:
			figures[project]["milestones_by_name"][milestone] = counted
	for figure in figures.values():
		figure["percent"] = percent(figure)
	return figures


def add(to: dict[str, int], counted: dict[str, int]) -> None:
	"""Add up."""
	for name, number in counted.items():
		to[name] += number


def percent(figure: dict) -> int:
	"""Return how much is done in whole percent: of the tasks, of the milestones where there are none."""
	counted = figure[TASKS] if figure[TASKS]["total"] else figure[MILESTONES]
	return counted["done"] * 100 // counted["total"] if counted["total"] else 0


def health_of(chosen: str | None, figure: dict) -> str:
	"""Return how a project goes: as somebody says, else by what is overdue."""
	if chosen:
		return chosen
	if figure[MILESTONES]["overdue"]:
		return str(Health.OFF_TRACK)
	return str(Health.AT_RISK if figure[TASKS]["overdue"] else Health.ON_TRACK)


def of_tasks(projects: Sequence[str], criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for kind, project, milestone and numbers of the tasks that the reader sees."""
	note = frappe.qb.DocType(NOTE)
	is_open = note.status == NoteStatus.OPEN
	numbers = (number(note.status == NoteStatus.DONE), number(is_open & (note.scheduled_on < now_datetime())))
	query = counted(TASKS, note, note.milestone, numbers).where(note.project.isin(list(projects)))
	return seen(query.where(is_task(note)).groupby(note.project, note.milestone), criteria.criterion(NOTE))


def of_milestones(projects: Sequence[str], criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the same of the milestones."""
	table = frappe.qb.DocType(MILESTONE)
	numbers = (number(table.is_done == 1), number((table.is_done == 0) & (table.due_on < today())))
	query = counted(MILESTONES, table, ValueWrapper(""), numbers).where(table.project.isin(list(projects)))
	return seen(query.groupby(table.project), criteria.criterion(MILESTONE))


def counted(kind: str, table: Table, milestone: Field | Term, numbers: tuple[Term, Term]) -> QueryBuilder:
	"""Begin one of these queries."""
	done, overdue = numbers
	return frappe.qb.from_(table).select(
		ValueWrapper(kind).as_("kind"),
		table.project,
		milestone.as_("milestone"),
		Count("*").as_("total"),
		done.as_("done"),
		overdue.as_("overdue"),
	)


def number(criterion: Criterion) -> Term:
	"""Return the number of rows that meet a criterion."""
	return Sum(Case().when(criterion, 1).else_(0))


def seen(query: QueryBuilder, allowed: Criterion | None) -> QueryBuilder:
	return query if allowed is None else query.where(allowed)
