"""What a backtest says of its answer: who may ask, what is listed, what steps would have done, and what is not known."""

import json
from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.automation.workflow_rules.proof.api import backtest
from frappe_crm_app.kit.exceptions import ConditionError, RuleError
from tests.factories import make_contact, make_customer, make_deal, stage
from tests.site.automation.workflow_rules.engine import EVENT, asked, rule
from tests.site.automation.workflow_rules.proof.proving import changed, given, moved, narrow, proven

DEAL = "CRM Sales Deal"
MAIL = {"step": "mail", "to": "contact", "subject": "Hello", "text": "Hello"}


def moves(number: int = 1, **values) -> list:
	"""Return so many deals that have moved to Proposal."""
	return [moved(make_deal(**values), "Proposal") for _number in range(number)]


def days_ago(days: int) -> object:
	return add_to_date(now_datetime(), days=-days)


def put_back(doctype: str, name: str, days: int, field: str = "creation") -> None:
	"""Let something have happened so many days ago."""
	frappe.db.set_value(doctype, name, field, days_ago(days), update_modified=False)


def test_who_may_not_read_rules_tests_none(make_user):
	roles = (["CRM Sales Rep"], ["CRM Viewer"], ["CRM Account Rep"], ["Workspace Manager"], [])
	for user in [*(make_user(*each) for each in roles), "Guest"]:
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			proven(given())


def test_admins_and_managers_see_the_records(make_user):
	(deal,) = moves()
	shown = {"doctype": DEAL, "name": deal.name, "title": deal.title, "on": None}
	for user in [make_user(role) for role in ("CRM Admin", "CRM Manager")]:
		frappe.set_user(user)
		answer = proven(given())
		assert answer["would_run"] == 1
		assert answer["records"][0] | {"on": None} == shown


NOT_COUNTED = "Records that you do not see, or that link to what you do not see, are not counted."


def test_what_the_asker_does_not_see_is_not_counted(make_user):
	manager = make_user("CRM Manager")
	shown, _hidden = moves(2)
	narrow(DEAL)
	frappe.db.set_value(DEAL, shown.name, "deal_owner", manager)
	frappe.set_user(manager)
	answer = proven(given())
	assert (answer["would_run"], answer["more"], answer["does"][0]["count"]) == (1, 0, 1)
	assert [each["name"] for each in answer["records"]] == [shown.name]
	assert NOT_COUNTED in answer["unknown"]


def test_conditions_tell_nothing_of_linked_records_that_the_asker_does_not_see(make_user):
	(deal,) = moves(1)
	frappe.db.set_value(DEAL, deal.name, "customer", make_customer(industry="Steel").name)
	tests = [asked("customer.industry", "is", "Steel")]
	assert proven(given(conditions=tests))["would_run"] == 1
	narrow("CRM Customer")
	frappe.set_user(make_user("CRM Manager"))
	assert proven(given())["would_run"] == 1
	answer = proven(given(conditions=tests))
	assert (answer["would_run"], answer["undecided"]) == (0, 0)
	assert NOT_COUNTED in answer["unknown"]


MAIL = {"step": "mail", "to": "contact", "subject": "Hello", "text": "Hello"}
NOT_MAILED = "People that you do not see are not counted among those that a mail would have gone to."


def test_people_whom_the_asker_does_not_see_are_not_counted_as_mailed(make_user):
	manager = make_user("CRM Manager")
	for deal, owner in zip(moves(2), (manager, None), strict=True):
		contact = make_contact(contact_owner=owner, email=f"{deal.name}@example.com")
		frappe.db.set_value(DEAL, deal.name, "contact", contact.name)
	answer = proven(given(MAIL))
	assert (answer["does"][0]["people"], NOT_MAILED in answer["unknown"]) == (2, False)
	narrow("CRM Contact")
	frappe.set_user(manager)
	answer = proven(given(MAIL))
	assert (answer["would_run"], answer["does"][0]["count"], answer["does"][0]["people"]) == (2, 2, 1)
	assert NOT_MAILED in answer["unknown"]
	assert NOT_MAILED not in proven(given(MAIL | {"to": "owner"}))["unknown"]


NONSENSE = [
	({"record_type": "User"}, RuleError),
	({"record_type": None}, RuleError),
	({"record_type": ["CRM Sales Deal"]}, RuleError),
	({"trigger_type": "Never"}, RuleError),
	({"trigger_type": None}, RuleError),
	({"event_kind": "contact.created"}, RuleError),
	({"event_kind": {"a": 1}}, RuleError),
	({"how_often": "Sometimes"}, RuleError),
	({"days": "many"}, RuleError),
	({"conditions": "{"}, RuleError),
	({"conditions": [1]}, ConditionError),
	({"conditions": {"all": [asked("nothing", "is", 1)]}}, ConditionError),
	({"steps": {}}, RuleError),
	({"steps": [{"step": "explode"}]}, RuleError),
	({"trigger_type": "Schedule", "cron": "soon"}, RuleError),
	({"trigger_type": "Date", "date_field": "title"}, RuleError),
]


def test_what_says_nothing_is_refused_in_one_sentence():
	for values, error in NONSENSE:
		with pytest.raises(error) as raised:
			proven(given(**values) | values)
		assert "\n" not in str(raised.value)


def test_what_is_no_rule_is_refused():
	for rule_given in ("nothing", "[]", "1"):
		with pytest.raises(RuleError):
			backtest(rule_given)


def test_days_are_30_to_365():
	for days in (29, 366, 0, -1):
		with pytest.raises(RuleError):
			proven(given(), days=days)


def test_conditions_and_steps_come_as_text_too():
	moves()
	fields = given(conditions=[asked("stage", "is", stage("Proposal"))])
	as_text = fields | {name: json.dumps(fields[name]) for name in ("conditions", "steps")}
	assert proven(as_text)["would_run"] == backtest(json.dumps(fields), 30)["would_run"] == 1


def test_what_happened_before_is_not_counted():
	(deal,) = moves()
	change = frappe.get_all("CRM Stage Change", {"reference_name": deal.name}, pluck="name")[0]
	put_back("CRM Stage Change", change, 40, "changed_on")
	assert proven(given())["would_run"] == 0
	assert proven(given(), days=60)["would_run"] == 1


def test_the_value_then_is_asked_and_not_the_value_now():
	(rich,) = moves(value=9000)
	changed(rich, value=1)
	assert proven(given(conditions=[asked("value", "more_than", 5000)]))["would_run"] == 1
	assert proven(given(conditions=[asked("value", "less_than", 5000)]))["would_run"] == 0


def test_what_is_not_kept_is_said_and_not_counted():
	moves()
	answer = proven(given(conditions=[asked("next_follow_up_on", "has_no_date")]))
	assert (answer["would_run"], answer["undecided"]) == (0, 1)
	label = frappe.get_meta(DEAL).get_label("next_follow_up_on")
	assert any(label in sentence and sentence.startswith("1 times more") for sentence in answer["unknown"])


def test_what_was_changed_past_documents_is_not_guessed():
	(deal,) = moves(value=9000)
	changed(deal, value=8000)
	frappe.db.set_value(DEAL, deal.name, "value", 5)
	edited = given(event_kind="deal.value_changed", conditions=[asked("title", "is", deal.title)])
	assert proven(edited)["would_run"] == 1
	assert proven(given(conditions=[asked("value", "more_than", 8500)]))["would_run"] == 1


def test_bulk_changes_count_only_where_the_rule_says_so():
	from frappe_crm_app.intake.bulk_edit.api import move as move_many

	rule()  # so that it is written down
	deal = make_deal()
	move_many(DEAL, stage("Proposal"), names=[deal.name])
	assert frappe.db.exists(EVENT, {"is_bulk": 1})
	assert proven(given())["would_run"] == 0
	assert proven(given(counts_bulk=1))["would_run"] == 1


def test_steps_tell_how_often_and_to_how_many_people():
	ada = make_contact(email="ada@example.com")
	out = make_contact(email="out@example.com", email_opt_out=1)
	for contact in (ada, ada, out):
		moves(contact=contact.name)
	answer = proven(given(MAIL, {"step": "tag", "tag": "Seen"}))
	assert [(step["step"], step["count"], step.get("people")) for step in answer["does"]] == [
		("mail", 3, 1),
		("tag", 3, None),
	]
	assert answer["does"][0]["label"] == "Mail the contact: “Hello”"


def test_branches_are_followed_by_what_records_held_when_they_were_reached():
	rich, poor = moves(value=9000)[0], moves(value=10)[0]
	for deal in (rich, poor):
		change = frappe.get_all("CRM Stage Change", {"reference_name": deal.name}, pluck="name")[0]
		put_back("CRM Stage Change", change, 10, "changed_on")
		put_back(DEAL, deal.name, 20)
	if_rich = {
		"step": "if",
		"if": {"all": [asked("value", "more_than", 5000)]},
		"then": [{"step": "tag", "tag": "Rich"}],
		"else": [{"step": "tag", "tag": "Poor"}, {"step": "stop"}],
	}
	answer = proven(given({"step": "wait", "days": 3}, if_rich, MAIL, {"step": "wait", "days": 20}, MAIL))
	counts = [(step["step"], step["depth"], step["count"]) for step in answer["does"]]
	assert counts == [
		("wait", 0, 2),
		("if", 0, 2),
		("tag", 1, 1),
		("tag", 1, 1),
		("stop", 1, 1),
		("mail", 0, 1),
		("wait", 0, 1),
		("mail", 0, 0),
	]


def test_what_follows_after_an_event_is_said_to_be_unknown():
	moves(2)
	answer = proven(given({"step": "wait_for_event", "event": "deal.won", "days": 3, "then": [MAIL]}))
	assert [step["count"] for step in answer["does"]] == [2, 0]
	assert any("waiting for an event" in sentence for sentence in answer["unknown"])


def test_records_that_are_gone_are_said_to_be():
	(deal,) = moves()
	frappe.delete_doc(DEAL, deal.name, force=True)
	answer = proven(given())
	assert answer["would_run"] == 0
	assert any("deleted" in sentence for sentence in answer["unknown"])


def test_tags_and_merges_are_told_by_their_rows():
	from frappe_crm_app.records.identity.api import merge

	ada, twin = make_contact(), make_contact()
	ada.add_tag("Boats")
	merge(ada.name, twin.name, "CRM Contact")
	for kind in ("contact.tagged", "contact.merged"):
		answer = proven(given(record_type="CRM Contact", event_kind=kind))
		assert [each["name"] for each in answer["records"]] == [ada.name], kind


def test_what_nothing_tells_is_said():
	answer = proven(given(event_kind="deal.rotting"))
	assert answer["would_run"] == 0
	assert any("does not tell" in sentence for sentence in answer["unknown"])


def test_at_most_100_are_listed_and_the_rest_counted():
	moves(3)
	change = frappe.get_all("CRM Stage Change", ["*"], {"reference_doctype": DEAL}, limit=1)[0]
	for number in range(120):
		row = frappe.get_doc({"doctype": "CRM Stage Change", **change, "name": None})
		row.changed_on = change.changed_on - timedelta(seconds=60 + number)
		row.db_insert()
	answer = proven(given())
	assert (answer["would_run"], len(answer["records"]), answer["more"]) == (123, 100, 23)
	moments = [each["on"] for each in answer["records"]]
	assert moments == sorted(moments, reverse=True)


def test_the_number_of_statements_is_bounded_and_nothing_is_written(count_queries):
	customer = make_customer(industry="Steel")
	tests = [
		asked("stage", "is", stage("Proposal")),
		asked("value", "more_than", 10),
		asked("customer.industry", "is", "Steel"),
	]
	fields = given({"step": "wait", "days": 1}, MAIL, conditions=tests, how_often="Once a Day")
	proven(fields)  # fills the caches
	few = count_queries(lambda: proven(fields, days=365))
	for deal in moves(12, customer=customer.name):
		changed(deal, value=500)
	assert proven(fields)["would_run"] == 12
	assert count_queries(lambda: proven(fields, days=365)) == few <= 10
