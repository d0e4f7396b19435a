"""Every record through `/api/resource`, as a user with an API key, over real HTTP."""

import json

import frappe
import pytest
from frappe.utils import nowdate

from frappe_crm_app.kit.frappe_version import major_version
from tests.factories import lost_reason, make_contact, make_customer, make_deal, stage


@pytest.fixture
def manager(api, make_user):
	return api(make_user("CRM Manager"))


@pytest.fixture
def admin(api, make_user):
	return api(make_user("CRM Admin"))


def sentence(response) -> str:
	"""Return what a user would read, having made sure that no traceback comes with it."""
	body = response.json()
	assert "Traceback" not in response.text
	assert not body.get("exc")
	return " ".join(
		json.loads(message)["message"] for message in json.loads(body.get("_server_messages", "[]"))
	)


def records() -> dict[str, tuple[dict, dict]]:
	"""Map each DocType to what creates a record of it, and to a change."""
	contact, pipeline = make_contact(), frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Sales"})
	note = {"reference_doctype": "CRM Contact", "reference_name": contact.name, "action": "Call"}
	return {
		"CRM Contact": ({"first_name": "Ada", "last_name": "King"}, {"status": "Qualified"}),
		"CRM Customer": ({"customer_name": "Blue Harbor"}, {"relationship": "Client"}),
		"CRM Sales Deal": ({"title": "Cranes", "value": 10}, {"value": 20}),
		"CRM Follow-up Note": ({**note, "content": "Said hello"}, {"status": "Cancelled"}),
		"CRM Location": ({"location_name": "Depot"}, {"city": "Oslo"}),
		"CRM Pipeline": ({"pipeline_name": "Renewals", "tracks": "Deals"}, {"currency": "EUR"}),
		"CRM Stage": ({"stage_name": "Verbal", "pipeline": pipeline}, {"probability": 90}),
		"CRM Source": ({"source_name": "Fair"}, {"description": "Autumn"}),
		"CRM Deal Lost Reason": ({"reason": "Moved away"}, {"description": "Far"}),
		"CRM Sales Role": ({"role_name": "Inside Sales"}, {"description": "By phone"}),
		"CRM Salesperson": ({"user": "Administrator"}, {"respondio_assignee": "7"}),
		"CRM Record Scope": (
			{"role": "System Manager", "record_type": "CRM Contact", "scope": "All"},
			{"scope": "Own"},
		),
	}


def test_each_record_is_created_read_listed_changed_and_deleted(admin):
	for doctype, (values, change) in records().items():
		frappe.db.commit()
		path = f"/api/resource/{doctype}"
		created = admin.post(path, json=values)
		assert created.status_code == 200, (doctype, created.text)
		name = created.json()["data"]["name"]
		assert admin.get(f"{path}/{name}").json()["data"]["name"] == name
		fieldname, value = next(iter(values.items()))
		listed = admin.get(
			path, params={"filters": json.dumps([[fieldname, "=", value]]), "fields": '["name"]'}
		)
		assert name in [row["name"] for row in listed.json()["data"]], doctype
		changed = admin.put(f"{path}/{name}", json=change)
		assert changed.status_code == 200, (doctype, changed.text)
		assert {key: changed.json()["data"][key] for key in change} == change
		assert admin.delete(f"{path}/{name}").status_code == 202, doctype
		assert admin.get(f"{path}/{name}").status_code == 404


def test_a_second_contact_with_an_email_answers_409_and_links_the_first(manager):
	first = make_contact(email="ada@example.com")
	answer = manager.post(
		"/api/resource/CRM Contact",
		json={"first_name": "Ada", "last_name": "King", "email": "ADA@example.com"},
	)
	assert answer.status_code == 409
	assert first.name in sentence(answer)
	assert "already has the email" in sentence(answer)


WRONG = [
	("CRM Contact", {"first_name": "Ada"}, "Last Name", 417),
	("CRM Contact", {"first_name": "Ada", "last_name": "K", "email": "nope"}, "is not an email address", 417),
	("CRM Contact", {"first_name": "Ada", "last_name": "K", "phone": "nope"}, "is not a phone number", 417),
	("CRM Contact", {"first_name": "Ada", "last_name": "K", "contact_type": "Foe"}, "Contact Type", 417),
	("CRM Contact", {"first_name": "Ada", "last_name": "K", "source": "none"}, "Source", 417),
	("CRM Contact", {"first_name": "A" * 200, "last_name": "K"}, "140", 417),
	("CRM Sales Deal", {"title": "Cranes", "value": -1}, "cannot be negative", 417),
	("CRM Sales Deal", {"title": "Cranes", "value": "1e30"}, "too large", 417),
	("CRM Sales Deal", {"title": "Cranes", "currency": "EUR"}, "No rate from EUR", 417),
	("CRM Sales Deal", {"title": "Cranes", "stage": "none"}, "Stage", 417),
	("CRM Sales Deal", {"title": "Cranes", "expected_close_date": "soon"}, "“soon” is not a date", 417),
	(
		"CRM Contact",
		{"first_name": "Ada", "last_name": "K", "consent_on": "2026-02-30 10:00"},
		"is not a date",
		417,
	),
	("CRM Location", {"location_name": "Depot", "latitude": 91}, "between -90 and 90", 417),
	("CRM Location", {"location_name": "Depot", "longitude": "-180.01"}, "between -180 and 180", 417),
	("CRM Customer", {"customer_name": ""}, "Customer Name", 417),
	("CRM Customer", {"customer_name": "A", "domain": "not a domain"}, "is not a web domain", 417),
	("CRM Customer", {"customer_name": "A", "estimated_close_date": "31/31/2026"}, "is not a date", 417),
	("CRM Customer", {"customer_name": "A", "estimated_close_date": "Mar 2026"}, "is not a date", 417),
	("CRM Sales Deal", {"title": "A", "expected_close_date": "2026"}, "is not a date", 417),
	("CRM Sales Deal", {"title": "A", "expected_close_date": "3/8/26"}, "is not a date", 417),
	("CRM Sales Deal", {"title": "A", "value": "1.234,56"}, "is not a number", 417),
	("CRM Sales Deal", {"title": "A", "value": "€ 1,200"}, "is not a number", 417),
	("CRM Sales Deal", {"title": "A", "value": "12k"}, "is not a number", 417),
	("CRM Customer", {"customer_name": "A", "monthly_shipments": "1.200"}, "is no whole number", 417),
	("CRM Customer", {"customer_name": "A", "phone": "0501234567"}, "is not a phone number", 417),
	("CRM Contact", {"first_name": "A", "last_name": "K", "email": "josé@x.example"}, "is not an email", 417),
]


@pytest.mark.parametrize(("doctype", "values", "words", "status"), WRONG)
def test_a_wrong_value_answers_with_its_sentence_and_writes_nothing(manager, doctype, values, words, status):
	before = frappe.db.count(doctype)
	answer = manager.post(f"/api/resource/{doctype}", json=values)
	assert answer.status_code == status, answer.text
	assert words in sentence(answer) or words in answer.json().get("exception", ""), answer.text
	assert frappe.db.count(doctype) == before


def test_losing_a_deal_without_reason_names_the_field(manager):
	deal = make_deal()
	answer = manager.put(f"/api/resource/CRM Sales Deal/{deal.name}", json={"stage": stage("Lost")})
	assert answer.status_code == 417
	assert "needs: Lost Reason" in sentence(answer)
	assert answer.json()["missing_fields"] == ["lost_reason"]
	answer = manager.put(
		f"/api/resource/CRM Sales Deal/{deal.name}",
		json={"stage": stage("Lost"), "lost_reason": lost_reason()},
	)
	assert answer.json()["data"]["outcome"] == "Lost"
	assert answer.json()["data"]["closed_on"] == nowdate()


def test_a_typed_company_creates_the_customer(manager):
	answer = manager.post(
		"/api/resource/CRM Contact",
		json={"first_name": "Ada", "last_name": "King", "company_name": "Blue Harbor"},
	).json()["data"]
	assert frappe.db.get_value("CRM Customer", answer["customer"], "customer_name") == "Blue Harbor"


def test_a_customer_with_deals_is_not_deleted(admin):
	customer = make_customer()
	make_deal(customer=customer.name)
	answer = admin.delete(f"/api/resource/CRM Customer/{customer.name}")
	assert answer.status_code == 409
	assert "it has 1 deal" in sentence(answer)


def test_a_manager_deletes_and_configures_nothing(manager):
	contact = make_contact()
	assert manager.delete(f"/api/resource/CRM Contact/{contact.name}").status_code == 403
	assert manager.post("/api/resource/CRM Source", json={"source_name": "Fair"}).status_code == 403
	assert manager.put(f"/api/resource/CRM Stage/{stage('Lead')}", json={"probability": 1}).status_code == 403


@pytest.mark.parametrize("role", [None, "System Manager", "CRM Reassigner"])
def test_who_has_no_access_gets_no_data(api, make_user, role):
	contact = make_contact(last_name="Secret")
	client = api(make_user(*([role] if role else [])))
	for path in (
		"/api/resource/CRM Contact",
		f"/api/resource/CRM Contact/{contact.name}",
		"/api/method/frappe.client.get_list?doctype=CRM Contact",
		"/api/method/frappe.desk.reportview.get_count?doctype=CRM Contact",
		"/api/method/frappe.desk.search.search_link?doctype=CRM Contact&txt=Secret",
	):
		answer = client.get(path)
		assert "Secret" not in answer.text
		assert answer.status_code in (403, 404), (path, answer.text)


def test_without_a_key_there_is_no_data(api):
	contact = make_contact(last_name="Secret")
	guest = api(None)
	for path in ("/api/resource/CRM Contact", f"/api/resource/CRM Contact/{contact.name}"):
		answer = guest.get(path)
		assert answer.status_code in (401, 403)
		assert "Secret" not in answer.text
	assert (
		guest.post("/api/resource/CRM Contact", json={"first_name": "A", "last_name": "B"}).status_code == 403
	)


def test_history_cannot_be_written(admin):
	deal = make_deal()
	answer = admin.post(
		"/api/resource/CRM Stage Change",
		json={"reference_doctype": "CRM Sales Deal", "reference_name": deal.name, "to_stage": stage("Won")},
	)
	assert answer.status_code == 403


def found_by(client, doctype: str, typed: str) -> list[dict]:
	"""Return what a link field offers for the typed text, wherever this Frappe puts it in the answer."""
	body = client.get(
		"/api/method/frappe.desk.search.search_link", params={"doctype": doctype, "txt": typed}
	).json()
	return body["message"] if "message" in body else body["results"]


@pytest.mark.parametrize(
	("typed", "finds"),
	[("Lovel", True), ("ada@exam", True), ("(415) 555", True), ("4155550100", True), ("Turing", False)],
)
def test_link_search_finds_a_person_by_name_email_or_phone(manager, typed, finds):
	contact = make_contact(
		first_name="Ada", last_name="Lovelace", email="ada@example.com", phone="+14155550100"
	)
	rows = found_by(manager, "CRM Contact", typed)
	assert (contact.name in [row["value"] for row in rows]) is finds
	if finds:
		assert "Ada Lovelace" in [row.get("label") for row in rows]


@pytest.mark.parametrize("typed", ["blue har", "harbor.example"])
def test_link_search_finds_a_customer_by_name_or_domain(manager, typed):
	customer = make_customer(customer_name="Blue Harbor", domain="harbor.example")
	rows = found_by(manager, "CRM Customer", typed)
	assert customer.name in [row["value"] for row in rows]


LINKED = {"CRM Contact": make_contact, "CRM Customer": make_customer, "CRM Sales Deal": make_deal}


@pytest.mark.skipif(major_version() < 16, reason="Frappe 15 looks the name up without searching for it")
@pytest.mark.parametrize("doctype", LINKED)
def test_what_is_chosen_in_a_link_field_stays_chosen(manager, doctype):
	"""Frappe 16 searches for the name of what was chosen, by the query of the field, and empties the field where it finds nothing."""
	name, other = LINKED[doctype]().name, LINKED[doctype]().name
	path = "/api/method/frappe.client.validate_link_and_fetch"
	for filters in ({}, {"name": ["!=", other]}):
		asked = {"doctype": doctype, "docname": name, "filters": json.dumps(filters)}
		assert manager.get(path, params=asked).json()["message"] == {"name": name}
	asked = {"doctype": doctype, "docname": name, "filters": json.dumps({"name": other})}
	assert manager.get(path, params=asked).json()["message"] == {}
	fetched = {"doctype": doctype, "docname": name, "fields_to_fetch": json.dumps(["owner"])}
	assert manager.post(path, data=fetched).json()["message"] == {"name": name, "owner": "Administrator"}


@pytest.mark.parametrize("doctype", ["CRM Contact", "CRM Customer"])
def test_link_search_finds_a_record_by_its_name(manager, doctype):
	name = LINKED[doctype]().name
	LINKED[doctype]()
	assert [row["value"] for row in found_by(manager, doctype, name)] == [name]


def test_only_our_own_answers_are_changed(admin):
	"""The traceback that Frappe adds by the site's own setting stays where it is none of our business."""
	ours = admin.post("/api/resource/CRM Contact", json={"first_name": "Ada"})
	others = admin.post("/api/resource/ToDo", json={"description": ""})
	assert "exc" not in ours.json()
	assert "exc" in others.json()


def test_rows_of_a_record_are_changed_through_the_record_only(admin):
	contact = make_contact(company_name="Blue Harbor")
	row = contact.affiliations[0]
	parent = {"parent": contact.name, "parenttype": "CRM Contact", "parentfield": "affiliations"}
	answers = [
		admin.post("/api/resource/CRM Contact Affiliation", json={"customer": row.customer, **parent}),
		admin.put(f"/api/resource/CRM Contact Affiliation/{row.name}", json={"is_primary": 0}),
		admin.delete(f"/api/resource/CRM Contact Affiliation/{row.name}"),
	]
	assert [answer.status_code for answer in answers] == [417] * 3
	assert "through the record" in sentence(answers[0])
	assert [row.name for row in contact.reload().affiliations] == [row.name]


ODD = [
	("CRM Follow-up Note", {"reference_doctype": "CRM Contact", "action": "Call"}),
	("CRM Follow-up Note", {"action": "Call"}),
	("CRM Stage", {"stage_name": "Lonely"}),
	("CRM Contact", {"first_name": "Ada", "last_name": "\ud800"}),
	("CRM Contact", {"first_name": "Ada", "last_name": "K", "consent_text": "x" * 70_000}),
	("CRM Contact", {"first_name": "Ada", "last_name": "K", "consent_on": True}),
	("CRM Location", {"location_name": "Depot", "latitude": "north"}),
	("CRM Record Scope", {"role": "CRM Viewer", "record_type": "User", "scope": "All"}),
]


@pytest.mark.parametrize(("doctype", "values"), ODD)
def test_odd_input_is_refused_and_no_error(admin, doctype, values):
	answer = admin.post(
		f"/api/resource/{doctype}", data=json.dumps(values), headers={"Content-Type": "application/json"}
	)
	assert answer.status_code == 417, answer.text
	assert sentence(answer)


def test_odd_but_readable_input_is_taken(admin):
	contact = make_contact()
	note = {
		"reference_doctype": "CRM Contact",
		"reference_name": contact.name,
		"action": "Call",
		"content": 5,
	}
	assert admin.post("/api/resource/CRM Follow-up Note", json=note).json()["data"]["content"] == "5"
	pipeline = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Sales"})
	answer = admin.post(
		"/api/resource/CRM Stage", json={"stage_name": "X", "pipeline": pipeline, "probability": "50"}
	)
	assert answer.json()["data"]["probability"] == 50


def test_lists_are_filtered_by_emails_in_any_case(manager):
	contact = make_contact(email="ada@x.example")
	frappe.db.commit()
	for filters in (
		'[["email", "like", "%ADA@%"]]',
		'{"email": "Ada@X.example"}',
		'[["CRM Contact", "email", "=", "ADA@x.example"]]',
	):
		found = manager.get("/api/resource/CRM Contact", params={"filters": filters}).json()["data"]
		assert [row["name"] for row in found] == [contact.name]
		arguments = {"doctype": "CRM Contact", "filters": filters}
		assert manager.get("/api/method/frappe.client.get_count", params=arguments).json()["message"] == 1
