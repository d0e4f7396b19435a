"""What uninstalling removes beside the schema, so that nothing of ours stays and nothing of others goes."""

from collections.abc import Sequence

import frappe

from frappe_crm_app import MODULE
from frappe_crm_app.channels.reminders.morning import MARK
from frappe_crm_app.channels.reminders.preferences import Preference
from frappe_crm_app.indexes import drop_index_of_todo
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
		frappe.delete_doc("File", file, ignore_permissions=True, force=True)
	for table, fieldname in CUSTOMISATIONS.items():
		frappe.db.delete(table, {fieldname: ("in", doctypes)})


def after_uninstall() -> None:
	"""Remove roles, scheduled jobs, what the desktop shows and an index, which Frappe leaves behind."""
	drop_index_of_todo()
	for job in frappe.get_all(
		"Scheduled Job Type", filters={"method": ("like", "frappe_crm_app.%")}, pluck="name"
	):
		frappe.delete_doc("Scheduled Job Type", job, ignore_permissions=True, force=True)
	for role in CRMRole:
		for table in ("Has Role", "DocPerm", "Custom DocPerm"):
			frappe.db.delete(table, {"role": role})
		frappe.delete_doc("Role", role, ignore_permissions=True, force=True)
	remove_from_desktop()
	frappe.db.delete("DefaultValue", {"defkey": ("in", (*Preference, MARK))})
	frappe.cache.hdel("global_search", "search_priorities")
	frappe.clear_cache()
	frappe.db.commit()  # Frappe's own commit comes before this hook


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
