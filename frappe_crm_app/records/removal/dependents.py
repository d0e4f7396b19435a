"""Removes what hangs on a record that is being deleted: notes, locations and history.

Set-based, whatever their number. Notes and locations leave a Deleted Document each, as Frappe does for single
deletions, so that they can be restored from there. Their comments, versions, shares, assignments, tags and files go too.
"""

import json
from collections.abc import Sequence

import frappe
from frappe.model.document import Document
from frappe.utils import now
from frappe.utils.response import json_handler
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.references import remove_beside
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.follow_up.activity import lock_records_of, refresh_records_of

CHUNK = 500


def remove_notes_on(doc: Document) -> None:
	"""Remove the follow-up notes that are about `doc`."""
	remove_notes(doc, doc.doctype, [doc.name])


def remove_notes(doc: Document, doctype: str, names: list[str]) -> None:
	"""Remove the notes about these records, and keep the dates of all whose notes they were true."""
	for chunk in chunks(names):
		about = {"reference_doctype": doctype, "reference_name": ("in", chunk)}
		linked = frappe.get_all(
			"CRM Follow-up Note",
			filters=about,
			fields=["deal", "contact", "customer"],
			distinct=True,
			order_by=None,
		)
		lock_records_of(*linked)
		remove_records(doc, "CRM Follow-up Note", about)
		refresh_records_of(*linked)


def unlink_notes(link_field: str, doc: Document) -> None:
	"""Let notes about other records, which only name `doc`, name it no more: they are those records' history."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	emit_update("CRM Follow-up Note", note[link_field] == doc.name, {link_field: None})
	frappe.qb.update(note).set(note[link_field], None).where(note[link_field] == doc.name).run()


def remove_locations(doc: Document, link_field: str, shared_with: str) -> None:
	"""Remove the locations whose `link_field` (contact or customer) is `doc`, and the notes about them.

	A location that also belongs to somebody else, by the field `shared_with`, stays theirs.
	"""
	location = frappe.qb.DocType("CRM Location")
	is_shared = location[shared_with].isnotnull() & (location[shared_with] != "")
	is_left = (location[link_field] == doc.name) & is_shared
	emit_update("CRM Location", is_left, {link_field: None})
	update_records("CRM Location").set(location[link_field], None).where(is_left).run()
	names = frappe.get_all("CRM Location", filters={link_field: doc.name}, pluck="name")
	remove_notes(doc, "CRM Location", names)
	remove_records(doc, "CRM Location", {link_field: doc.name})


def remove_stage_changes(doc: Document) -> None:
	"""Remove the history of moves of `doc`."""
	frappe.db.delete("CRM Stage Change", {"reference_doctype": doc.doctype, "reference_name": doc.name})


def remove_rows(doctypes: Sequence[str], fieldname: str, name: str) -> None:
	"""Delete the rows of these DocTypes that name a record in a field, without a trace; most name none, which one statement tells."""
	queries = []
	for doctype in doctypes:
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).select(ValueWrapper(doctype).as_("doctype"))
		queries.append(query.where(table[fieldname] == name).limit(1))
	for doctype in union_all(queries).run(pluck=True):
		frappe.db.delete(doctype, {fieldname: name})


def remove_records(doc: Document, doctype: str, filters: dict) -> None:
	"""Delete the records of `doctype` that match, with their satellites, leaving a Deleted Document of each.

	Their files wait for `remove_files_left_by(doc)`: Frappe may yet refuse to delete `doc`, and a rollback brings back
	rows, but nothing from disk.
	"""
	names = frappe.get_all(doctype, filters=filters, pluck="name")
	for chunk in chunks(names):
		keep_deleted_documents(doctype, chunk)
		leave_files(doc, doctype, chunk)
		remove_beside(doctype, chunk)
		remove_table_rows(doctype, chunk)
		frappe.db.delete(doctype, {"name": ("in", chunk)})
		frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", chunk)})


def remove_table_rows(doctype: str, names: list[str]) -> None:
	"""Delete the rows of these records' tables, where one of them has any, and the links of notes to these."""
	meta = frappe.get_meta(doctype)
	if meta.has_field("has_task_rows") and frappe.db.exists(
		doctype, {"name": ("in", names), "has_task_rows": 1}
	):
		for field in meta.get_table_fields():
			frappe.db.delete(field.options, {"parent": ("in", names), "parenttype": doctype})
	if meta.has_field("comes_from"):
		note = frappe.qb.DocType(doctype)
		frappe.qb.update(note).set(note.comes_from, None).where(note.comes_from.isin(names)).run()


def leave_files(doc: Document, doctype: str, names: list[str]) -> None:
	"""Remember the files of these records on `doc`."""
	doc.flags.files_left = [*(doc.flags.files_left or []), *files_of(doctype, names)]


def remove_files_left_by(doc: Document) -> None:
	"""Remove the files of what was removed with `doc`, once nothing forbids deleting it any more."""
	remove_files(doc.flags.files_left or [])


def files_of(doctype: str, names: list[str]) -> list[str]:
	"""Return the File records attached to these records."""
	attached = {"attached_to_doctype": doctype, "attached_to_name": ("in", names)}
	return frappe.get_all("File", filters=attached, pluck="name")


def remove_files(files: list[str]) -> None:
	"""Remove File records, and what they hold from disk."""
	for file in files:
		frappe.delete_doc("File", file, ignore_permissions=True)


def chunks(names: list[str]) -> list[list[str]]:
	"""Split `names` into lists short enough for one statement."""
	return [names[start : start + CHUNK] for start in range(0, len(names), CHUNK)]


def keep_deleted_documents(doctype: str, names: list[str]) -> None:
	"""Write one Deleted Document per record, in one statement."""
	stamp, user = now(), frappe.session.user
	columns = (
		"name", "owner", "creation", "modified", "modified_by", "deleted_doctype", "deleted_name", "data", "restored",
	)  # fmt: skip
	rows = frappe.get_all(doctype, filters={"name": ("in", names)}, fields=["*"])
	frappe.db.bulk_insert(
		"Deleted Document",
		fields=columns,
		values=[
			(
				frappe.generate_hash(length=10),
				user,
				stamp,
				stamp,
				user,
				doctype,
				row.name,
				as_json(doctype, row),
				0,
			)
			for row in rows
		],
	)


def as_json(doctype: str, row: dict) -> str:
	"""Return the record as Frappe's restore reads it."""
	return json.dumps({"doctype": doctype, **row}, default=json_handler, indent=1)
