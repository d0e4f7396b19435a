"""The notes about a project belong to its customer, contact and deal, as those on a deal do to the deal's."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.follow_up.activity import LINKS, lock_records_of, refresh_records_of
from frappe_crm_app.visibility.guarded import NOTE


@refused_on_conflict()
def take_notes_along(project: Document) -> None:
	"""Give the notes of a project what it is for now, and refresh the dates of all whose notes these were or became."""
	before = project.get_doc_before_save()
	now = {fieldname: project.get(fieldname) for fieldname in LINKS}
	if not before or all(before.get(fieldname) == value for fieldname, value in now.items()):
		return
	lock_records_of(before, project)
	note = frappe.qb.DocType(NOTE)
	emit_update(NOTE, note.project == project.name, now)
	query = update_records(NOTE).where(note.project == project.name)
	for fieldname, value in now.items():
		query = query.set(note[fieldname], value)
	query.run()
	frappe.clear_document_cache(NOTE)
	refresh_records_of(before, project)
