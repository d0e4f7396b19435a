"""A deal that closes takes along what is still planned for it, where whoever closes it says so."""

import frappe
import pytest
from frappe.utils import add_days, get_datetime, now_datetime

from frappe_crm_app.screens.board.api import move
from tests.factories import make_deal, make_note, stage

NOTE = "CRM Follow-up Note"
SAVE = "/api/method/frappe.desk.form.save.savedocs"


@pytest.fixture
def rep(make_user):
	user = make_user("CRM Sales Rep")
	yield user
	frappe.set_user("Administrator")


def planned(deal, **values) -> str:
	return make_note(deal, scheduled_on=add_days(now_datetime(), 2), status="Open", **values).name


def status(name: str) -> str:
	return frappe.db.get_value(NOTE, name, "status")


def test_named_follow_ups_of_a_won_deal_are_cancelled_and_others_stay(rep):
	deal, other = make_deal(deal_owner=rep), make_deal(deal_owner=rep)
	mine, kept = planned(deal, assigned_to=rep), planned(deal, assigned_to=rep)
	foreign = planned(other, assigned_to=rep)
	frappe.set_user(rep)
	answer = move(deal.doctype, deal.name, stage("Won"), cancelled_plans=[mine, foreign, "no such note"])
	assert answer["cancelled_plans"] == 1
	assert [status(name) for name in (mine, kept, foreign)] == ["Cancelled", "Open", "Open"]
	assert frappe.db.get_value(deal.doctype, deal.name, "next_follow_up_on") is not None


def test_what_one_may_not_change_stays_open(rep, make_user):
	deal = make_deal(deal_owner=rep)
	private = planned(deal, is_private=1, assigned_to="Administrator")
	frappe.set_user(rep)
	answer = move(deal.doctype, deal.name, stage("Won"), cancelled_plans=[private])
	assert (answer["cancelled_plans"], status(private)) == (0, "Open")


def test_a_move_that_closes_nothing_cancels_nothing(rep):
	deal = make_deal(deal_owner=rep)
	name = planned(deal, assigned_to=rep)
	move(deal.doctype, deal.name, stage("Proposal"), cancelled_plans=[name])
	assert status(name) == "Open"


@pytest.mark.parametrize("sent", ['{"a": 1}', [1], ["x"] * 201])
def test_what_names_no_follow_ups_is_refused_with_a_sentence_and_nothing_moves(sent):
	deal = make_deal()
	with pytest.raises(frappe.ValidationError, match="list of at most 200"):
		move(deal.doctype, deal.name, stage("Won"), cancelled_plans=sent)
	assert frappe.db.get_value(deal.doctype, deal.name, "stage") == deal.stage


def sent_by_form(api, user: str, deal, plans: object, **values):
	"""Return the answer to a form that saves the deal with these values, and with follow-ups to cancel."""
	deal.reload()
	doc = {**deal.as_dict(convert_dates_to_str=True), **values, "cancelled_plans": plans}
	return api(user).post(SAVE, json={"doc": frappe.as_json(doc), "action": "Save"})


def test_a_form_that_closes_a_deal_cancels_in_its_one_request_and_is_told_how_many(api, rep):
	deal = make_deal(deal_owner=rep)
	mine, kept = planned(deal, assigned_to=rep), planned(deal, assigned_to=rep)
	answer = sent_by_form(api, rep, deal, [mine, "no such note"], stage=stage("Won"))
	assert answer.status_code == 200, answer.text
	saved = answer.json()["docs"][0]
	assert (saved["outcome"], saved["__onload"]["cancelled_plans"]) == ("Won", 1)
	assert [status(name) for name in (mine, kept)] == ["Cancelled", "Open"]
	planned_on = frappe.db.get_value(deal.doctype, deal.name, "next_follow_up_on")
	assert (
		get_datetime(saved["next_follow_up_on"])
		== planned_on
		== frappe.db.get_value(NOTE, kept, "scheduled_on")
	)
	assert sent_by_form(api, rep, deal, [kept], description="x").status_code == 200
	assert status(kept) == "Open"  # that save closed nothing


def test_a_follow_up_that_cannot_be_cancelled_keeps_the_deal_open(api, rep):
	deal = make_deal(deal_owner=rep)
	first, second = (planned(deal, assigned_to=rep) for _number in range(2))
	frappe.db.set_value(NOTE, second, "assigned_to", "gone@example.com")
	answer = sent_by_form(api, rep, deal, [first, second], stage=stage("Won"))
	assert answer.status_code == 417, answer.text
	assert frappe.db.get_value(deal.doctype, deal.name, ("stage", "outcome")) == (deal.stage, "Open")
	assert [status(name) for name in (first, second)] == ["Open", "Open"]
	assert not frappe.db.exists("CRM Won Mail", {"deal": deal.name})


@pytest.mark.parametrize("refused", [{"stage": "Lost"}, {"stage": "Won", "cancelled_plans": [1]}])
def test_a_deal_that_cannot_be_closed_keeps_its_follow_ups(api, rep, refused):
	deal = make_deal(deal_owner=rep)
	plan = planned(deal, assigned_to=rep)
	plans = refused.get("cancelled_plans", [plan])
	answer = sent_by_form(api, rep, deal, plans, stage=stage(refused["stage"]))
	assert answer.status_code == 417, answer.text
	assert frappe.db.get_value(deal.doctype, deal.name, "outcome") == "Open"
	assert status(plan) == "Open"
