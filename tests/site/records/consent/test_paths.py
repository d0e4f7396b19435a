"""No path of Frappe's changes, adds or removes what somebody said; noting it by our endpoint appends."""

import frappe
import pytest

from frappe_crm_app.records.consent.appending import append
from tests.factories import make_contact

NOTE = "/api/method/frappe_crm_app.records.consent.api.note"
SAID = {"channel": "SMS", "state": "Given", "wording": "On the phone"}


@pytest.fixture
def said(committed):
	contact = make_contact(email="ada@example.com")
	append(contact.name, "Email", "Withdrawn", source="One-Click")
	frappe.db.commit()
	return frappe.get_last_doc("CRM Consent", {"contact": contact.name})


def test_rest_forms_lists_and_imports_leave_consents_as_they_are(said, api):
	admin, path = api("Administrator"), f"/api/resource/CRM Consent/{said.name}"
	doc = {"doctype": "CRM Consent", "name": said.name, "state": "Given", "modified": str(said.modified)}
	calls = [
		admin.put(path, json={"state": "Given"}),
		admin.delete(path),
		admin.post("/api/resource/CRM Consent", json={**doc, "name": None, "contact": said.contact, "channel": "Email"}),
		admin.post("/api/method/frappe.client.set_value", json={"doctype": "CRM Consent", "name": said.name, "fieldname": "state", "value": "Given"}),
		admin.post("/api/method/frappe.client.delete", json={"doctype": "CRM Consent", "name": said.name}),
		admin.post("/api/method/frappe.desk.form.save.savedocs", data={"doc": frappe.as_json(doc), "action": "Save"}),
		admin.post("/api/method/frappe.desk.reportview.delete_items", data={"doctype": "CRM Consent", "items": f'["{said.name}"]'}),
	]  # fmt: skip
	assert all(answer.status_code < 500 for answer in calls), [answer.status_code for answer in calls]
	frappe.db.rollback()
	rows = frappe.get_all("CRM Consent", fields=["name", "state", "modified"])
	assert rows == [{"name": said.name, "state": "Withdrawn", "modified": said.modified}]


def test_rest_appends_by_the_box_of_the_contact(said, api):
	contact = f"/api/resource/CRM Contact/{said.contact}"
	assert api("Administrator").put(contact, json={"email_opt_out": 0}).ok
	frappe.db.rollback()
	rows = frappe.get_all("CRM Consent", fields=["state", "source"], order_by="occurred_on")
	assert rows == [{"state": "Withdrawn", "source": "One-Click"}, {"state": "Given", "source": "API"}]


def test_who_writes_a_contact_notes_what_they_said_and_managers_alone_lift(said, api, make_user):
	frappe.db.set_value("CRM Contact", said.contact, "contact_owner", rep := make_user("CRM Sales Rep"))
	manager, marketer = make_user("CRM Manager"), make_user("CRM Marketer")
	frappe.db.commit()
	lifting = {**SAID, "channel": "Email", "contact": said.contact}
	given = {**SAID, "contact": said.contact}
	assert api(rep).post(NOTE, json=given).json()["message"]["standing"]["SMS"] == "Given"
	assert api(rep).post(NOTE, json=lifting).status_code == 403
	assert api(marketer).post(NOTE, json=given).status_code == 403
	assert api(rep).post(NOTE, json={**given, "wording": " "}).status_code == 417
	assert api(manager).post(NOTE, json=lifting).json()["message"]["standing"]["Email"] == "Given"
	frappe.db.rollback()
	assert frappe.db.get_value("CRM Contact", said.contact, "email_opt_out") == 0
