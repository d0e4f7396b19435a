"""What a task waits for: tasks of the same project, in no circle."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html
from pypika.queries import QueryBuilder

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.visibility.guarded import NOTE, PROJECT
from frappe_crm_app.work.projects.planning.graph import circle_in

BLOCKER = "CRM Task Blocker"
MOST = 50


def keep_waiting(note: Document) -> None:
	"""Raise `frappe.ValidationError` where a task waits for itself, for one of another project, or in a circle."""
	names = [row.note for row in note.blocked_by]
	before = note.get_doc_before_save()
	is_same = before and before.project == note.project and [row.note for row in before.blocked_by] == names
	if not names or is_same:
		return
	if len(names) > MOST:
		frappe.throw(_("A task waits for at most {0} others.").format(MOST))
	if len(set(names)) < len(names):
		frappe.throw(_("Each task is waited for once."))
	lock_record(PROJECT, note.project)  # two saves could make a circle together
	refuse_other_projects(note.project, names)
	refuse_circle(waiting_in(note.project, is_locked=True) | {note.name or "": names})


def refuse_other_projects(project: str, names: list[str]) -> None:
	"""Raise `frappe.ValidationError` where one of the tasks is of another project."""
	filters = {"name": ("in", names), "project": project}
	if len(frappe.get_all(NOTE, filters=filters, pluck="name", order_by=None)) < len(set(names)):
		frappe.throw(_("A task waits for tasks of the same project only."))


@refused_on_conflict()
def waiting_in(project: str, is_locked: bool = False) -> dict[str, list[str]]:
	"""Return for each task of a project that waits those that it waits for, in one query.

	`is_locked` also sees what others just committed, once the project is locked.
	"""
	query, waiting = waiting_query(project), {}
	for task, waited_for in (query.for_update() if is_locked else query).run():
		waiting.setdefault(task, []).append(waited_for)
	return waiting


def waiting_query(project: str) -> QueryBuilder:
	"""Return the query for pairs: a task of the project, and one that it waits for."""
	note, row = frappe.qb.DocType(NOTE), frappe.qb.DocType(BLOCKER)
	query = frappe.qb.from_(note).join(row).on(row.parent == note.name).select(row.parent, row.note)
	return query.where(note.project == project).orderby(row.parent, row.idx)


def refuse_circle(waiting: dict[str, list[str]]) -> None:
	"""Raise `frappe.ValidationError` where tasks would wait for each other."""
	circle = circle_in(waiting)
	if not circle:
		return
	rows = frappe.get_all(NOTE, {"name": ("in", circle)}, ["name", "subject", "is_private"], order_by=None)
	subjects = {row.name: row.subject for row in rows if not row.is_private}
	named = [subjects.get(name) or _("this task") for name in [*circle, circle[0]]]
	frappe.throw(_("These would wait for each other: {0}.").format(escape_html(" → ".join(named))))


def refuse_leaving_those_that_wait(note: Document) -> None:
	"""Raise `frappe.ValidationError` where a task leaves its project while others there wait for it."""
	if frappe.db.exists(BLOCKER, {"note": note.name}):
		frappe.throw(_("Other tasks of its project wait for this one. Let them wait for it no more first."))
