"""Rows of reports about our DocTypes that were prepared in a job are read by whoever they were prepared for."""

import json

import frappe
import pytest

from tests.factories import insert

REPORT = "CRM Pipeline by Stage"
METHOD = "/api/method/"
PREPARED = "Prepared Report"
TASKS = {"ref_doctype": "ToDo", "report_type": "Report Builder", "is_standard": "No"}


def prepared(report: str, owner: str) -> str:
	"""Put the rows of a report there, without the job that would work them out."""
	values = {"report_name": report, "status": "Completed", "filters": "{}", "owner": owner}
	now = frappe.utils.now()
	doc = frappe.get_doc({"doctype": PREPARED, **values, "creation": now, "modified": now})
	doc.name = frappe.generate_hash(length=10)
	doc.db_insert()
	return doc.name


@pytest.fixture
def readers(make_user) -> dict[str, str]:
	roles = {"own": ["CRM Sales Rep"], "other": ["CRM Sales Rep"], "seeing": ["CRM Manager"]}
	return {kind: make_user(*of_kind, "Prepared Report User") for kind, of_kind in roles.items()}


def test_lists_hold_ones_own_and_what_is_not_about_records_of_ours(readers, acting):
	of_others = insert("Report", {**TASKS, "report_name": frappe.generate_hash(length=8)}).name
	about_ours, about_others = prepared(REPORT, readers["own"]), prepared(of_others, readers["own"])
	expected = {
		"own": {about_ours, about_others},
		"seeing": {about_ours, about_others},
		"other": {about_others},
	}
	for kind, user in readers.items():
		acting(user)
		assert set(frappe.get_list(PREPARED, pluck="name")) == expected[kind], kind
		readable = {
			name for name in (about_ours, about_others) if frappe.has_permission(PREPARED, "read", name)
		}
		assert readable == expected[kind], kind


def test_no_request_reads_takes_or_removes_those_of_others(api, readers, committed):
	name = prepared(REPORT, readers["own"])
	frappe.db.commit()
	run = {"report_name": REPORT, "filters": json.dumps({"prepared_report_name": name})}
	asks = {
		"frappe.desk.query_report.run": run,
		"frappe.desk.query_report.export_query": {**run, "file_format_type": "CSV", "visible_idx": "[]"},
		"frappe.core.doctype.prepared_report.prepared_report.download_attachment": {"dn": name},
	}
	for path, arguments in asks.items():
		answer = api(readers["other"]).get(f"{METHOD}{path}", params=arguments)
		assert answer.status_code == 403, (path, answer.text[-300:])
	assert api(readers["other"]).get(f"/api/resource/{PREPARED}/{name}").status_code == 403
	remove = f"{METHOD}frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports"
	rows = {"reports": json.dumps([{"name": name, "doctype": PREPARED}])}
	assert api(readers["other"]).post(remove, data=rows).status_code in (200, 403)
	assert frappe.db.exists(PREPARED, name)
	assert api(readers["own"]).get(f"{METHOD}frappe.desk.query_report.run", params=run).ok
	assert api(readers["own"]).post(remove, data=rows).ok
	frappe.db.rollback()
	assert not frappe.db.exists(PREPARED, name)
