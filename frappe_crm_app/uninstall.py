"""What uninstalling removes beside the schema, so that nothing of ours stays and nothing of others goes."""

import json
from pathlib import Path

import frappe

from frappe_crm_app import MODULE
from frappe_crm_app.channels.reminders.morning import MARK
from frappe_crm_app.channels.reminders.preferences import Preference
from frappe_crm_app.indexes import drop_index_of_todo
from frappe_crm_app.leftovers import name_what_stays, remove_leftovers
from frappe_crm_app.visibility.roles import CRMRole

# DocTypes of Frappe whose records customise or accompany ours, with the field that names our DocType.
CUSTOMISATIONS = {
	"Custom Field": "dt",
	"Property Setter": "doc_type",
	"Custom DocPerm": "parent",
	"User Permission": "allow",
	"List Filter": "reference_doctype",
	"List View Settings": "name",
	"Comment": "reference_doctype",
	"Version": "ref_doctype",
	"DocShare": "share_doctype",
	"ToDo": "reference_type",
	"Tag Link": "document_type",
	"Notification Log": "document_type",
	"View Log": "reference_doctype",
	"Document Follow": "ref_doctype",
	"Deleted Document": "deleted_doctype",
	"Global Search DocType": "document_type",
	"Singles": "doctype",
	"__global_search": "doctype",
	"__Auth": "doctype",
	"Logs To Clear": "ref_doctype",
}


def before_uninstall() -> None:
	"""Remove what refers to our DocTypes while their names are still known."""
	doctypes = frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")
	# Removing a file leaves a comment, so comments come after files.
	for file in frappe.get_all("File", filters={"attached_to_doctype": ("in", doctypes)}, pluck="name"):
		remove("File", file)
	kept = remove_leftovers(doctypes)
	for table, fieldname in CUSTOMISATIONS.items():
		frappe.db.delete(table, {fieldname: ("in", doctypes)})
	name_what_stays(kept, doctypes, list(CRMRole))


def after_uninstall() -> None:
	"""Remove roles, scheduled jobs and an index, which Frappe leaves behind."""
	drop_index_of_todo()
	for job in frappe.get_all(
		"Scheduled Job Type", filters={"method": ("like", "frappe_crm_app.%")}, pluck="name"
	):
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": job})
		remove("Scheduled Job Type", job)
	for role in CRMRole:
		for table in ("Has Role", "DocPerm", "Custom DocPerm"):
			frappe.db.delete(table, {"role": role})
		remove("Role", role)
	frappe.db.delete("DefaultValue", {"defkey": ("in", (*Preference, MARK))})
	frappe.db.delete("Patch Log", {"patch": ("like", "frappe_crm_app.%")})
	remove_copies()
	frappe.cache.hdel("global_search", "search_priorities")
	frappe.clear_cache()
	frappe.db.commit()  # Frappe's own commit comes before this hook


def remove(doctype: str, name: str) -> None:
	"""Delete a record without keeping a copy of it."""
	frappe.delete_doc(doctype, name, ignore_permissions=True, force=True, delete_permanently=True)


def remove_copies() -> None:
	"""Remove the copies that Frappe has kept, for restoring, of the schema and the settings that it has deleted."""
	files = Path(__file__).with_name("frappe_crm_app").glob("doctype/*/*.json")
	doctypes = [json.loads(file.read_text())["name"] for file in files]
	frappe.db.delete("Deleted Document", {"deleted_doctype": ("in", doctypes)})
	frappe.db.delete("Deleted Document", {"data": ("like", f'%"module": "{MODULE}"%')})
	frappe.db.delete("Deleted Document", {"deleted_doctype": "Module Def", "deleted_name": MODULE})
