"""What uninstalling removes beside the schema, so that nothing of ours stays and nothing of others goes."""

import json
from collections.abc import Sequence
from pathlib import Path

import frappe

from frappe_crm_app import MODULE
from frappe_crm_app.channels.reminders.morning import MARK
from frappe_crm_app.channels.reminders.preferences import Preference
from frappe_crm_app.indexes import drop_index_of_todo
from frappe_crm_app.kit.references import BESIDE
from frappe_crm_app.leftovers import name_what_stays, remove_leftovers
from frappe_crm_app.records.deal_history.days import TAKEN_UNTIL
from frappe_crm_app.visibility.assignments import remove_marks
from frappe_crm_app.visibility.choices import remove_choices
from frappe_crm_app.visibility.roles import CRMRole

# DocTypes of Frappe whose records customise or accompany ours, with the field that names our DocType.
CUSTOMISATIONS = {holder: beside.type_field for holder, beside in BESIDE.items() if beside.goes} | {
	"Custom Field": "dt",
	"Property Setter": "doc_type",
	"Custom DocPerm": "parent",
	"User Permission": "allow",
	"List Filter": "reference_doctype",
	"List View Settings": "name",
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
	"""Remove roles, scheduled jobs, what the desktop shows, an index and two columns, which Frappe leaves behind."""
	drop_index_of_todo()
	remove_marks()
	remove_choices()
	for job in frappe.get_all(
		"Scheduled Job Type", filters={"method": ("like", "frappe_crm_app.%")}, pluck="name"
	):
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": job})
		remove("Scheduled Job Type", job)
	for role in CRMRole:
		for table in ("Has Role", "DocPerm", "Custom DocPerm"):
			frappe.db.delete(table, {"role": role})
		remove("Role", role)
	remove_from_desktop()
	frappe.db.delete("DefaultValue", {"defkey": ("in", (*Preference, MARK, TAKEN_UNTIL))})
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


def remove_from_desktop() -> None:
	"""Remove sidebars and icons of Frappe 16, those that users made of ours and those that Frappe made itself included.

	Deleting them as documents would delete our files, too, on a site in developer mode.
	"""
	if not frappe.db.exists("DocType", "Workspace Sidebar"):
		return
	sidebars = frappe.get_all(
		"Workspace Sidebar", or_filters={"app": "frappe_crm_app", "module": MODULE}, pluck="name"
	)
	icons = frappe.get_all(
		"Desktop Icon", or_filters={"app": "frappe_crm_app", "link_to": ("in", sidebars)}, pluck="name"
	)
	for parent, names in (("Workspace Sidebar", sidebars), ("Desktop Icon", icons)):
		if not names:
			continue
		for table in frappe.get_meta(parent).get_table_fields():
			frappe.db.delete(table.options, {"parenttype": parent, "parent": ("in", names)})
		frappe.db.delete(parent, {"name": ("in", names)})
	remove_from_layouts(icons)


def remove_from_layouts(icons: Sequence[str]) -> None:
	"""Take icons out of the desktops that users arranged, which would go on showing them."""
	for layout in frappe.get_all("Desktop Layout", fields=["name", "layout"]):
		shown = frappe.parse_json(layout.layout) or []
		kept = [icon for icon in shown if icon.get("label") not in icons]
		if len(kept) < len(shown):
			frappe.db.set_value("Desktop Layout", layout.name, "layout", frappe.as_json(kept))
