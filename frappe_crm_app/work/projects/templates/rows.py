"""The rows that applying a template writes, in the order of their columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import frappe
from frappe.utils import now

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.visibility.guarded import NOTE, PROJECT
from frappe_crm_app.work.projects.templates.template import TemplateMilestone, TemplateTask

STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
OF_ROWS = (*STANDARD, "parent", "parenttype", "parentfield")
MILESTONE_COLUMNS = (*STANDARD, "project", "title", "due_on", "position", "is_done", "template_key")
NOTE_COLUMNS = (
	*STANDARD, "reference_doctype", "reference_name", "project", "contact", "customer", "deal", "action", "subject", "content",
	"status", "scheduled_on", "starts_on", "milestone", "assigned_to", "contact_assigned", "has_task_rows", "is_private", "template_key",
)  # fmt: skip
BLOCKER_COLUMNS = (*OF_ROWS, "note")
ITEM_COLUMNS = (*OF_ROWS, "item", "is_done")


@dataclass(frozen=True)
class Writing:
	"""For which project rows are written, by whom and when; `links` are what notes about the project name."""

	project: str
	links: Mapping[str, str | None]
	user: str
	moment: str
	due_at: time

	def standard(self, name: str, idx: int = 0) -> tuple:
		"""Return the values of the standard columns."""
		return (name, self.user, self.moment, self.moment, self.user, 0, idx)

	def row_of(self, note: str, fieldname: str, idx: int) -> tuple:
		"""Return those of a row of a note's table."""
		return (*self.standard(new_name(), idx), note, NOTE, fieldname)


def writing(project: str, links: Mapping[str, str | None], due_at: time) -> Writing:
	"""Return what all rows that are written now have in common."""
	return Writing(project, links, frappe.session.user, now(), due_at)


def new_name() -> str:
	return frappe.generate_hash(length=10)


def milestone_row(
	name: str, milestone: TemplateMilestone, due: date, position: int, key: str, to: Writing
) -> tuple:
	"""Return the row of a milestone."""
	return (*to.standard(name), to.project, milestone.title, due, position, 0, key)


def note_row(
	name: str,
	task: TemplateTask,
	days: tuple[date, date],
	who: tuple[str | None, str | None],
	milestone: str | None,
	key: str,
	to: Writing,
) -> tuple:
	"""Return the row of a task; `who` are user and contact of the participant who does it."""
	return (
		*to.standard(name), PROJECT, to.project, to.project, to.links["contact"], to.links["customer"], to.links["deal"],
		task.action, task.subject[:140], task.content or None, str(NoteStatus.OPEN), datetime.combine(days[1], to.due_at), days[0],
		milestone, *who, int(bool(task.waits_for or task.checklist)), 0, key,
	)  # fmt: skip


def blocker_rows(
	names: Mapping[str, str], tasks: Iterable[TemplateTask], known: Mapping[str, str], to: Writing
) -> list[tuple]:
	"""Return the rows that say what the tasks of these names wait for; `known` has the names of all tasks by their keys."""
	return [
		(*to.row_of(names[task.key], "blocked_by", idx), known[waited_for])
		for task in tasks
		for idx, waited_for in enumerate(task.waits_for, 1)
		if waited_for in known
	]


def item_rows(names: Mapping[str, str], tasks: Iterable[TemplateTask], to: Writing) -> list[tuple]:
	"""Return the rows of the tasks' checklists."""
	return [
		(*to.row_of(names[task.key], "checklist", idx), item, 0)
		for task in tasks
		for idx, item in enumerate(task.checklist, 1)
	]
