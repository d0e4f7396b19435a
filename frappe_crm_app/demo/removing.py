"""Removes rows without a trace: no Deleted Document, no entry in a log, no job."""

import frappe

from frappe_crm_app.kit.references import remove_beside
from frappe_crm_app.records.removal.dependents import chunks, files_of
from frappe_crm_app.records.search.writing import forget

# Frappe keeps mails and log entries of what is deleted, without the reference to it.
REFERENCES = (
	("Communication", "reference_doctype", "reference_name"),
	("Activity Log", "reference_doctype", "reference_name"),
	("Activity Log", "timeline_doctype", "timeline_name"),
)


def remove_rows(doctype: str, names: list[str]) -> None:
	"""Delete the rows with their child rows and all that Frappe keeps beside them."""
	for chunk in chunks(names):
		files = files_of(doctype, chunk)
		remove_beside(doctype, chunk)
		_forget_references(doctype, chunk)
		for table in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(table.options, {"parenttype": doctype, "parent": ("in", chunk)})
		frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", chunk)})
		forget(doctype, chunk)
		frappe.db.delete(doctype, {"name": ("in", chunk)})
		remove_files(files)
	frappe.clear_document_cache(doctype)


def remove_files(files: list[str]) -> None:
	"""Delete File records, and what they hold from disk unless others hold it, too."""
	for name in files:
		file = frappe.get_doc("File", name)
		others = {"content_hash": file.content_hash, "name": ("!=", name)}
		if not frappe.db.exists("File", others):
			file.delete_file_data_content()
		frappe.db.delete("File", {"name": name})


def _forget_references(doctype: str, names: list[str]) -> None:
	for kind, type_field, name_field in REFERENCES:
		table = frappe.qb.DocType(kind)
		(
			frappe.qb.update(table)
			.set(table[type_field], None)
			.set(table[name_field], None)
			.where((table[type_field] == doctype) & table[name_field].isin(names))
			.run()
		)
