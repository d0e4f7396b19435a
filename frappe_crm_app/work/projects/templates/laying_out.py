"""The days of a template's milestones and tasks in a project that starts, and maybe ends, on given days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from frappe_crm_app.frappe_crm_app.doctype.crm_template_task.options import Anchor
from frappe_crm_app.work.projects.planning.calendar import WorkingCalendar
from frappe_crm_app.work.projects.planning.graph import in_order
from frappe_crm_app.work.projects.templates.template import Template, TemplateTask


@dataclass(frozen=True)
class Layout:
	"""The days by keys of rows: when milestones are due, and the first and the last day of tasks."""

	milestones: dict[str, date]
	tasks: dict[str, tuple[date, date]]


def first_day(start: date, now: datetime, end_of_work: time, calendar: WorkingCalendar) -> date:
	"""Return the day from which a project is laid out: its start, the next working day where that is today and work is over."""
	is_over = start == now.date() and now.time() >= end_of_work
	return calendar.next_after(start) if is_over else start


def lay_out(template: Template, start: date, end: date | None, calendar: WorkingCalendar) -> Layout:
	"""Return the days of all rows, on working days; a task begins after those that it waits for.

	`end` may be missing where nothing is counted from it.
	"""
	anchors = {Anchor.START: start, Anchor.END: end}
	milestones = {
		each.key: calendar.shifted(anchors[each.anchor], each.offset) for each in template.milestones
	}
	by_key, tasks = {task.key: task for task in template.tasks}, {}
	for key in in_order({task.key: task.waits_for for task in template.tasks}):
		tasks[key] = days_of(by_key[key], anchors, milestones, tasks, calendar)
	return Layout(milestones, tasks)


def days_of(
	task: TemplateTask,
	anchors: Mapping[Anchor, date | None],
	milestones: Mapping[str, date],
	tasks: Mapping[str, tuple[date, date]],
	calendar: WorkingCalendar,
) -> tuple[date, date]:
	"""Return the first and the last day of a task; those that it waits for are laid out."""
	anchor = milestones[task.milestone] if task.anchor == Anchor.MILESTONE else anchors[task.anchor]
	starts = calendar.shifted(anchor, task.offset)
	waited_for = [tasks[key][1] for key in task.waits_for]
	if waited_for:
		starts = max(starts, calendar.next_after(max(waited_for)))
	return starts, calendar.end_of(starts, task.duration)
