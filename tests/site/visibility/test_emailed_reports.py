"""Frappe's Auto Email Report of our DocTypes shows the rows of whoever set it up."""

import frappe
import pytest

from tests.factories import insert, make_deal

REPORT = "CRM Pipeline by Stage"
METHOD = "/api/method/frappe.email.doctype.auto_email_report.auto_email_report."
VALUES = {
	"report": REPORT,
	"email_to": "x@example.com",
	"format": "CSV",
	"frequency": "Daily",
	"filters": "{}",
}


@pytest.fixture
def writer(make_user, committed):
	user = make_user("CRM Sales Rep", "Report Manager")
	frappe.db.commit()
	return user


def emailed_as(user: str):
	make_deal()
	report = insert("Auto Email Report", {**VALUES, "user": user})
	frappe.db.commit()
	return report


def test_nobody_sets_it_up_for_somebody_else(api, writer):
	client = api(writer)
	answer = client.post("/api/resource/Auto Email Report", json={**VALUES, "user": "Administrator"})
	assert answer.status_code == 403, answer.text
	made = client.post("/api/resource/Auto Email Report", json={**VALUES, "user": writer})
	assert made.ok, made.text
	path = f"/api/resource/Auto Email Report/{made.json()['data']['name']}"
	assert client.put(path, json={"user": "Administrator"}).status_code == 403
	assert client.put(path, json={"email_to": "y@example.com"}).ok


def test_nobody_turns_that_of_somebody_else_to_themselves_or_runs_it(api, writer):
	report = emailed_as("Administrator")
	client = api(writer)
	answer = client.put(f"/api/resource/Auto Email Report/{report.name}", json={"email_to": "y@example.com"})
	assert answer.status_code == 403, answer.text
	for function in ("download", "send_now"):
		assert client.post(f"{METHOD}{function}", data={"name": report.name}).status_code == 403, function


def test_what_was_set_up_before_for_somebody_else_is_not_sent(writer):
	report = emailed_as("Administrator")
	assert report.get_report_content()
	report = frappe.get_doc("Auto Email Report", report.name)
	report.db_set("modified_by", writer, update_modified=False)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Auto Email Report", report.name).get_report_content()


def test_reports_of_others_are_as_frappe_has_them(api, writer):
	others = frappe.db.get_value("Report", {"ref_doctype": "ToDo", "report_type": "Script Report"})
	answer = api(writer).post(
		"/api/resource/Auto Email Report", json={**VALUES, "report": others, "user": "Administrator"}
	)
	assert answer.ok, answer.text
