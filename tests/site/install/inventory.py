"""What a site holds, as JSON: `python -m tests.site.install.inventory SITE [use]`, run in `sites`.

With `use`, the app is used a little first: records, a customised form, an assignment, a role given to somebody.
"""

import json
import sys

import frappe

from tests.site.install import made_by_people

LISTED = (
	"DocType", "Role", "Custom Field", "Property Setter", "Scheduled Job Type", "Workspace", "Report", "Page",
	"Number Card", "Dashboard Chart", "Module Def", "Custom DocPerm", "Email Template", "Notification", "Web Form",
	"Has Role", "Global Search DocType", "User Permission", "Comment", "Version", "ToDo", "File", "Print Format",
	"Desktop Icon", "Workspace Sidebar", "Assignment Rule", "Auto Email Report", "Block Module", "Calendar View",
	"Client Script", "Custom Role", "Data Import", "Deleted Document", "Document Naming Rule", "Email Unsubscribe",
	"Form Tour", "Kanban Board", "Milestone Tracker", "Patch Log", "Server Script", "Success Action", "Webhook", "Workflow",
	"Workspace Shortcut", "Workspace Link", "Workspace Quick List", "Workspace Chart", "Workspace Number Card",
	"DocType Link", "Dynamic Link", "Event Participants", "Dashboard Chart Link", "Number Card Link",
)  # fmt: skip


def inventory() -> dict[str, list]:
	"""Map each kind of thing to what there is of it, tables included."""
	kinds = [doctype for doctype in LISTED if frappe.db.exists("DocType", doctype)]
	listed = {doctype: sorted(rows_of(doctype)) for doctype in kinds}
	tables = sorted(
		table for table in frappe.db.get_tables(cached=False) if table.startswith(("tab", "__crm"))
	)
	search = frappe.db.sql("select count(*) from __global_search where doctype like 'CRM %%'")[0][0]
	settings = frappe.db.sql("select doctype, field from tabSingles where doctype like 'CRM %%'")
	has_index = frappe.db.has_index("tabToDo", "crm_allocated_to")
	return {
		**listed,
		"tables": tables,
		"global search": [search],
		"settings": sorted(settings),
		"index of assignments": [has_index],
		"desktop": arranged_icons(),
		"chosen by people": made_by_people.chosen_by_people(),
		"page of somebody's own": made_by_people.blocks_of_page(),
	}


def arranged_icons() -> list[str]:
	"""Return which of the icons in question users have arranged on the desktop of Frappe 16."""
	exists = frappe.db.exists("DocType", "Desktop Layout")
	layouts = frappe.get_all("Desktop Layout", pluck="layout") if exists else []
	labels = {icon["label"] for layout in layouts for icon in json.loads(layout)}
	return sorted(labels & {"CRM Desk", "Sales"})


def rows_of(doctype: str) -> list[tuple]:
	"""Return what identifies each record; Frappe's own note of which apps are installed is none of ours."""
	filters = {"ref_doctype": ("!=", "Installed Applications")} if doctype == "Version" else {}
	return frappe.get_all(doctype, filters=filters, fields=fields_of(doctype), as_list=True)


def fields_of(doctype: str) -> list[str]:
	"""Return what identifies a record where names are made anew whenever the site is customised."""
	fields = {
		"Has Role": ["parent", "role"],
		"Global Search DocType": ["document_type"],
		"Patch Log": ["patch"],
		"DocType Link": ["parent", "link_doctype", "link_fieldname"],
		"Workspace Shortcut": ["parent", "label"],
		"Workspace Link": ["parent", "label"],
	}
	return fields.get(doctype, ["name"])


def use_the_app() -> None:
	contact = frappe.get_doc(
		{"doctype": "CRM Contact", "first_name": "Ada", "last_name": "King", "company_name": "Blue Harbor"}
	).insert()
	contact.add_comment("Comment", "hello")
	contact.status = "Qualified"
	contact.save()
	frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "quote.txt",
			"content": "quote",
			"attached_to_doctype": "CRM Contact",
			"attached_to_name": contact.name,
		}
	).insert()
	frappe.get_doc(
		{
			"doctype": "Custom Field",
			"dt": "CRM Contact",
			"fieldname": "shoe_size",
			"label": "Shoe Size",
			"fieldtype": "Int",
		}
	).insert()
	frappe.make_property_setter(
		{
			"doctype": "CRM Contact",
			"fieldname": "email",
			"property": "reqd",
			"value": "1",
			"property_type": "Check",
		}
	)
	frappe.permissions.add_permission("CRM Contact", "CRM Viewer")
	arrange_desktop()
	give_role("Administrator", "CRM Manager")
	made_by_people.make_all(contact.name, contact.customer)


def arrange_desktop() -> None:
	"""What a user of Frappe 16 does: a sidebar of their own, an icon for it, an arrangement of all icons."""
	if not frappe.db.exists("DocType", "Workspace Sidebar"):
		return
	sidebar = frappe.copy_doc(frappe.get_doc("Workspace Sidebar", "CRM Desk"), ignore_no_copy=False)
	sidebar.update({"title": "CRM Desk-Administrator", "for_user": "Administrator"})
	sidebar.insert()
	icon = {"doctype": "Desktop Icon", "label": "Sales", "icon_type": "Link"}
	frappe.get_doc({**icon, "link_type": "Workspace Sidebar", "link_to": sidebar.name}).insert()
	icons = [{"label": label} for label in ("Framework", "CRM Desk", "Sales")]
	layout = {"doctype": "Desktop Layout", "user": "Administrator", "layout": json.dumps(icons)}
	frappe.get_doc(layout).insert()


def give_role(user: str, role: str) -> None:
	"""Give a role without saving the user, which would leave a Version of its own behind."""
	row = {"doctype": "Has Role", "parenttype": "User", "parentfield": "roles", "parent": user, "role": role}
	frappe.get_doc(row).insert(ignore_permissions=True)


def main(site: str, *arguments: str) -> None:
	frappe.init(site)
	frappe.connect()
	if arguments:
		use_the_app()
		frappe.db.commit()
	print("INVENTORY" + json.dumps(inventory()))
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
