"""What saving a task asks (`doc_events` of CRM Follow-up Note). Other notes pay nothing for it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.visibility.guarded import MILESTONE, PROJECT
from frappe_crm_app.work.projects.milestones import keep_template_key
from frappe_crm_app.work.projects.tasks.waiting import keep_waiting, refuse_leaving_those_that_wait
from frappe_crm_app.work.projects.templates.removed import note_removed


def be_about_project(note: Document, _event: str | None = None) -> None:
	"""Let a note that is given a project be about it (`before_validate`); what it was about before it was."""
	before = note.get_doc_before_save()
	if note.project and note.project != (before.project if before else None):
		note.reference_doctype, note.reference_name = PROJECT, note.project


def keep_task(note: Document, _event: str | None = None) -> None:
	"""Hold a task to its rules (`validate`, after those of every note); raises `frappe.ValidationError`."""
	keep_template_key(note)
	before = note.get_doc_before_save()
	if before and before.project and before.project != note.project:
		refuse_leaving_those_that_wait(note)
		forget_plan(note, before)
		note_removed(before)
	if not note.project:
		refuse_plan_without_project(note)
	refuse_milestone_of_another(note)
	refuse_start_after_end(note)
	refuse_own_cause(note)
	keep_waiting(note)


def forget_plan(note: Document, before: Document) -> None:
	"""Let a task that leaves its project leave milestone and waiting there, unless it was given others."""
	if note.milestone == before.milestone:
		note.milestone = None
	if [row.note for row in note.blocked_by] == [row.note for row in before.blocked_by]:
		note.set("blocked_by", [])
	note.note_rows()


def refuse_plan_without_project(note: Document) -> None:
	"""Raise `frappe.ValidationError` for a milestone, or a task to wait for, of a note without a project."""
	if note.milestone or note.blocked_by:
		frappe.throw(_("Only a task of a project has a milestone, or waits for another one."))


def refuse_milestone_of_another(note: Document) -> None:
	"""Raise `frappe.ValidationError` for a milestone of another project."""
	if note.milestone and frappe.db.get_value(MILESTONE, note.milestone, "project") != note.project:
		frappe.throw(_("The milestone is one of another project."))


def refuse_start_after_end(note: Document) -> None:
	"""Raise `PeriodError` where a task is due before it starts."""
	if note.starts_on and note.scheduled_on and getdate(note.starts_on) > getdate(note.scheduled_on):
		frappe.throw(_("A task cannot be due before it starts."), PeriodError)


def refuse_own_cause(note: Document) -> None:
	"""Raise `frappe.ValidationError` for a note that comes from itself."""
	if note.comes_from and note.comes_from == note.name:
		frappe.throw(_("A follow-up cannot come from itself."))
