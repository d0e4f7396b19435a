"""What saving and deleting a milestone does."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Max
from frappe.utils import cint, getdate, today

from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.visibility.guarded import MILESTONE, NOTE


def keep_project(milestone: Document) -> None:
	"""Raise `frappe.ValidationError` where a milestone with its tasks would go to another project."""
	before = milestone.get_doc_before_save()
	if before and before.project != milestone.project:
		frappe.throw(_("A milestone stays with its project."))


def keep_template_key(doc: Document) -> None:
	"""Let nobody set of which row of a template a milestone, or a task, was made."""
	before = doc.get_doc_before_save()
	doc.template_key = before.template_key if before else None


def come_last(milestone: Document) -> None:
	"""Put a new milestone without a place behind the others."""
	if milestone.is_new() and not cint(milestone.position):
		milestone.position = last_position(milestone.project) + 1


def last_position(project: str) -> int:
	"""Return the highest place of a milestone of the project, 0 where it has none."""
	table = frappe.qb.DocType(MILESTONE)
	query = frappe.qb.from_(table).select(Max(table.position)).where(table.project == project)
	return cint(query.run(pluck=True)[0])


def mark_done(milestone: Document) -> None:
	"""Note when and by whom a milestone was reached; opening it again clears both."""
	if not cint(milestone.is_done):
		milestone.done_on = milestone.done_by = None
		return
	before = milestone.get_doc_before_save()
	was_done = before and before.is_done
	milestone.done_on = milestone.done_on or today()
	milestone.done_by = before.done_by if was_done else frappe.session.user
	if getdate(milestone.done_on) > getdate(today()):
		frappe.throw(_("What is done cannot have been completed in the future."), PeriodError)


def leave_tasks(milestone: Document) -> None:
	"""Let the tasks of a milestone that is deleted stay in its project without one."""
	note = frappe.qb.DocType(NOTE)
	update_records(NOTE).set(note.milestone, None).where(note.milestone == milestone.name).run()
	frappe.clear_document_cache(NOTE)
