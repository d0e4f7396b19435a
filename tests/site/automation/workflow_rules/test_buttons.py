"""Buttons over HTTP: who is offered them, who may press, and what pressing twice comes to."""

import json

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from tests.factories import make_deal
from tests.site.automation.workflow_rules.engine import TAG, rule, runs, tags_of
from tests.site.automation.workflow_rules.engine import asked as asked_of
from tests.stack.http import send_at_once
from tests.stack.site import refresh

API = "/api/method/frappe_crm_app.automation.workflow_rules.api."


def button(**values):
	return rule(TAG, trigger_type="Button", event_kind=None, button_label="Tag it", **values)


@pytest.fixture
def deal(committed, make_user):
	"""A deal of a Sales Rep."""
	return make_deal(deal_owner=make_user("CRM Sales Rep"))


def asked(client, deal) -> object:
	return client.get(API + "get_buttons", params={"doctype": deal.doctype, "name": deal.name})


def pressed(client, doc, deal):
	body = {"rule": doc.name, "doctype": deal.doctype, "name": deal.name}
	return client.post(API + "press", json=body)


def test_whose_the_record_is_is_offered_the_button_and_presses_it(deal, api, worker):
	doc = button()
	frappe.db.commit()
	client = api(deal.deal_owner)
	assert asked(client, deal).json()["message"] == [{"rule": doc.name, "label": "Tag it"}]
	run = pressed(client, doc, deal).json()["message"]
	worker.run()
	refresh()
	(stored,) = runs(doc)
	assert (stored.name, stored.status, stored.actor) == (run, "Completed", deal.deal_owner)
	assert tags_of(deal) == {"Seen"}


def test_who_may_only_read_the_record_or_not_even_that_is_refused(deal, api, make_user):
	doc = button()
	users = [make_user(*roles) for roles in (["CRM Viewer"], ["CRM Sales Rep"], ["Workspace Manager"], [])]
	frappe.db.commit()
	for client in map(api, [*users, None]):
		assert asked(client, deal).status_code == 403
		assert pressed(client, doc, deal).status_code == 403
	assert runs(doc) == []


def test_a_button_is_pressed_by_post_alone(deal, api):
	doc = button()
	frappe.db.commit()
	values = {"rule": doc.name, "doctype": deal.doctype, "name": deal.name}
	assert api(deal.deal_owner).get(API + "press", params=values).status_code == 403
	refresh()
	assert runs(doc) == []


WRONG = {
	"no button": {"trigger_type": "Event", "event_kind": "deal.stage_changed"},
	"off": {"is_enabled": 0},
	"of other records": {"record_type": "CRM Contact"},
	"that does not apply": {"conditions": [asked_of("value", "more_than", 5000)]},
}


def test_a_wrong_rule_is_refused_in_a_sentence(deal, api):
	of_button = {"trigger_type": "Button", "event_kind": None, "button_label": "Tag it"}
	rules = {what: rule(TAG, **(of_button | values)) for what, values in WRONG.items()}
	client = api(deal.deal_owner)
	frappe.db.commit()
	for what, doc in rules.items():
		answer = pressed(client, doc, deal)
		assert answer.status_code == 417, what
		assert "Traceback" not in answer.text
		assert runs(doc) == []


def test_a_rule_and_a_record_that_there_are_not_are_refused(deal, api):
	client = api(deal.deal_owner)
	for rule_name, doctype, name, status in (
		("nothing", deal.doctype, deal.name, 417),
		("nothing", "User", "Administrator", 417),
		("nothing", deal.doctype, "nothing", 403),
	):
		body = {"rule": rule_name, "doctype": doctype, "name": name}
		assert client.post(API + "press", json=body).status_code == status


def test_a_record_that_is_hidden_and_one_that_there_is_not_are_answered_alike(deal, api, make_user):
	doc, client = button(), api(make_user("CRM Sales Rep"))
	frappe.db.commit()
	for ask in (asked, lambda client, deal: pressed(client, doc, deal)):
		answers = [
			ask(client, frappe._dict(doctype=deal.doctype, name=name)) for name in (deal.name, "nothing")
		]
		assert [answer.status_code for answer in answers] == [403, 403]
		messages = [json.loads(json.loads(answer.json()["_server_messages"])[0]) for answer in answers]
		assert {message["message"] for message in messages} == {
			"There is no such record that you can change."
		}
		assert deal.name not in answers[0].text


@pytest.mark.parametrize("how_often", ["Every Time", "Once"])
def test_what_is_pressed_twice_at_once_runs_once(deal, api, how_often):
	doc = button(how_often=how_often)
	frappe.db.commit()
	body = {"rule": doc.name, "doctype": deal.doctype, "name": deal.name}
	answers = send_at_once(api(deal.deal_owner), *[("POST", f"{API}press", {"json": body})] * 4)
	assert {answer.status_code for answer in answers} == {200}
	assert len({answer.json()["message"] for answer in answers}) == 1
	refresh()
	assert len(runs(doc)) == 1


def test_what_is_pressed_again_after_it_ran_runs_again(deal, api):
	doc, client = button(), api(deal.deal_owner)
	frappe.db.commit()
	for _time in range(2):
		name = pressed(client, doc, deal).json()["message"]
		refresh()
		RUNS.attempt(name)
	assert [run.status for run in runs(doc)] == ["Completed", "Completed"]
