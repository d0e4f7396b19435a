"""What a backtest says is what the engine did: over a history made at random, each change of which the engine was told."""

import frappe
from frappe.utils import add_days, add_to_date, getdate, now_datetime

from frappe_crm_app.kit.domain_events import listening
from tests.factories import make_deal, stage
from tests.site.automation.workflow_rules.engine import TAG, asked, look, rule
from tests.site.automation.workflow_rules.proof.proving import make_history, proven, ran, would_run

HISTORIES = {False: {1: 25}, True: dict.fromkeys((1, 2, 3, 4, 5), 40)}  # by their seed, how long they are
DEAL, CONTACT, NOTE = "CRM Sales Deal", "CRM Contact", "CRM Follow-up Note"


def about(doctype: str, kind: str, *conditions: dict, **values):
	"""Return what `rule` takes, without steps that would be part of the history."""
	return {"record_type": doctype, "event_kind": kind, "conditions": [*conditions], **values}


def rules_of_deals() -> list[dict]:
	return [
		about(DEAL, "deal.created"),
		about(DEAL, "deal.created", asked("value", "more_than", 1000)),
		about(DEAL, "deal.stage_changed"),
		about(DEAL, "deal.stage_changed", asked("stage", "is", stage("Proposal"))),
		about(
			DEAL,
			"deal.stage_changed",
			asked("stage", "is", stage("Lead"), of="before"),
			asked("value", "at_least", 1500),
		),
		about(DEAL, "deal.stage_changed", asked("title", "is", "Cranes")),
		about(DEAL, "deal.stage_changed", asked("customer.industry", "is", "Steel")),
		about(DEAL, "deal.stage_changed", asked("expected_close_date", "in_next_days", 7)),
		about(DEAL, "deal.stage_changed", how_often="Once"),
		about(DEAL, "deal.stage_changed", how_often="Once a Day"),
		about(DEAL, "deal.won"),
		about(DEAL, "deal.won", asked("value", "less_than", 1000)),
		about(DEAL, "deal.reopened"),
		about(DEAL, "deal.updated", asked("title", "changed")),
		about(DEAL, "deal.updated", asked("outcome", "is", "Open"), how_often="Once per Stage"),
		about(DEAL, "deal.value_changed"),
		about(DEAL, "deal.value_changed", asked("value", "more_than", 100, of="before")),
		about(DEAL, "deal.value_changed", asked("stage", "is", stage("Negotiation"))),
	]


def rules_of_others() -> list[dict]:
	return [
		about(CONTACT, "contact.status_changed", asked("status", "is", "Qualified")),
		about(CONTACT, "contact.status_changed", asked("customer.industry", "is_not", "Steel")),
		about(CONTACT, "contact.opted_out"),
		about(
			CONTACT,
			"contact.updated",
			{"any": [asked("status", "is", "Lead"), asked("email_opt_out", "is_checked")]},
		),
		about("CRM Customer", "customer.updated", asked("industry", "is", "Glass")),
		about(NOTE, "note.created", asked("deal.outcome", "is", "Open")),
		about(NOTE, "note.completed"),
		about(NOTE, "note.completed", asked("deal.value", "more_than", 1000)),
	]


def test_the_backtest_says_what_the_engine_did(full_size):
	"""All rules hear one history: making it takes longer than asking them."""
	for seed, length in HISTORIES[full_size].items():
		frappe.db.rollback()
		of_deals, of_others = (
			[rule({"step": "stop"}, **values) for values in several()]
			for several in (rules_of_deals, rules_of_others)
		)
		listening.forget_now()
		make_history(seed, length)
		told = {
			doc.event_kind + str(doc.conditions): (would_run(doc), ran(doc)) for doc in of_deals + of_others
		}
		assert {key: would for key, (would, _did) in told.items()} == {
			key: did for key, (_would, did) in told.items()
		}, f"history {seed}"
		assert any(ran(doc) for doc in of_deals)
		assert any(ran(doc) for doc in of_others)


def test_dates_come_as_the_engine_finds_them():
	doc = rule(
		trigger_type="Date",
		event_kind=None,
		date_field="expected_close_date",
		days=-3,
		conditions=[asked("value", "more_than", 500)],
	)
	frappe.db.set_value(doc.doctype, doc.name, "place", str(add_to_date(now_datetime(), days=-29)))
	for days in (-40, -26, -20, 0, 3, 4):
		deal = make_deal(expected_close_date=add_days(getdate(), days), value=1000 if days != 0 else 1)
		frappe.db.set_value(DEAL, deal.name, "creation", add_to_date(now_datetime(), days=-60))
	look(doc)
	assert would_run(doc) == ran(doc)
	assert len(ran(doc)) == 3


def test_a_schedule_counts_each_time_for_each_record_that_fulfils_the_conditions():
	doc = rule(
		trigger_type="Schedule",
		event_kind=None,
		cron="0 9 * * *",
		conditions=[asked("value", "more_than", 500)],
	)
	old, new = make_deal(value=1000), make_deal(value=1000)
	make_deal(value=1)
	for deal, days in ((old, 400), (new, 10)):
		frappe.db.set_value(DEAL, deal.name, "creation", add_to_date(now_datetime(), days=-days))
	look(doc)
	assert set(ran(doc)) == {old.name, new.name}
	answer = proven(doc)
	assert answer["would_run"] == 30 + 10
	assert [each["name"] for each in answer["records"]].count(new.name) == 10
	once = proven(
		rule(
			trigger_type="Schedule",
			event_kind=None,
			cron="0 9 * * *",
			how_often="Once",
			conditions=[asked("value", "more_than", 500)],
		)
	)
	assert once["would_run"] == 2


def test_a_schedule_asks_dates_against_each_day():
	soon = asked("expected_close_date", "in_next_days", 2)
	doc = rule(trigger_type="Schedule", event_kind=None, cron="0 9 * * *", conditions=[soon])
	deal = make_deal(expected_close_date=add_days(getdate(), -10))
	frappe.db.set_value(DEAL, deal.name, "creation", add_to_date(now_datetime(), days=-60))
	days = [str(each["on"])[:10] for each in proven(doc)["records"]]
	assert days == [str(add_days(getdate(), away)) for away in (-10, -11, -12)]


def test_events_that_time_brings_are_told_by_their_dates():
	doc = rule(event_kind="deal.close_date_passed", conditions=[asked("value", "more_than", 500)])
	for days, value in ((-5, 1000), (-6, 1), (2, 1000)):
		deal = make_deal(expected_close_date=add_days(getdate(), days), value=value)
		frappe.db.set_value(DEAL, deal.name, "creation", add_to_date(now_datetime(), days=-60))
	(told,) = proven(doc)["records"]
	assert told["on"].date() == getdate(add_days(getdate(), -4))


def test_a_button_is_not_pressed_by_history():
	answer = proven(rule(TAG, trigger_type="Button", event_kind=None))
	assert (answer["would_run"], answer["does"]) == (0, [])
	assert "button" in answer["unknown"][0]
