"""Why rules ran for a record, or did not: to who oversees rules all of it, to others what was done to what they see."""

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules.api import get_buttons, press
from frappe_crm_app.automation.workflow_rules.editor.api import get_rules, get_runs
from frappe_crm_app.automation.workflow_rules.listening import heard
from frappe_crm_app.automation.workflow_rules.proof.api import explain, try_on
from frappe_crm_app.kit.domain_events.cause import in_bulk
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.visibility.api import explain as visibility_of
from tests.factories import make_customer, make_deal, move, stage
from tests.site.automation.workflow_rules.engine import (
	EVENT,
	RUN,
	STEP,
	TAG,
	asked,
	look,
	rule,
	tags_of,
	work_off,
)
from tests.site.automation.workflow_rules.proof.proving import fields_of, narrow

DEAL = "CRM Sales Deal"


def told(doc, deal) -> dict:
	"""Return what is told of a rule for a deal."""
	(found,) = (each for each in explain(DEAL, deal.name)["rules"] if each["rule"] == doc.name)
	return found


def occasion(doc, deal) -> dict:
	"""Return the only occasion of a rule."""
	(event,) = told(doc, deal)["events"]
	return event


def test_a_run_is_told_with_what_its_conditions_saw_and_its_steps_did():
	doc = rule(conditions=[asked("stage", "is", stage("Proposal")), asked("value", "more_than", 5)])
	deal = move(make_deal(value=10), "Proposal")
	work_off()
	found, event = told(doc, deal), occasion(doc, deal)
	assert found["sentence"].startswith("When a deal moves to another stage and Stage is Proposal")
	assert (event["status"], event["reason"], event["label"]) == (
		"Completed",
		None,
		"A deal moves to another stage",
	)
	assert event["seen"] == [
		{"text": "Stage is Proposal", "value": "Proposal", "holds": True},
		{"text": "Value is more than 5", "value": "10", "holds": True},
	]
	assert [(did["label"], did["detail"]) for did in event["did"]] == [("Tag", "Tagged: Seen.")]


def test_what_stopped_it_is_told():
	no_match = rule(conditions=[asked("value", "more_than", 5000)])
	once, alone = rule(how_often="Once"), rule()
	deal = make_deal(value=10)
	for name in ("Proposal", "Negotiation"):
		move(deal, name)
		work_off()
	with in_bulk():
		move(deal, "Qualified")
	work_off()
	assert {event["reason"] for event in told(no_match, deal)["events"]} == {
		"The conditions did not hold.",
		"It came with an import or a bulk change, which this rule does not count.",
	}
	assert [event["status"] for event in told(once, deal)["events"]] == ["Skipped", "Skipped", "Completed"]
	assert told(once, deal)["events"][1]["reason"] == "It has run for this record already."
	assert "import or a bulk change" in told(alone, deal)["events"][0]["reason"]


def test_a_rule_that_was_not_on_then_says_so():
	rule()
	deal = move(make_deal(), "Proposal")
	late, off = rule(), rule(is_enabled=0)
	work_off()
	assert occasion(late, deal)["reason"] == "The rule was not on yet, or listened to something else."
	assert occasion(off, deal)["reason"] == "The rule is off."
	assert told(off, deal)["is_enabled"] == 0


def test_what_is_about_to_be_looked_at_says_so():
	doc, deal = rule(), make_deal()
	move(deal, "Proposal")
	assert occasion(doc, deal)["reason"] == "It has not been looked at yet."


def test_a_run_that_waits_for_its_turn_says_until_when():
	doc, deals = rule(most_runs_a_minute=1), [make_deal(), make_deal()]
	for deal in deals:
		move(deal, "Proposal")
	for event in frappe.get_all(EVENT, ["name", "kind"], {"status": "Owed"}, order_by="creation asc"):
		heard(event.kind, event.name)
	assert "at most 1 times a minute" in occasion(doc, deals[1])["reason"]


def test_a_run_that_waits_says_for_what():
	doc = rule({"step": "wait_for_event", "event": "deal.won", "days": 3})
	deal = move(make_deal(), "Proposal")
	work_off()
	event = occasion(doc, deal)
	assert event["status"] == "Waiting"
	assert event["reason"].endswith("A deal is won.")


def test_rules_that_follow_from_each_other_are_told_to_go_round():
	there = rule(
		{"step": "stage", "stage": stage("Negotiation")}, conditions=[asked("stage", "is", stage("Proposal"))]
	)
	rule(
		{"step": "stage", "stage": stage("Proposal")}, conditions=[asked("stage", "is", stage("Negotiation"))]
	)
	deal = move(make_deal(), "Proposal")
	work_off()
	assert any("round in a circle" in (event["reason"] or "") for event in told(there, deal)["events"])


def test_buttons_and_dates_are_occasions_too():
	doc, deal = rule(trigger_type="Button", event_kind=None), make_deal()
	press(doc.name, DEAL, deal.name)
	work_off()
	assert occasion(doc, deal)["label"].startswith("When somebody presses the button")


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep")


def test_a_rep_sees_what_rules_did_and_not_what_they_ask(rep):
	done = rule(TAG, conditions=[asked("customer.industry", "is", "Steel")], title="Welcome")
	rule(conditions=[asked("value", "more_than", 5000)], title="Secret")
	deal = make_deal(deal_owner=rep, customer=make_customer(industry="Steel").name)
	move(deal, "Proposal")
	work_off()
	frappe.set_user(rep)
	(found,) = explain(DEAL, deal.name)["rules"]
	assert (found["rule"], found["sentence"], found["title"]) == (done.name, "", "Welcome")
	(event,) = found["events"]
	assert (event["status"], event["seen"]) == ("Completed", None)
	assert [did["label"] for did in event["did"]] == ["Tag"]


def test_a_rep_is_not_told_what_was_done_to_what_they_do_not_see(rep):
	hidden = make_customer()
	rule(
		{"step": "change", "of": "customer", "values": {"industry": "Steel"}},
		record_type="CRM Contact",
		event_kind="contact.updated",
	)
	values = {"first_name": "Ada", "last_name": "King", "customer": hidden.name, "contact_owner": rep}
	contact = frappe.get_doc({"doctype": "CRM Contact", **values}).insert()
	contact.update({"job_title": "Captain"}).save()
	work_off()
	frappe.set_user(rep)
	(found,) = explain("CRM Contact", contact.name)["rules"]
	assert [event["did"] for event in found["events"]] == [[]]


def test_who_does_not_see_the_record_is_told_nothing(rep):
	deal = make_deal()
	frappe.set_user(rep)
	with pytest.raises(frappe.PermissionError):
		explain(DEAL, deal.name)
	with pytest.raises(RuleError):
		explain("User", rep)


def test_fields_of_a_higher_level_are_not_told(make_user):
	doc = rule(conditions=[asked("value", "more_than", 5)])
	deal = move(make_deal(value=10), "Proposal")
	work_off()
	frappe.get_doc(
		{
			"doctype": "Property Setter",
			"doctype_or_field": "DocField",
			"doc_type": DEAL,
			"field_name": "value",
			"property": "permlevel",
			"property_type": "Int",
			"value": "3",
		}
	).insert()
	frappe.clear_cache(doctype=DEAL)
	frappe.set_user(make_user("CRM Manager"))
	try:
		assert occasion(doc, deal)["seen"] == []
	finally:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		frappe.clear_cache(doctype=DEAL)


def test_a_page_of_many_events_sends_as_many_statements_as_one_of_few(count_queries):
	doc, deal = rule(conditions=[asked("value", "more_than", 5)]), make_deal(value=10)
	move(deal, "Proposal")
	work_off()
	explain(DEAL, deal.name)
	few = count_queries(lambda: explain(DEAL, deal.name))
	for name in ("Negotiation", "Qualified", "Proposal"):
		move(deal, name)
		work_off()
	assert count_queries(lambda: explain(DEAL, deal.name)) == few
	assert len(told(doc, deal)["events"]) == 4


@pytest.fixture
def overseer(make_user) -> str:
	"""A manager who sees all deals, and of customers and contacts their own alone."""
	for doctype in ("CRM Customer", "CRM Contact"):
		narrow(doctype)
	return make_user("CRM Manager")


def seen_by(user: str, ask):
	"""Return what a user is answered."""
	frappe.set_user(user)
	try:
		return ask()
	finally:
		frappe.set_user("Administrator")


def runs_seen(user: str) -> list[str]:
	"""Return the names of the runs and steps that a user sees by Frappe's own doors."""
	return seen_by(user, lambda: frappe.get_list(RUN, pluck="name") + frappe.get_list(STEP, pluck="name"))


@pytest.mark.parametrize("industry", ["Steel", "Wood"])
def test_whether_a_condition_on_a_hidden_record_held_is_not_told(overseer, industry):
	test = asked("customer.industry", "is", "Steel")
	doc = rule(conditions=[asked("value", "more_than", 5), {"any": [test]}])
	deal = move(make_deal(value=10, customer=make_customer(industry=industry).name), "Proposal")
	work_off()
	ran = industry == "Steel"
	assert bool(tags_of(deal)) is ran
	found = seen_by(overseer, lambda: told(doc, deal))
	assert found["remark"] == "It asks for what you do not see. What that decided is not told."
	(event,) = found["events"]
	assert (event["status"], event["run"], event["seen"], event["did"]) == ("Not Told", None, None, [])
	assert event["reason"] == "What became of it depends on a record that you do not see."
	assert runs_seen(overseer) == []
	assert [each for each in seen_by(overseer, lambda: timeline(deal)) if each["source"] == "rule"] == []
	(row,) = (each for each in seen_by(overseer, get_rules)["rules"] if each["name"] == doc.name)
	assert row["runs"] == 0
	assert seen_by(overseer, lambda: get_runs(doc.name, "ran"))["rows"] == []
	assert seen_by(overseer, lambda: get_runs(doc.name, "skipped"))["rows"] == []
	assert occasion(doc, deal)["status"] == ("Completed" if ran else "Skipped")


def timeline(deal) -> list[dict]:
	return get_timeline(DEAL, deal.name)["entries"]


def test_what_the_own_fields_decide_is_told(overseer):
	doc = rule(conditions=[asked("value", "more_than", 500), asked("customer.industry", "is", "Steel")])
	deal = move(make_deal(value=10, customer=make_customer(industry="Steel").name), "Proposal")
	work_off()
	event = seen_by(overseer, lambda: occasion(doc, deal))
	assert (event["status"], event["reason"]) == ("Skipped", "The conditions did not hold.")
	assert [(seen["value"], seen["holds"]) for seen in event["seen"]] == [
		("10", False),
		("Not visible to you", None),
	]
	run = seen_by(overseer, lambda: frappe.get_doc(RUN, event["run"]))
	seen_by(overseer, run.apply_fieldlevel_read_permissions)
	assert not run.get("seen")


@pytest.mark.parametrize("industry", ["Steel", "Wood"])
def test_what_a_step_decided_by_a_hidden_record_is_not_told(overseer, industry):
	tree = {"all": [asked("customer.industry", "is", "Steel")]}
	doc = rule({"step": "if", "if": tree, "then": [TAG], "else": []})
	deal = move(make_deal(customer=make_customer(industry=industry).name), "Proposal")
	work_off()
	assert seen_by(overseer, lambda: occasion(doc, deal))["status"] == "Not Told"
	assert runs_seen(overseer) == []


@pytest.mark.parametrize(
	"how", [{"trigger_type": "Button"}, {"trigger_type": "Schedule", "cron": "* * * * *"}]
)
def test_runs_that_there_are_only_where_a_hidden_record_fits_are_not_even_counted(overseer, how):
	doc = rule(conditions=[asked("customer.industry", "is", "Steel")], event_kind=None, **how)
	deal = make_deal(customer=make_customer(industry="Steel").name)
	press(doc.name, DEAL, deal.name) if "cron" not in how else look(doc)
	work_off()
	assert occasion(doc, deal)["status"] == "Completed"
	found = seen_by(overseer, lambda: told(doc, deal))
	assert (found["events"], bool(found["remark"])) == ([], True)


def test_a_button_that_asks_for_what_one_does_not_see_is_not_offered(overseer):
	conditions = [asked("customer.industry", "is", "Steel")]
	doc = rule(conditions=conditions, trigger_type="Button", event_kind=None)
	for industry in ("Steel", "Wood"):
		deal = make_deal(customer=make_customer(industry=industry).name)
		assert seen_by(overseer, lambda: get_buttons(DEAL, deal.name)) == []  # noqa: B023
		with pytest.raises(RuleError, match="does not apply"):
			seen_by(overseer, lambda: press(doc.name, DEAL, deal.name))  # noqa: B023


def test_a_trial_does_not_tell_that_a_rule_ran_for_a_hidden_record(overseer):
	doc = rule(conditions=[asked("customer.industry", "is", "Steel")], how_often="Once")
	deal = move(make_deal(customer=make_customer(industry="Steel").name), "Proposal")
	work_off()
	given = fields_of(doc) | {"name": doc.name}
	assert "as often as it may" in try_on(given, DEAL, deal.name)["reason"]
	assert (
		"depends on what you do not see"
		in seen_by(overseer, lambda: try_on(given, DEAL, deal.name))["reason"]
	)


def test_who_may_see_a_run_says_why_not(overseer):
	doc = rule(conditions=[asked("customer.industry", "is", "Steel")])
	move(make_deal(customer=make_customer(industry="Steel").name), "Proposal")
	work_off()
	(run,) = frappe.get_all(RUN, {"rule": doc.name}, pluck="name")
	answer = visibility_of(RUN, run, overseer)
	assert not answer["visible"]
	assert "It tells of a Customer that they do not see." in str(answer)
