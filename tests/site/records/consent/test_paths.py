"""No path of Frappe's changes, adds or removes what somebody said; noting it by our endpoint appends."""

import frappe
import pytest

from frappe_crm_app.records.consent.appending import append
from tests.factories import make_contact, make_list, make_subscription

NOTE = "/api/method/frappe_crm_app.records.consent.api.note"
SUBSCRIBE = "/api/method/frappe_crm_app.records.audiences.api.subscribe"
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


ROLES = (
	"CRM Admin", "CRM Manager", "CRM Marketer", "CRM Sales Rep", "CRM Account Rep", "CRM Partner Manager", "CRM Viewer",
	"CRM External", "System Manager",
)  # fmt: skip


def test_no_role_writes_what_people_said_or_subscribe_to_as_a_record(said, api, make_user):
	held = make_subscription(frappe.get_doc("CRM Contact", said.contact), make_list().name)
	frappe.db.commit()
	said = frappe.get_last_doc("CRM Consent", {"contact": said.contact})
	stored = {each.doctype: each.as_dict(convert_dates_to_str=True) for each in (said, held)}
	before = {doctype: frappe.db.count(doctype) for doctype in stored}
	for role in ROLES:
		client = api(make_user(role))
		for doctype, values in stored.items():
			answers = writes_of(client, doctype, values)
			assert all(399 < answer.status_code < 500 for answer in answers), (
				role,
				doctype,
				[answer.status_code for answer in answers],
			)
	frappe.db.rollback()
	for each in (said, held):
		assert frappe.db.count(each.doctype) == before[each.doctype]
		now = frappe.get_doc(each.doctype, each.name).as_dict(convert_dates_to_str=True)
		assert now == stored[each.doctype]


def writes_of(client, doctype: str, values: dict) -> list:
	"""Try each way by which Frappe writes a record, and return the answers."""
	name, other = values["name"], {"state": "Given", "status": "Complained", "contact": values["contact"]}
	new = {**values, **other, "name": None, "mailing_list": make_list_of(values)}
	named = {"doctype": doctype, "name": name}
	method = "/api/method/frappe."
	return [
		client.put(f"/api/resource/{doctype}/{name}", json=other),
		client.delete(f"/api/resource/{doctype}/{name}"),
		client.post(f"/api/resource/{doctype}", json=new),
		client.post(method + "client.insert", json={"doc": {**new, "doctype": doctype}}),
		client.post(method + "client.insert_many", json={"docs": [{**new, "doctype": doctype}]}),
		client.post(method + "client.save", json={"doc": {**values, **other}}),
		client.post(method + "client.set_value", json={**named, "fieldname": other}),
		client.post(method + "client.delete", json=named),
		client.post(
			method + "client.rename_doc", json={"doctype": doctype, "old_name": name, "new_name": "other"}
		),
		client.post(
			method + "model.rename_doc.update_document_title", json={"doctype": doctype, "docname": name, "name": "x"}
		),
	]  # fmt: skip


def make_list_of(values: dict) -> str | None:
	"""Return another list than that of a subscription."""
	return values.get("mailing_list") and frappe.db.get_value(
		"CRM Mailing List", {"name": ("!=", values["mailing_list"])}
	)


def test_marketers_and_reps_subscribe_nobody_again_who_has_withdrawn(said, api, make_user):
	news = make_list().name
	frappe.db.commit()
	asked = {"mailing_list": news, "contact": said.contact, "wording": "On the phone"}
	refused = api(make_user("CRM Marketer")).post(SUBSCRIBE, json=asked)
	assert refused.status_code == 403, refused.text
	frappe.db.rollback()
	assert not frappe.db.count("CRM Subscription")
	assert frappe.db.get_value("CRM Contact", said.contact, "email_opt_out") == 1
	assert api(make_user("CRM Manager")).post(SUBSCRIBE, json=asked).ok
	frappe.db.rollback()
	assert frappe.get_all("CRM Subscription", pluck="status") == ["Subscribed"]


@pytest.mark.parametrize(
	"wrong",
	[
		{"channel": "email"},
		{"channel": "Fax"},
		{"channel": ""},
		{"channel": ["SMS"]},
		{"channel": "SMS'--"},
		{"state": "given"},
		{"state": "1"},
		{"wording": ""},
		{"wording": "x" * 10_001},
		{"contact": "nobody"},
		{"occurred_on": "yesterday-ish"},
	],
	ids=str,
)
def test_words_that_are_none_note_nothing(said, api, wrong):
	answer = api("Administrator").post(NOTE, json={**SAID, "contact": said.contact, **wrong})
	assert 400 <= answer.status_code < 500, answer.text
	frappe.db.rollback()
	assert frappe.db.count("CRM Consent") == 1


def test_boxes_of_many_contacts_that_a_list_changes_append_a_row_each(said, api):
	other = make_contact()
	frappe.db.commit()
	names = [said.contact, other.name]
	changed = api("Administrator").post(
		"/api/method/frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		data={
			"doctype": "CRM Contact",
			"docnames": frappe.as_json(names),
			"action": "update",
			"data": '{"messaging_opt_out": 1}',
		},
	)
	assert changed.ok, changed.text
	frappe.db.rollback()
	rows = frappe.get_all(
		"CRM Consent", {"channel": ("!=", "Email")}, ["contact", "channel", "state", "source"], as_list=True
	)
	expected = [(name, channel, "Withdrawn", "Desk") for name in names for channel in ("SMS", "WhatsApp")]
	assert sorted(rows) == sorted(expected)
