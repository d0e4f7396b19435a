"""Installing, migrating and uninstalling, on a site of its own."""

import json
from pathlib import Path

import frappe
import pytest

from frappe_crm_app import addresses, install
from frappe_crm_app.indexes import leading_columns
from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.visibility.roles import CRMRole

# Names that each of these versions of other apps brings, read from their sources.
FOREIGN_NAMES = json.loads((Path(__file__).parents[2] / "data" / "foreign_names.json").read_text())
MODULE = "Frappe CRM App"
APP = "frappe_crm_app"
KINDS = {
	"doctypes": "DocType",
	"reports": "Report",
	"pages": "Page",
	"workspaces": "Workspace",
	"number_cards": "Number Card",
	"dashboard_charts": "Dashboard Chart",
	"web_forms": "Web Form",
}
FOLDERS = {"workspace_sidebars": "workspace_sidebar", "desktop_icons": "desktop_icon"}  # of Frappe 16


def test_the_names_are_those_of_the_versions_that_we_stand_beside():
	assert list(FOREIGN_NAMES) == [
		*("frappe 15.101.1", "frappe 16.10.7", "erpnext 15.99.1", "erpnext 16.7.3"),
		*("crm 1.73.2", "crm 1.81.1", "crm develop of 2026-08-07"),
		*("helpdesk 1.25.1", "helpdesk 1.28.1", "helpdesk develop of 2026-07-23", "telephony 0.0.1"),
	]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("app", FOREIGN_NAMES)
def test_our_names_are_nobody_elses(app, kind):
	ours = set(frappe.get_all(KINDS[kind], filters={"module": MODULE}, pluck="name"))
	assert ours or kind == "pages"
	assert not ours & set(FOREIGN_NAMES[app][kind])


@pytest.mark.parametrize("kind", FOLDERS)
@pytest.mark.parametrize("app", FOREIGN_NAMES)
def test_our_names_on_the_desk_of_16_are_nobody_elses(app, kind):
	files = Path(frappe.get_app_path(APP)).glob(f"{FOLDERS[kind]}/*.json")
	ours = {json.loads(file.read_text())["name"] for file in files}
	assert not ours & set(FOREIGN_NAMES[app][kind])


@pytest.mark.parametrize("app", FOREIGN_NAMES)
def test_our_module_is_nobody_elses(app):
	assert MODULE not in FOREIGN_NAMES[app]["modules"]


@pytest.mark.parametrize("app", FOREIGN_NAMES)
def test_our_roles_are_nobody_elses(app):
	assert not set(CRMRole) & set(FOREIGN_NAMES[app]["roles"])


def test_all_roles_are_there_and_reach_the_desk():
	for role in CRMRole:
		assert frappe.db.get_value("Role", role, "desk_access") == 1


def test_the_shipped_pipelines_have_their_stages():
	sales = stages_of("Sales")
	assert [stage.stage_name for stage in sales] == [
		"Lead",
		"Qualified",
		"Proposal",
		"Negotiation",
		"Won",
		"Lost",
	]
	assert [stage.outcome for stage in sales] == ["Open"] * 4 + ["Won", "Lost"]
	groups = [stage.stage_group for stage in stages_of("Follow-up")]
	assert list(dict.fromkeys(groups)) == ["New", "Contacted", "Qualified", "Negotiation", "Closed"]
	assert all(groups.count(group) >= 2 for group in ("Contacted", "Qualified", "Negotiation"))


def stages_of(pipeline_name: str) -> list[dict]:
	pipeline = frappe.db.get_value("CRM Pipeline", {"pipeline_name": pipeline_name})
	return frappe.get_all(
		"CRM Stage",
		filters={"pipeline": pipeline},
		fields=["stage_name", "stage_group", "outcome"],
		order_by="position asc",
	)


def test_installing_twice_changes_nothing():
	before = {doctype: rows_of(doctype) for doctype in own_doctypes()}
	install.before_install()
	install.after_install()
	assert {doctype: rows_of(doctype) for doctype in own_doctypes()} == before


def own_doctypes() -> list[str]:
	return frappe.get_all("DocType", filters={"module": MODULE, "issingle": 0}, pluck="name")


def rows_of(doctype: str) -> list[dict]:
	return frappe.get_all(doctype, fields=["*"], order_by="name asc")


@pytest.mark.parametrize("doctype", ["CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Follow-up Note"])
def test_what_lists_filter_and_sort_by_is_indexed(doctype):
	meta = frappe.get_meta(doctype)
	filtered = [
		field.fieldname
		for field in meta.fields
		if field.in_standard_filter or field.fieldname.endswith("_on")
	]
	not_indexed = {"consent_on", "ends_on", "first_touch_on", "last_touch_on", "starts_on"}
	missing = [name for name in filtered if name not in not_indexed and not is_indexed(doctype, name)]
	assert missing == []
	assert meta.sort_field == "modified"


def test_every_list_is_sorted_and_every_table_row_found_by_an_index():
	ours = own_doctypes()
	wanted = {name: "parent" if frappe.get_meta(name).istable else "modified" for name in ours}
	tables = {name: column for name, column in wanted.items() if not frappe.get_meta(name).issingle}
	assert [name for name, column in tables.items() if not is_indexed(name, column)] == []


def test_no_two_scheduled_jobs_have_one_name():
	"""Frappe 15 names them by module and function alone, and of two it keeps one."""
	events = frappe.get_hooks("scheduler_events", app_name="frappe_crm_app")
	methods = [method for methods in events.pop("cron").values() for method in methods]
	methods += [method for methods in events.values() for method in methods]
	names = [".".join(method.split(".")[-2:]) for method in methods]
	assert sorted(set(names)) == sorted(names)
	stored = frappe.get_all("Scheduled Job Type", {"method": ("in", methods)}, pluck="method")
	assert sorted(stored) == sorted(methods)


def test_the_sidebar_of_frappe_16_offers_all_that_the_workspace_does():
	app = Path(frappe.get_app_path(APP))
	sidebar = json.loads((app / "workspace_sidebar" / "crm_desk.json").read_text())
	workspace = json.loads((app / APP / "workspace" / "crm_desk" / "crm_desk.json").read_text())
	home, *rows = sidebar["items"]
	assert (home["link_type"], home["link_to"]) == ("Workspace", "CRM Desk")
	assert linked(rows) == linked(workspace["links"])
	offered = {name for _label, name in linked(rows)}
	assert set(frappe.get_all("Page", filters={"module": MODULE}, pluck="name")) <= offered
	assert set(frappe.get_all("Report", filters={"module": MODULE}, pluck="name")) <= offered
	assert set(frappe.get_all("DocType", filters={"module": MODULE, "issingle": 1}, pluck="name")) <= offered


def linked(rows: list[dict]) -> list[tuple[str, str]]:
	return [(row["label"], row["link_to"]) for row in rows if row["type"] == "Link"]


@pytest.mark.skipif(major_version() < 16, reason="Frappe 15 has no sidebars of workspaces")
def test_frappe_16_has_our_sidebar_and_one_icon_that_opens_it():
	sidebar = frappe.get_doc("Workspace Sidebar", "CRM Desk")
	assert (sidebar.app, sidebar.module, sidebar.standard) == (APP, MODULE, 1)
	assert "crm-board" in [item.link_to for item in sidebar.items]
	assert all(item.link_type == "URL" or item.type != "Link" or item.link_to for item in sidebar.items)
	icons = frappe.get_all("Desktop Icon", filters={"app": APP}, fields=["name", "link_type", "link_to"])
	assert icons == [{"name": "CRM Desk", "link_type": "Workspace Sidebar", "link_to": "CRM Desk"}]


def test_what_we_replace_of_frappe_is_there():
	"""A replaced path that Frappe lacks would be an endpoint of its own, and fail with a traceback."""
	replaced = (
		frappe.get_hooks("override_whitelisted_methods", app_name=APP).keys() - addresses.functions().keys()
	)
	assert replaced
	for path in replaced:
		assert frappe.get_attr(path) in frappe.whitelisted, path


def is_indexed(doctype: str, fieldname: str) -> bool:
	"""Return whether some index of the table begins with the column."""
	if frappe.db.db_type == "postgres":
		return fieldname in leading_columns(doctype)
	query = f"show index from `tab{doctype}` where Column_name = %s and Seq_in_index = 1"
	return bool(frappe.db.sql(query, fieldname))


# A version would tell what a private mail says where nobody looks for a mail.
WITHOUT_VERSIONS = {
	*("CRM Campaign Click", "CRM Campaign Link", "CRM Campaign Recipient"),
	"CRM Plan Change",  # a version itself, and its `moves` are for nobody to read
	*("CRM Mail", "CRM Mail Copy", "CRM Mail Folder", "CRM Mailbox", "CRM Mailbox Entry"),
}


def test_every_doctype_names_its_order_and_tracks_changes_but_those_of_mails_campaigns_and_plans():
	for name in own_doctypes():
		meta = frappe.get_meta(name)
		assert meta.sort_field, name
		assert meta.istable or bool(meta.track_changes) != (name in WITHOUT_VERSIONS), name
