"""A deal that closes takes along what is still planned for it, where whoever closes it says so."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from frappe_crm_app.screens.board.api import move
from tests.factories import make_deal, make_note, stage

NOTE = "CRM Follow-up Note"


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
