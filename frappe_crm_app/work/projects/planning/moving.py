"""What moves when a date moves.

- A task that is moved stays as long as it is, in working days, unless its first day is given, too.
- A milestone that is moved takes its tasks along, by as many working days.
- What waits for something that moved begins on a working day after it; it is pushed later for that, and never pulled earlier.
- A task that moved does not begin before what it waits for has ended either, where somebody wants it so or not.
- A milestone is not due before the last of its tasks that moved has ended.
- What is done never moves, and nothing waits for it.

So each thing moves at most once, in an order in which nothing comes before what it waits for.
"""

from dataclasses import replace
from datetime import date

from frappe_crm_app.work.projects.planning.calendar import WorkingCalendar
from frappe_crm_app.work.projects.planning.graph import in_order
from frappe_crm_app.work.projects.planning.plan import Move, Moved, Plan, Task


class DoneError(ValueError):
	"""What is done does not move."""


class BackwardsError(ValueError):
	"""A task would end before it begins."""


def consequence_of(plan: Plan, move: Move, calendar: WorkingCalendar) -> list[Moved]:
	"""Return what moves from when to when, the thing itself first if it moves; tasks by their days, then milestones.

	Raises `KeyError` for what is not in the plan, `DoneError` and `BackwardsError`.
	"""
	moving = asked(plan, move, calendar)
	tasks = pushed(plan, moving, calendar)
	moved = [
		Moved(name, (was.ends, now.ends), (was.starts, now.starts))
		for name, now in tasks.items()
		for was in [plan.tasks[name]]
		if (was.starts, was.ends) != (now.starts, now.ends)
	]
	moved.sort(key=lambda each: (each.name != move.name, each.starts[1], each.due[1], each.name))
	return [*moved, *moved_milestones(plan, tasks, move, calendar)]


def asked(plan: Plan, move: Move, calendar: WorkingCalendar) -> dict[str, Task]:
	"""Return the tasks that somebody moves, as they want them."""
	if move.name in plan.tasks:
		return {move.name: moved_task(plan.tasks[move.name], move, calendar)}
	milestone = plan.milestones[move.name]
	if milestone.is_done:
		raise DoneError
	days = calendar.between(milestone.due, calendar.on_or_after(move.due))
	own = (task for task in plan.tasks.values() if task.milestone == move.name and not task.is_done)
	return {task.name: shifted(task, days, calendar) for task in own if days}


def moved_task(task: Task, move: Move, calendar: WorkingCalendar) -> Task:
	"""Return a task as somebody wants it, on working days."""
	if task.is_done:
		raise DoneError
	ends = calendar.on_or_after(move.due)
	if move.starts is None:
		starts = calendar.shifted(ends, 1 - calendar.length(task.starts, task.ends))
	else:
		starts = calendar.on_or_after(move.starts)
	if starts > ends:
		raise BackwardsError
	return replace(task, starts=starts, ends=ends)


def shifted(task: Task, days: int, calendar: WorkingCalendar) -> Task:
	"""Return a task so many working days later, or earlier, and as long as it is."""
	return beginning(task, calendar.shifted(task.starts, days), calendar)


def beginning(task: Task, starts: date, calendar: WorkingCalendar) -> Task:
	"""Return a task that begins on this working day and is as long as it is."""
	return replace(task, starts=starts, ends=calendar.end_of(starts, calendar.length(task.starts, task.ends)))


def pushed(plan: Plan, moving: dict[str, Task], calendar: WorkingCalendar) -> dict[str, Task]:
	"""Return all tasks that move: those that somebody moves, and what these push."""
	tasks = dict(moving)
	for name in in_order({task.name: task.waits_for for task in plan.tasks.values()}):
		task = plan.tasks[name]
		if task.is_done or not (name in moving or any(each in tasks for each in task.waits_for)):
			continue
		wanted = tasks.get(name, task)
		held_until = last_day_waited_for(plan, task, tasks)
		if held_until and wanted.starts <= held_until:
			tasks[name] = beginning(wanted, calendar.next_after(held_until), calendar)
	return tasks


def last_day_waited_for(plan: Plan, task: Task, tasks: dict[str, Task]) -> date | None:
	"""Return when the last of what a task waits for ends, `None` where it waits for nothing that is still to be done."""
	waited_for = (tasks.get(name) or plan.tasks.get(name) for name in task.waits_for)
	return max((each.ends for each in waited_for if each and not each.is_done), default=None)


def moved_milestones(
	plan: Plan, tasks: dict[str, Task], move: Move, calendar: WorkingCalendar
) -> list[Moved]:
	"""Return the milestones that move: the one that somebody moves, and those whose tasks end later than they are due."""
	wanted = {move.name: calendar.on_or_after(move.due)} if move.name in plan.milestones else {}
	due = {
		name: milestone.due for name, milestone in plan.milestones.items() if not milestone.is_done
	} | wanted
	for name, task in tasks.items():
		was = plan.tasks[name]
		if task.milestone in due and (was.starts, was.ends) != (task.starts, task.ends):
			due[task.milestone] = max(due[task.milestone], task.ends)
	moved = [
		Moved(name, (plan.milestones[name].due, day))
		for name, day in due.items()
		if day != plan.milestones[name].due
	]
	return sorted(moved, key=lambda each: (each.name != move.name, each.due[1], each.name))
