"""Filters of a caller: what Frappe takes is answered, anything else is one sentence, over HTTP."""

import json

import frappe
import pytest

from tests.factories import make_contact, make_note
from tests.site.rest.test_resources import sentence

METHOD = "/api/method/frappe_crm_app."
SAID = "These filters compare a field with something that it is not compared with."
ODD = [
	["status", "regexp", "x"],
	["status", 5, "x"],
	["status", None, "x"],
	["status", "in", 5],
	["status", "in", {"a": 1}],
	["status", "in", [["Open"]]],
	["status", "=", {"a": 1}],
	["status", "=", ["Open"]],
	["status", "like", ["x"]],
	["status", "is", "maybe"],
	["status", "is", 1],
	["creation", "previous", "x"],
	["creation", "next", ["1 week"]],
	["creation", "timespan", "some day"],
	["creation", "timespan", 7],
	["creation", ">", "x"],
	["creation", ">", 5],
	["creation", "between", "x"],
	["creation", "between", ["2026-01-01"]],
	["creation", "between", ["x", "y"]],
	["creation", "between", [["2026-01-01"], {}]],
	["status", "descendants of", "x"],
	["owner", "ancestors of", ["x"]],
]
TAKEN = [
	["status", "like", "%e%"],
	["status", "not like", "x"],
	["status", "in", ["Lead", "Open"]],
	["status", "in", "Lead,Open"],
	["status", "not in", ["Nothing"]],
	["status", "is", "set"],
	["last_activity_on", "is", "not set"],
	["creation", "between", ["2020-01-01", "2100-01-01"]],
	["creation", "timespan", "this year"],
	["creation", "timespan", "today"],
	["creation", "previous", "1 week"],
	["creation", "next", "3 months"],
	["creation", ">=", "2020-01-01"],
	["creation", "<", "2100-01-01 10:00:00"],
	["modified", "!=", ""],
	["source", "=", None],
	["status", "!=", "Nothing"],
	["owner", "=", "Administrator"],
]


@pytest.fixture
def manager(api, make_user, committed):
	contact = make_contact()
	make_note(contact)
	frappe.db.commit()
	return api(make_user("CRM Manager"))


def asked(client, rule: list) -> dict:
	"""Return the answers of all endpoints that take a caller's filters, by their paths."""
	period = {"start": "2026-01-01", "end": "2026-02-01"}
	filters = json.dumps([rule])
	link = {"doctype": "CRM Contact", "txt": "", "searchfield": "name", "start": 0, "page_len": 5}
	chips = "list_views.api.get_chips"
	return {
		"contacts": client.get(METHOD + chips, params={"doctype": "CRM Contact", "filters": filters}),
		"calendar": client.get(METHOD + "calendar.api.get_follow_ups", params={**period, "filters": filters}),
		"find_contacts": client.get(
			METHOD + "identity.search.find_contacts", params={**link, "filters": filters}
		),
		"find_in_object": client.get(
			METHOD + "identity.search.find_contacts",
			params={**link, "filters": json.dumps({rule[0]: rule[1:]})},
		),
		"reassign": client.post(
			METHOD + "bulk_edit.api.reassign",
			json={"doctype": "CRM Contact", "filters": [rule], "to_user": "Administrator"},
		),
	}


@pytest.mark.parametrize("rule", ODD, ids=str)
def test_what_frappe_does_not_take_is_one_sentence(manager, rule):
	for path, answer in asked(manager, rule).items():
		assert answer.status_code == 417, (path, answer.text)
		assert sentence(answer) == SAID, path


@pytest.mark.parametrize("rule", TAKEN, ids=str)
def test_what_frappe_takes_is_answered(manager, rule):
	for path, answer in asked(manager, rule).items():
		if path == "calendar" and rule[0] in ("last_activity_on", "source"):
			continue  # no fields of a note
		if path == "reassign":
			assert answer.status_code in (200, 417), answer.text
			assert answer.ok or sentence(answer) != SAID
			continue
		assert answer.status_code == 200, (path, answer.text)


@pytest.mark.parametrize(
	"filters",
	["[[[[]]], 5]", '[["status"], 5]', '{"status": ["in"]}', '["status", "regexp", "x"]', "[null]", '"x"'],
)
def test_nests_and_fragments_are_a_sentence(manager, filters):
	link = {"doctype": "CRM Contact", "txt": "", "searchfield": "name", "start": 0, "page_len": 5}
	answers = [
		manager.get(
			METHOD + "list_views.api.get_chips", params={"doctype": "CRM Contact", "filters": filters}
		),
		manager.get(METHOD + "identity.search.find_contacts", params={**link, "filters": filters}),
		manager.post(
			METHOD + "bulk_edit.api.reassign",
			data={"doctype": "CRM Contact", "filters": filters, "to_user": "Administrator"},
		),
	]
	for answer in answers:
		assert answer.status_code == 417, answer.text
		assert sentence(answer)


@pytest.mark.parametrize("value", [{"a": 1}, ["x"], [1]], ids=str)
@pytest.mark.parametrize("name", ["owner", "source", "value_from", "date_from", "text"])
def test_a_board_takes_plain_values(manager, name, value):
	answer = manager.get(METHOD + "pipeline.api.get_board", params={"filters": json.dumps({name: value})})
	assert answer.status_code == 417, answer.text
	assert sentence(answer)


def test_a_list_is_exported_with_columns_not_with_counts(manager):
	arguments = {"doctype": "CRM Contact", "file_format_type": "CSV", "title": "CRM Contact"}
	for fields in ([{"COUNT": "name", "as": "n"}], ["name", {"SUM": "idx", "as": "n"}]):
		answer = manager.post(
			"/api/method/frappe.desk.reportview.export_query",
			data={**arguments, "fields": json.dumps(fields)},
		)
		assert answer.status_code == 417, answer.text
		assert "none that are computed" in answer.json()["_server_messages"], answer.text
	answer = manager.post(
		"/api/method/frappe.desk.reportview.export_query",
		data={**arguments, "fields": json.dumps(["`tabCRM Contact`.`name`"])},
	)
	assert answer.ok, answer.text
