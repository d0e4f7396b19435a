"""What is left where a note is deleted: nothing waits for it, and nothing comes from it (`on_trash`)."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.work.projects.tasks.waiting import BLOCKER
from frappe_crm_app.work.projects.templates.removed import note_removed


def leave_plan(note: Document, _event: str | None = None) -> None:
	"""Let other notes neither wait for a note that is deleted nor come from it, and its project's template not bring it back."""
	if note.project:
		frappe.db.delete(BLOCKER, {"note": note.name})
		note_removed(note)
	table = frappe.qb.DocType(NOTE)
	frappe.qb.update(table).set(table.comes_from, None).where(table.comes_from == note.name).run()
