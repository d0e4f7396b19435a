"""Endpoints of projects. Who calls them sees the project; what changes it takes that one may change it."""

import frappe

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.visibility.guarded import PROJECT
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.work.projects import addresses, groups, page, plan, starting
from frappe_crm_app.work.projects.access import changed_project, seen_project
from frappe_crm_app.work.projects.rescheduling import accepting, shown, undoing
from frappe_crm_app.work.projects.rescheduling.telling import tell_participants
from frappe_crm_app.work.projects.tasks.moving import move_task as move_task_of_project
from frappe_crm_app.work.projects.templates import applying
from frappe_crm_app.work.projects.templates.reading import template_named


@frappe.whitelist(methods=["GET"])
def get_project(project: str) -> dict:
	"""Return `{project, may_change, address, health, progress, customers, participants, groups, milestones, files}`.

	`progress` is `{tasks: {total, done, overdue}, milestones: {…}, percent}` of what the caller sees; a participant has `title` and
	`email`, a group the names of its participants and their `emails`. `address` is where mails for the project go, for whoever takes part or may change
	it, `None` for others and where there is none. Raises `frappe.PermissionError`.
	"""
	return page.page(project)


@frappe.whitelist(methods=["GET"])
def get_plan(project: str) -> dict:
	"""Return `{milestones, tasks, has_more, may_change, calendar}`: up to 5,000 tasks that the caller sees, by their days.

	A task has `due_on`, `starts_on`, `blocked_by` (names among these tasks), `checklist` (`{total, done}`), `why` (the title of what it
	comes from) and the names of who does it. `calendar` is when people work, `{weekdays, holidays, ends}`. Raises `frappe.PermissionError`.
	"""
	return plan.plan(project)


@frappe.whitelist(methods=["GET"])
def preview_template(project: str, template: str) -> dict:
	"""Return what a template would add to a project, `{milestones, tasks, missing_roles}`; writes nothing."""
	row = seen_project(project, UserCriteria())
	return applying.preview(row, template_named(template))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def apply_template(project: str, template: str) -> dict:
	"""Add to a project what is new of a template, in one transaction; return `{milestones, tasks}`, how many each."""
	row = changed_project(project)
	return applying.apply(row, template_named(template))


@frappe.whitelist(methods=["GET"])
def preview_start(
	deal: str, template: str | None = None, starts_on: str | None = None, ends_on: str | None = None
) -> dict:
	"""Return what a project of a won deal would begin with, `{title, milestones, tasks, missing_roles}`; writes nothing.

	Raises what `start_from_deal` would.
	"""
	return starting.preview(deal, read_start(template, None, starts_on, ends_on))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def start_from_deal(
	deal: str,
	template: str | None = None,
	title: str | None = None,
	starts_on: str | None = None,
	ends_on: str | None = None,
) -> dict:
	"""Start a project with a won deal that the caller sees; return `{name, title}`.

	Raises `frappe.ValidationError` for a deal that is not won or has a project.
	"""
	project = starting.start_from(deal, read_start(template, title, starts_on, ends_on))
	return {"name": project.name, "title": project.title}


def read_start(
	template: str | None, title: str | None, starts_on: str | None, ends_on: str | None
) -> starting.Start:
	"""Return how somebody wants a project to begin; raises `UnreadableDateError`."""
	meta = frappe.get_meta(PROJECT)
	days = [
		read_date(value, meta.get_field(field)) if value else None
		for field, value in (("starts_on", starts_on), ("ends_on", ends_on))
	]
	return starting.Start(template or None, title or None, *days)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def renew_address(project: str) -> str:
	"""Give a project another address for mails and return it; what goes to the former one is filed nowhere.

	Raises `frappe.PermissionError`, or `frappe.ValidationError` where projects have no addresses.
	"""
	return addresses.renew(changed_project(project))


@frappe.whitelist(methods=["GET"])
def get_consequence(project: str, item: str, due_on: str, starts_on: str | None = None) -> dict:
	"""Return what moves where a task or milestone is due on another day, `{moves, sentence, fingerprint}`; writes nothing.

	A move is `{doctype, name, title, due_on: [before, after], starts_on: [before, after] | None}`, the thing itself first. Raises
	`frappe.PermissionError`, or `frappe.ValidationError` for what is done or has no day.
	"""
	seen_project(project, UserCriteria())
	return shown.shown(shown.consequence(project, shown.read_move(item, due_on, starts_on)))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def reschedule(
	project: str,
	item: str,
	due_on: str,
	starts_on: str | None = None,
	fingerprint: str | None = None,
	tell: bool = False,
) -> dict:
	"""Move a task or milestone with all that depends on it; return `get_consequence`'s answer with `change` (its undo) and `told`.

	`fingerprint` is that of what was shown: where something else would move by now, nothing does (`BusyError`).
	"""
	row = changed_project(project)
	change, found = accepting.accept(row, shown.read_move(item, due_on, starts_on), fingerprint)
	told = tell_participants(row, shown.sentence(found)) if tell and change else 0
	return {**shown.shown(found), "change": change, "told": told}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def undo(change: str) -> dict:
	"""Put back what a CRM Plan Change moved and nothing has moved since; return `{project, undone, left}`."""
	return undoing.undo(change)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def assign_group(project: str, group: str, task: str) -> list[str]:
	"""Assign a task to all users of a group of the project; return those who were not assigned yet."""
	seen_project(project, UserCriteria())
	return groups.assign_group(project, group, task)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def move_task(
	task: str, milestone: str | None = None, status: str | None = None, assigned_to: str | None = None
) -> dict:
	"""Move a task on the board: give it another milestone ("" for none), status or assignee, as its form would; return those.

	What is not given stays. Raises `frappe.PermissionError`, or what the form would say.
	"""
	return move_task_of_project(task, {"milestone": milestone, "status": status, "assigned_to": assigned_to})
