"""A rule tried on one record: what would happen is said, and nothing is written."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from frappe_crm_app.automation.workflow_rules.proof.api import try_on
from frappe_crm_app.kit.exceptions import RuleError
from tests.factories import make_contact, make_customer, make_deal, stage
from tests.site.automation.workflow_rules.engine import asked, rule, run_of, work_off
from tests.site.automation.workflow_rules.proof.proving import fields_of, given, moved, narrow

DEAL = "CRM Sales Deal"
TAG = {"step": "tag", "tag": "Seen"}
EVERY_STEP = [
	TAG,
	{"step": "mail", "to": "contact", "subject": "Hello", "text": "Hello"},
	{"step": "note", "subject": "Call", "assigned_to": {"role": "CRM Manager"}, "in_working_days": 1},
	{"step": "notify", "to": {"user": "Administrator"}, "text": "Look"},
	{"step": "change", "values": {"expected_close_date": {"in_days": 7}}},
	{"step": "assign", "to": {"turns": ["Administrator", "Guest"]}},
	{"step": "webhook", "url": "https://hooks.example.com/x"},
	{"step": "wait", "days": 3},
	{"step": "stage", "stage": "<Negotiation>"},
]


def trial(doc, *steps: dict, **values) -> dict:
	return try_on(given(*steps, **values), doc.doctype, doc.name)


def sentences(answer: dict) -> list[str]:
	return [step["sentence"] for step in answer["steps"]]


def rows_of_everything() -> dict[str, int]:
	"""Return how many rows each table has, and when its newest was changed."""
	tables = frappe.db.get_tables(cached=False)
	return {table: frappe.db.sql(f"select count(*) from {quoted(table)}")[0][0] for table in tables}


def quoted(table: str) -> str:
	mark = '"' if frappe.db.db_type == "postgres" else "`"
	return f"{mark}{table}{mark}"


def what_is_stored(deal) -> tuple:
	"""Return all that a trial could have left behind: rows, the record itself, turns, and what is to follow the commit."""
	record = frappe.db.get_value(DEAL, deal.name, "*", as_dict=True)
	turns = frappe.get_all("CRM Workflow Rule", fields=["name", "turns", "modified"])
	return rows_of_everything(), record, turns, len(frappe.db.after_commit._functions)


def test_every_sentence_ends_once():
	steps = [{"step": "tag", "tag": "Smith & Co."}, {"step": "stop", "reason": "Somebody is at it."}]
	said = sentences(trial(make_deal(), *steps))
	assert said[-1] == "Stop: Somebody is at it."
	assert not any(".." in sentence for sentence in said)


def test_nothing_is_written_whatever_the_steps():
	steps = [
		each | ({"stage": stage("Negotiation")} if each["step"] == "stage" else {}) for each in EVERY_STEP
	]
	doc = rule(*steps)
	deal = make_deal(contact=make_contact(email="ada@example.com").name)
	before, keys = what_is_stored(deal), set(frappe.cache.keys("*workflow*"))
	answer = try_on(fields_of(doc) | {"name": doc.name}, DEAL, deal.name)
	assert [step.get("refused") for step in answer["steps"]] == [None] * len(steps)
	assert what_is_stored(deal) == before
	assert set(frappe.cache.keys("*workflow*")) == keys
	assert frappe.session.user == "Administrator"
	assert sentences(answer)[1] == "Mail the contact: “Hello”. To ada@example.com."


def test_conditions_are_told_with_their_values():
	deal = make_deal(value=10, customer=make_customer(industry="Steel").name)
	tests = [asked("value", "more_than", 5000), asked("customer.industry", "is", "Steel")]
	answer = trial(deal, conditions=tests)
	assert (answer["would_run"], answer["reason"]) == (False, "The conditions do not hold.")
	assert [(each["value"], each["holds"]) for each in answer["conditions"]] == [
		("10", False),
		("Steel", True),
	]
	assert answer["conditions"][0]["text"] == "Value is more than 5,000"


def test_what_depends_on_the_event_is_said():
	answer = trial(make_deal(), conditions=[asked("stage", "is", stage("Lead"), of="before")])
	assert answer["would_run"]
	assert "It depends on what happens" in answer["reason"]
	assert answer["conditions"][0]["holds"] is None


def test_what_a_stage_would_refuse_is_said_and_ends_it():
	answer = trial(make_deal(), TAG, {"step": "stage", "stage": stage("Lost")}, TAG)
	assert [bool(step.get("refused")) for step in answer["steps"]] == [False, True]
	assert "Lost Reason" in answer["steps"][1]["refused"]
	assert "missing_fields" not in frappe.local.response
	assert frappe.local.message_log == []


def test_what_the_owner_may_not_do_is_said(make_user):
	rep = make_user("CRM Sales Rep")
	doc = rule({"step": "change", "values": {"description": "x"}})
	frappe.db.set_value("CRM Workflow Rule", doc.name, "rule_owner", rep)
	deal = make_deal()
	answer = try_on(fields_of(doc) | {"name": doc.name}, DEAL, deal.name)
	assert not answer["would_run"]
	assert rep in answer["reason"]
	assert rep in answer["steps"][0]["refused"]


def test_branches_are_followed_by_what_holds_now():
	asks = {
		"step": "if",
		"if": {"all": [asked("value", "more_than", 5000)]},
		"then": [{"step": "tag", "tag": "Rich"}],
		"else": [{"step": "tag", "tag": "Poor"}],
	}
	assert sentences(trial(make_deal(value=1), asks)) == [
		"If Value is more than 5,000. It is not so.",
		"Tag it “Poor”.",
	]
	assert sentences(trial(make_deal(value=9000), asks))[1] == "Tag it “Rich”."


def test_waits_say_until_when():
	deal = make_deal(expected_close_date=add_days(getdate(), 3))
	answer = trial(deal, {"step": "wait", "until": "expected_close_date"}, {"step": "wait", "days": 1})
	day = frappe.utils.formatdate(add_days(getdate(), 3))
	assert sentences(answer)[0].startswith(f"Wait until Expected Close Date. Until {day}")
	assert sentences(answer)[1].startswith("Wait one day. Until ")


def test_both_ways_of_an_event_are_told():
	answer = trial(
		make_deal(), {"step": "wait_for_event", "event": "deal.won", "days": 3, "then": [TAG], "else": [TAG]}
	)
	assert [(step["depth"], step["label"]) for step in answer["steps"]] == [
		(0, "Wait for an event"),
		(1, "If it comes"),
		(2, "Tag"),
		(1, "If it does not come"),
		(2, "Tag"),
	]


def test_a_rule_that_has_run_as_often_as_it_may_says_so():
	doc, deal = rule(how_often="Once"), make_deal()
	moved(deal, "Proposal")
	work_off()
	assert run_of(doc).status == "Completed"
	answer = try_on(fields_of(doc) | {"name": doc.name}, DEAL, deal.name)
	assert (answer["would_run"], answer["reason"]) == (
		False,
		"It has run for this record as often as it may.",
	)


def test_a_date_that_is_not_filled_never_comes():
	answer = trial(make_deal(), trigger_type="Date", event_kind=None, date_field="expected_close_date")
	assert (answer["would_run"], answer["reason"]) == (False, "The record has no such date: it never comes.")


def test_who_may_not_read_rules_or_the_record_tries_nothing(make_user):
	deal = make_deal()
	frappe.set_user(make_user("CRM Sales Rep"))
	with pytest.raises(frappe.PermissionError):
		trial(deal)
	frappe.set_user("Administrator")
	with pytest.raises(RuleError):
		try_on(given(), "User", "Administrator")
	with pytest.raises(RuleError):
		try_on(given(), "CRM Contact", make_contact().name)
	with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):
		try_on(given(), DEAL, "nothing")


def test_a_manager_tries_a_rule_as_its_owner(make_user):
	deal = make_deal()
	doc = rule({"step": "change", "values": {"description": "x"}})
	frappe.set_user(make_user("CRM Manager"))
	answer = try_on(fields_of(doc) | {"name": doc.name}, DEAL, deal.name)
	assert answer["would_run"]
	assert "refused" not in answer["steps"][0]


def test_a_session_stays_whose_it_is(api, make_user):
	manager, deal = make_user("CRM Manager"), make_deal()
	doc = rule({"step": "change", "values": {"description": "x"}})
	frappe.db.commit()
	client = api(manager)
	given_rule = {**fields_of(doc), "name": doc.name}
	path = "/api/method/frappe_crm_app.automation.workflow_rules.proof.api.try_on"
	answer = client.post(path, json={"rule": given_rule, "doctype": DEAL, "name": deal.name})
	assert answer.json()["message"]["steps"][0].get("refused") is None
	assert client.get("/api/method/frappe.auth.get_logged_user").json()["message"] == manager
	assert frappe.cache.hget("session", "Administrator") is None


@pytest.fixture
def partly_hidden(make_user):
	"""A deal that the session's manager sees, of a contact and a customer that they do not."""
	customer = make_customer(industry="Steel")
	contact = make_contact(email="ada@example.com")
	deal = make_deal(customer=customer.name, contact=contact.name)
	for doctype in ("CRM Contact", "CRM Customer"):
		narrow(doctype)
	frappe.set_user(make_user("CRM Manager"))
	assert not frappe.has_permission("CRM Customer", "read", customer.name)
	assert not frappe.has_permission("CRM Contact", "read", contact.name)
	return deal


@pytest.mark.parametrize("industry", ["Steel", "Wood"])
def test_a_condition_on_a_hidden_record_is_not_answered(partly_hidden, industry):
	test = asked("customer.industry", "is", industry)
	answer = trial(partly_hidden, conditions=[test])
	(condition,) = answer["conditions"]
	assert (condition["value"], condition["holds"]) == ("Not visible to you", None)
	assert (answer["would_run"], answer["reason"].split(":")[0]) == (
		True,
		"It depends on what you do not see",
	)


@pytest.mark.parametrize("industry", ["Steel", "Wood"])
def test_branches_by_a_hidden_record_are_both_told(partly_hidden, industry):
	tree = {"all": [asked("customer.industry", "is", industry)]}
	both = {"then": [TAG], "else": [{"step": "stop"}]}
	labels = [step["label"] for step in trial(partly_hidden, {"step": "if", "if": tree, **both})["steps"]]
	assert labels == ["If", "If it is so", "Tag", "If it is not so", "Stop"]


def test_whom_a_mail_to_a_hidden_contact_would_reach_is_not_told(partly_hidden):
	mail = {"step": "mail", "to": "contact", "subject": "Hello", "text": "Hello"}
	manager = frappe.session.user
	frappe.set_user("Administrator")
	doc = rule(mail)
	frappe.set_user(manager)
	answers = [
		trial(partly_hidden, mail),
		try_on(fields_of(doc) | {"name": doc.name}, DEAL, partly_hidden.name),
	]
	assert [sentences(answer) for answer in answers] == [
		["Mail the contact: “Hello”. Not visible to you."]
	] * 2


def test_no_refusal_tells_of_a_hidden_record(partly_hidden):
	of_customer = {"step": "change", "of": "customer", "values": {"industry": "Wood"}}
	by_formula = {
		"step": "change",
		"values": {"value": {"formula": "1 / (1 if customer__industry == 'Steel' else 0)"}},
	}
	for step in (of_customer, by_formula):
		(told,) = trial(partly_hidden, step)["steps"]
		assert told["sentence"].endswith("Not visible to you.")
		assert "refused" not in told
