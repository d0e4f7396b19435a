"""What people and other apps have made about our DocTypes: removed with them on uninstalling, or named.

What is of no use without them goes (`REMOVED`): a Notification about deals, a Kanban Board of customers, the row of a
workspace that leads to a report. What is somebody's own and merely points to ours stays, and is named by the command:
mails, mailboxes, DocTypes with a link to ours, scripts that ask for them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import frappe
from frappe.model import table_fields

from frappe_crm_app import MODULE

APP = "frappe_crm_app"
MOST_NAMED = 5  # of each kind; the others are counted
Names = dict[str, set[str]]  # by DocType, what of it goes

# DocType, field, and what the field names. In this order, since what goes takes along what points to it.
REMOVED = (
	*(("Report", "ref_doctype", "DocType"), ("Web Form", "doc_type", "DocType")),
	*(("Server Script", "reference_doctype", "DocType"), ("Client Script", "dt", "DocType")),
	*((card, field, "DocType") for card in ("Dashboard Chart", "Number Card") for field in ("document_type", "parent_document_type")),
	*(("Dashboard Chart", "report_name", "Report"), ("Number Card", "report_name", "Report")),
	*(("Print Format", "doc_type", "DocType"), ("Print Format", "report", "Report")),
	*(("Print Format Field Template", "document_type", "DocType"), ("DocType Layout", "document_type", "DocType")),
	*(("Kanban Board", "reference_doctype", "DocType"), ("Calendar View", "reference_doctype", "DocType")),
	*(("Form Tour", "reference_doctype", "DocType"), ("Form Tour", "page_name", "Page")),
	*(("Form Tour", "report_name", "Report"), ("Form Tour", "workspace_name", "Workspace")),
	*(("Onboarding Step", "reference_document", "DocType"), ("Onboarding Step", "reference_report", "Report")),
	*(("Onboarding Step", "form_tour", "Form Tour"), ("Success Action", "ref_doctype", "DocType")),
	*(("Notification", "document_type", "DocType"), ("Assignment Rule", "document_type", "DocType")),
	*(("Auto Repeat", "reference_doctype", "DocType"), ("Webhook", "webhook_doctype", "DocType")),
	*(("Workflow", "document_type", "DocType"), ("Workflow Action", "reference_doctype", "DocType")),
	*(("Document Naming Rule", "document_type", "DocType"), ("Scheduler Event", "scheduled_against", "DocType")),
	*(("Energy Point Rule", "reference_doctype", "DocType"), ("Energy Point Log", "reference_doctype", "DocType")),
	*(("Milestone Tracker", "document_type", "DocType"), ("Milestone", "reference_type", "DocType")),
	*(("Data Import", "reference_doctype", "DocType"), ("Data Import Log", "data_import", "Data Import")),
	*(("Permission Type", "doc_type", "DocType"), ("User Permission", "applicable_for", "DocType")),
	*(("Document Share Key", "reference_doctype", "DocType"), ("Reminder", "reminder_doctype", "DocType")),
	*(("Submission Queue", "ref_doctype", "DocType"), ("Email Unsubscribe", "reference_doctype", "DocType")),
	*(("Discussion Topic", "reference_doctype", "DocType"), ("Discussion Reply", "topic", "Discussion Topic")),
	*(("Auto Email Report", "report", "Report"), ("Prepared Report", "report_name", "Report")),
	*(("Custom Role", "report", "Report"), ("Custom Role", "page", "Page")),
	("Scheduled Job Type", "server_script", "Server Script"),
	# rows of tables
	*(("Dashboard Chart Link", "chart", "Dashboard Chart"), ("Number Card Link", "card", "Number Card")),
	*(("Workspace Chart", "chart_name", "Dashboard Chart"), ("Workspace Number Card", "number_card_name", "Number Card")),
	*(("Workspace Quick List", "document_type", "DocType"), ("Onboarding Step Map", "step", "Onboarding Step")),
	*(("DocType Link", "link_doctype", "DocType"), ("Dynamic Link", "link_doctype", "DocType")),
	*(("Event Participants", "reference_doctype", "DocType"), ("Communication Link", "link_doctype", "DocType")),
	*(("Notification Subscribed Document", "document", "DocType"), ("Session Default", "ref_doctype", "DocType")),
	*(("User Document Type", "document_type", "DocType"), ("User Select Document Type", "document_type", "DocType")),
	*(("Portal Menu Item", "reference_doctype", "DocType"), ("Amended Document Naming Settings", "document_type", "DocType")),
	*(("Block Module", "module", "Module Def"), ("User Type Module", "module", "Module Def")),
)  # fmt: skip
# Rows of a workspace that say in another field what they lead to.
LEADING_ROWS = {"Workspace Shortcut": "type", "Workspace Link": "link_type"}
# How the page of a workspace names the rows of its tables.
BLOCKS = {
	"Workspace Shortcut": ("shortcut", "shortcut_name"),
	"Workspace Quick List": ("quick_list", "quick_list_name"),
	"Workspace Chart": ("chart", "chart_name"),
	"Workspace Number Card": ("number_card", "number_card_name"),
}
SCRIPTS = (
	*(("Server Script", "script"), ("Client Script", "script"), ("Custom HTML Block", "script")),
	*(("Report", "query"), ("Report", "report_script"), ("Notification", "message"), ("Email Template", "response")),
)  # fmt: skip


def remove_leftovers(doctypes: list[str]) -> list[str]:
	"""Remove what is about these DocTypes of ours; return a line for each record of it that another app ships."""
	gone = names_that_go(doctypes)
	kept = list(remove_documents_and_rows(gone))
	remove_links_of_others(doctypes)
	remove_user_settings(doctypes)
	empty_pointers(gone)
	return kept


def name_what_stays(kept: list[str], doctypes: list[str], roles: list[str]) -> None:
	"""Print what others have that still names these DocTypes or roles of ours, after the lines in `kept`."""
	lines = [*kept, *pointers_left("DocType", doctypes), *pointers_left("Role", roles)]
	lines += [*fields_left(doctypes), *mentions(doctypes)]
	if lines:
		print("These are left as they are, and still name what is removed:")
		print("\n".join(f"* {line}" for line in lines))


def names_that_go(doctypes: list[str]) -> Names:
	"""Return what Frappe itself removes with the app, so far as others may point to it."""
	gone: Names = defaultdict(set, {"DocType": set(doctypes), "Module Def": {MODULE}})
	for doctype in ("Report", "Page", "Workspace", "Dashboard", "Dashboard Chart", "Number Card"):
		gone[doctype] = set(frappe.get_all(doctype, filters={"module": MODULE}, pluck="name"))
	return gone


def remove_documents_and_rows(gone: Names) -> Iterator[str]:
	"""Remove what `REMOVED` lists, adding it to `gone`; yield a line for each record that another app ships."""
	for doctype, fieldname, target in REMOVED:
		if not is_stored(doctype) or not frappe.get_meta(doctype).has_field(fieldname):
			continue
		filters = {fieldname: ("in", list(gone[target]))}
		if frappe.get_meta(doctype).istable:
			remove_rows(doctype, filters)
			continue
		for name in frappe.get_all(doctype, filters=filters, pluck="name") if gone[target] else ():
			if belongs_to_another_app(doctype, name):
				yield f"{doctype} {name}, which another app brings"
			elif remove_document(doctype, name):
				gone[doctype].add(name)
	for row_doctype, type_field in LEADING_ROWS.items():
		for target, names in gone.items():
			remove_rows(row_doctype, {type_field: target, "link_to": ("in", list(names))})


def is_stored(doctype: str) -> bool:
	"""Return whether this version of Frappe has the DocType, with a table."""
	return bool(frappe.db.exists("DocType", doctype)) and frappe.db.table_exists(doctype)


def belongs_to_another_app(doctype: str, name: str) -> bool:
	"""Return whether the record is part of another app, whose next update would bring it back."""
	meta = frappe.get_meta(doctype)
	flag = next((fieldname for fieldname in ("is_standard", "standard") if meta.has_field(fieldname)), None)
	if not flag or not meta.has_field("module"):
		return False
	is_standard, module = frappe.db.get_value(doctype, name, [flag, "module"])
	return is_standard in (1, "1", "Yes") and module != MODULE


def remove_document(doctype: str, name: str) -> bool:
	"""Remove a record with its rows and return whether it was removed; what our module owns, Frappe removes itself.

	As Frappe does on uninstalling, without asking the record's own `on_trash`, which may want what is gone already.
	"""
	meta = frappe.get_meta(doctype)
	if meta.has_field("module") and frappe.db.get_value(doctype, name, "module") == MODULE:
		return False
	options = {"force": True, "ignore_permissions": True, "ignore_on_trash": True, "delete_permanently": True}
	frappe.delete_doc(doctype, name, **options)
	return True


def remove_rows(doctype: str, filters: dict) -> None:
	"""Remove rows of tables, and the blocks with which a workspace shows them."""
	if not is_stored(doctype) or not all(value[1] for value in filters.values() if isinstance(value, tuple)):
		return
	if doctype in BLOCKS:
		labels = defaultdict(set)
		for row in frappe.get_all(doctype, filters=filters, fields=["parent", "label"]):
			labels[row.parent].add(row.label)
		for workspace, of_rows in labels.items():
			remove_blocks(workspace, *BLOCKS[doctype], of_rows)
	frappe.db.delete(doctype, filters)


def remove_blocks(workspace: str, kind: str, key: str, labels: set[str]) -> None:
	"""Remove the blocks of one kind with these labels from the page of a workspace."""
	blocks = json.loads(frappe.db.get_value("Workspace", workspace, "content") or "[]")
	kept = [
		block for block in blocks if block.get("type") != kind or block.get("data", {}).get(key) not in labels
	]
	if len(kept) < len(blocks):
		frappe.db.set_value("Workspace", workspace, "content", json.dumps(kept), update_modified=False)


def remove_links_of_others(doctypes: list[str]) -> None:
	"""Remove custom fields of other DocTypes that lead to ours, and settings that made a field do so."""
	fields = frappe.get_all(
		"Custom Field",
		filters={"fieldtype": ("in", ("Link", *table_fields)), "options": ("in", doctypes)},
		fields=["name", "dt", "fieldname"],
	)
	for field in fields:
		frappe.db.delete("Property Setter", {"doc_type": field.dt, "field_name": field.fieldname})
		remove_document("Custom Field", field.name)
	frappe.db.delete("Property Setter", {"property": "options", "value": ("in", doctypes)})


def remove_user_settings(doctypes: list[str]) -> None:
	"""Forget what people chose in our lists and forms; Frappe keeps it in Redis and writes it down now and then."""
	frappe.db.delete("__UserSettings", {"doctype": ("in", doctypes)})
	for key in frappe.cache.hkeys("_user_settings"):
		if frappe.safe_decode(key).split("::")[0] in doctypes:
			frappe.cache.hdel("_user_settings", frappe.safe_decode(key))


def empty_pointers(gone: Names) -> None:
	"""Empty what leads people to our pages after login, and what tools of the desk were last used on."""
	user = frappe.qb.DocType("User")
	for fieldname, values in {"default_workspace": gone["Workspace"], "default_app": {APP}}.items():
		query = frappe.qb.update(user).set(user[fieldname], None)
		if values:
			query.where(user[fieldname].isin(list(values))).run()
	frappe.db.delete("Singles", {"doctype": "System Settings", "field": "default_app", "value": APP})
	for doctype, fieldname in fields_that_name("DocType"):
		if frappe.get_meta(doctype).issingle:
			of_ours = ("in", list(gone["DocType"]))
			frappe.db.delete("Singles", {"doctype": doctype, "field": fieldname, "value": of_ours})


def pointers_left(target: str, names: list[str]) -> Iterator[str]:
	"""Yield a line for each field of others that still holds one of these names of `target`."""
	for doctype, fieldname in fields_that_name(target):
		meta = frappe.get_meta(doctype)
		if meta.issingle:
			if frappe.db.get_single_value(doctype, fieldname) in names:
				yield f"{doctype} ({fieldname})"
		elif not meta.is_virtual and frappe.db.table_exists(doctype):
			shown = "parent" if meta.istable else "name"
			found = rows_of_others(doctype, {fieldname: ("in", names)}, [shown])
			yield from lines_about(f"{doctype} ({fieldname})", [row[shown] for row in found])


def rows_of_others(doctype: str, filters: dict, fieldnames: list[str]) -> list[frappe._dict]:
	"""Return these fields of what is found, but for records of our module, which Frappe removes."""
	module = ["module"] if frappe.get_meta(doctype).has_field("module") else []
	found = frappe.get_all(doctype, filters=filters, fields=[*fieldnames, *module])
	return [row for row in found if row.get("module") != MODULE]


def fields_left(doctypes: list[str]) -> Iterator[str]:
	"""Yield a line for each field of others' DocTypes that leads to a DocType of ours."""
	leads_to_ours = {"fieldtype": ("in", ("Link", *table_fields)), "options": ("in", doctypes)}
	fields = frappe.get_all(
		"DocField",
		filters={**leads_to_ours, "parent": ("not in", doctypes)},
		fields=["parent", "fieldname"],
	)
	yield from (f"DocType {field.parent} (its field {field.fieldname})" for field in fields)


def fields_that_name(target: str) -> list[tuple[str, str]]:
	"""Return DocType and name of the Link fields to `target`, but those that go with our DocTypes and roles."""
	is_link = {"fieldtype": "Link", "options": target}
	fields = [
		*frappe.get_all("DocField", filters=is_link, fields=["parent", "fieldname"], as_list=True),
		*frappe.get_all("Custom Field", filters=is_link, fields=["dt", "fieldname"], as_list=True),
	]
	removed_later = ("Custom DocPerm", "DocPerm", "Has Role")
	return sorted(
		(doctype, fieldname)
		for doctype, fieldname in fields
		if doctype not in removed_later and frappe.db.get_value("DocType", doctype, "module", cache=True) != MODULE
	)  # fmt: skip


def mentions(doctypes: list[str]) -> Iterator[str]:
	"""Yield a line for scripts and texts of others that ask for a DocType of ours by its name."""
	named = re.compile(r"""["'`](tab)?({})["'`]""".format("|".join(map(re.escape, doctypes))))
	for doctype, fieldname in SCRIPTS:
		if not is_stored(doctype) or not frappe.get_meta(doctype).has_field(fieldname):
			continue
		found = rows_of_others(doctype, {fieldname: ("like", "%CRM %")}, ["name", fieldname])
		names = [row.name for row in found if named.search(row[fieldname])]
		yield from lines_about(f"{doctype} ({fieldname})", names)


def lines_about(what: str, names: Iterable[str]) -> list[str]:
	"""Return a line that names the first of these and counts the others, none where there are none."""
	names = sorted({str(name) for name in names})
	if not names:
		return []
	others = len(names) - MOST_NAMED
	return [f"{what}: {', '.join(names[:MOST_NAMED])}" + (f" and {others} more" if others > 0 else "")]
