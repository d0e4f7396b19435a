"""What was changed is told without the names of records that the reader does not see, whichever way Frappe has stored them."""

import json

import frappe
import pytest

from frappe_crm_app.screens.timeline.api import get_timeline
from tests.factories import insert, make_contact, make_customer, make_deal

METHOD = "/api/method/"
HIDDEN, SHOWN = "Zyxwv Ltd", "Blue Harbor"
MASK = "Not visible to you"


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


@pytest.fixture
def customers(rep):
	return frappe._dict(
		hidden=make_customer(customer_name=HIDDEN), shown=make_customer(customer_name=SHOWN, salesperson=rep)
	)


@pytest.fixture
def deal(rep):
	return make_deal(deal_owner=rep)


def store(doc, *changed: list, **told) -> str:
	"""Insert a Version of a record as Frappe does, and return its name."""
	data = {"changed": changed, "added": [], "removed": [], "row_changed": [], **told}
	values = {"ref_doctype": doc.doctype, "docname": doc.name, "data": json.dumps(data)}
	return insert("Version", values).name


def as_names(customers) -> list[str]:
	return [customers.hidden.name, customers.shown.name]


def as_titles(customers) -> list[str]:
	return [HIDDEN, SHOWN]


def told(user: str, doc) -> list[tuple[str, str]]:
	"""Return what the timeline tells somebody of the changes of a record."""
	frappe.set_user(user)
	try:
		entries = get_timeline(doc.doctype, doc.name, sources='["change"]')["entries"]
	finally:
		frappe.set_user("Administrator")
	return [(change["before"], change["after"]) for entry in entries for change in entry["changes"]]


@pytest.mark.parametrize("stored", [as_names, as_titles])
def test_the_timeline_tells_titles_that_are_seen(deal, customers, rep, make_user, stored):
	store(deal, ["customer", *stored(customers)])
	assert told(rep, deal) == [(MASK, SHOWN)]
	assert told(make_user("CRM Manager"), deal) == [(HIDDEN, SHOWN)]


def test_a_title_that_a_hidden_record_has_too_is_not_told(deal, customers, rep, make_user):
	make_customer(customer_name=SHOWN)
	store(deal, ["customer", "", SHOWN])
	assert told(rep, deal) == [("", MASK)]
	assert told(make_user("CRM Manager"), deal) == [("", SHOWN)]


def test_a_title_that_nobody_has_any_more_is_not_told(deal, rep, make_user):
	store(deal, ["customer", "", "Called so once"])
	assert told(rep, deal) == [("", MASK)]
	assert told(make_user("CRM Manager"), deal) == [("", "Called so once")]


def test_user_permissions_hide_titles(deal, customers, rep):
	allowed = make_customer(salesperson=rep)
	insert(
		"User Permission", {"user": rep, "allow": "CRM Customer", "for_value": allowed.name, "apply_to_all_doctypes": 0, "applicable_for": "CRM Customer"}
	)  # fmt: skip
	store(deal, ["customer", "", customers.shown.name])
	assert told(rep, deal) == [("", MASK)]


def test_what_is_saved_is_told_on_either_version_of_frappe(customers, rep, make_user):
	"""Frappe 16 would store titles, of which nobody knows later whose they were."""
	contact = make_contact(contact_owner=rep, customer=customers.hidden.name)
	contact.customer = customers.shown.name
	contact.save(ignore_version=False)
	assert ["customer", customers.hidden.name, customers.shown.name] in stored_changes(contact)["changed"]
	assert (HIDDEN, SHOWN) in told(make_user("CRM Manager"), contact)
	assert (MASK, SHOWN) in told(rep, contact)


def test_rows_are_stored_with_names_on_either_version_of_frappe(customers):
	group = make_customer(relations=[{"customer": customers.hidden.name, "relation": "Partner"}])
	group.relations[0].customer = customers.shown.name
	group.save(ignore_version=False)
	row = stored_changes(group)["row_changed"][0]
	assert row[3] == [["customer", customers.hidden.name, customers.shown.name]]


def stored_changes(doc) -> dict:
	"""Return what the one Version of a record tells."""
	return json.loads(frappe.get_all("Version", {"docname": doc.name}, pluck="data")[0])


WAYS_OF_FORMS = {
	"getdoc": lambda client, doc: client.get(
		f"{METHOD}frappe.desk.form.load.getdoc", params={"doctype": doc.doctype, "name": doc.name}
	),
	"get_docinfo": lambda client, doc: client.get(
		f"{METHOD}frappe.desk.form.load.get_docinfo", params={"doctype": doc.doctype, "name": doc.name}
	),
	"savedocs": lambda client, doc: client.post(
		f"{METHOD}frappe.desk.form.save.savedocs", json={"doc": frappe.as_json(doc), "action": "Save"}
	),
}


@pytest.mark.parametrize("stored", [as_names, as_titles])
@pytest.mark.parametrize("way", WAYS_OF_FORMS)
def test_a_form_is_told_titles_that_are_seen(api, rep, deal, customers, stored, way):
	rows = [["affiliations", 0, "row", [["customer", *stored(customers)]]]]
	contact = make_contact(contact_owner=rep)
	store(contact, ["customer", *stored(customers)], row_changed=rows)
	contact.reload()
	answer = WAYS_OF_FORMS[way](api(rep), contact)
	assert answer.status_code == 200, answer.text
	versions = [json.loads(each["data"]) for each in answer.json()["docinfo"]["versions"]]
	written = next(data for data in versions if data.get("row_changed"))
	assert written["changed"] == [["customer", MASK, SHOWN]]
	assert written["row_changed"][0][3] == [["customer", MASK, SHOWN]]
	assert HIDDEN not in answer.text


def rest(client, version: str) -> list:
	return [
		client.get("/api/resource/Version", params={"fields": '["*"]', "limit_page_length": 0}),
		client.get(f"/api/resource/Version/{version}"),
		client.get(f"/api/v2/document/Version/{version}"),
	]


def of_client(client, version: str) -> list:
	named = {"doctype": "Version", "fields": '["data"]', "filters": json.dumps({"name": version})}
	return [
		client.get(f"{METHOD}frappe.client.get_list", params=named),
		client.get(f"{METHOD}frappe.client.get_value", params={**named, "fieldname": "data"}),
		client.get(f"{METHOD}frappe.client.get", params={"doctype": "Version", "name": version}),
	]


def of_desk(client, version: str) -> list:
	fields = json.dumps(["`tabVersion`.`name`", "`tabVersion`.`data`"])
	listed = {"doctype": "Version", "fields": fields, "page_length": 500}
	return [
		client.post(f"{METHOD}frappe.desk.reportview.get", json={**listed, "view": "Report"}),
		client.post(f"{METHOD}frappe.desk.reportview.export_query", json={**listed, "file_format_type": "CSV"}),
		client.get(f"{METHOD}frappe.desk.form.load.getdoc", params={"doctype": "Version", "name": version}),
		client.get(f"{METHOD}frappe.www.printview.get_html_and_style", params={"doc": "Version", "name": version}),
		client.get(f"{METHOD}frappe.desk.search.search_link", params={"doctype": "Version", "txt": HIDDEN}),
		client.get(
			f"{METHOD}frappe.utils.diff.get_version_diff",
			params={"from_version": version, "to_version": version, "fieldname": "customer"},
		),
	]  # fmt: skip


WAYS_OF_ROWS = {"rest": rest, "client": of_client, "desk": of_desk}


@pytest.mark.parametrize("way", WAYS_OF_ROWS)
@pytest.mark.parametrize(
	"roles", [("System Manager",), ("System Manager", "CRM Sales Rep"), ("CRM Sales Rep",)]
)
def test_rows_are_read_by_who_sees_all_records(api, make_user, customers, way, roles):
	reader = make_user(*roles)
	version = store(make_deal(deal_owner=reader), ["customer", HIDDEN, ""])
	for answer in WAYS_OF_ROWS[way](api(reader), version):
		assert answer.status_code < 500, answer.text
		assert HIDDEN not in answer.text.replace(f'"txt": "{HIDDEN}"', "")
	seen = WAYS_OF_ROWS[way](api(make_user("System Manager", "CRM Admin")), version)
	assert HIDDEN in seen[0].text


def test_deleted_versions_are_read_by_who_reads_versions(api, make_user, deal):
	version = store(deal, ["customer", HIDDEN, ""])
	frappe.delete_doc("Version", version, force=True, delete_permanently=False)
	name = frappe.db.get_value("Deleted Document", {"deleted_name": version})
	assert name
	reader = api(make_user("System Manager"))
	listed = reader.get("/api/resource/Deleted Document", params={"fields": '["*"]', "limit_page_length": 0})
	for answer in (listed, reader.get(f"/api/resource/Deleted Document/{name}")):
		assert HIDDEN not in answer.text
	admin = api(make_user("System Manager", "CRM Admin"))
	assert HIDDEN in admin.get(f"/api/resource/Deleted Document/{name}").text


def test_versions_of_other_records_are_read_as_ever(api, make_user):
	todo = insert("ToDo", {"description": "Call"})
	version = store(todo, ["description", "Cal", "Call"])
	reader = api(make_user("System Manager"))
	assert reader.get(f"/api/resource/Version/{version}").json()["data"]["docname"] == todo.name
