"""Runs that wait: for a time, a date, an event."""

import frappe
from frappe.utils import add_days, add_to_date, get_datetime, getdate, now_datetime

from frappe_crm_app.kit.timezones import local_time
from tests.factories import make_deal, make_note, move
from tests.site.automation.workflow_rules.engine import (
	TAG,
	asked,
	outcome,
	pass_time,
	rule,
	run_of,
	steps_of,
	tags_of,
	work_off,
)


def test_a_run_waits_and_goes_on_when_the_time_has_come():
	doc = rule({"step": "wait", "days": 2, "hours": 3}, TAG)
	deal = move(make_deal(), "Proposal")
	work_off()
	run = run_of(doc)
	assert (run.status, run.place) == ("Waiting", "0")
	assert run.next_attempt_on > add_to_date(now_datetime(), days=2, hours=2)
	assert [step.status for step in steps_of(run)] == ["Waiting"]
	pass_time(days=2)
	work_off()
	assert tags_of(deal) == set()
	pass_time(hours=4)
	work_off()
	assert tags_of(deal) == {"Seen"}
	assert [step.status for step in steps_of(run)] == ["Done", "Done"]


def test_a_run_ends_after_a_wait_where_its_conditions_do_not_hold_any_more():
	wait = {"step": "wait", "days": 1, "only_if_still_true": True}
	doc = rule(wait, TAG, conditions=[asked("value", "more_than", 10)])
	deal = move(make_deal(value=20), "Proposal")
	work_off()
	frappe.db.set_value("CRM Sales Deal", deal.name, "value", 5)
	pass_time(days=2)
	work_off()
	assert outcome(doc) == ("Completed", "stopped")
	assert tags_of(deal) == set()


def test_a_run_waits_until_a_date_that_may_be_moved_meanwhile():
	doc = rule({"step": "wait", "until": "expected_close_date", "days": -1}, TAG)
	deal = move(make_deal(expected_close_date=add_days(getdate(), 10)), "Proposal")
	work_off()
	assert run_of(doc).next_attempt_on == get_datetime(add_days(getdate(), 9))
	frappe.db.set_value("CRM Sales Deal", deal.name, "expected_close_date", add_days(getdate(), 20))
	pass_time(days=9)
	work_off()
	assert run_of(doc).next_attempt_on == get_datetime(add_days(getdate(), 19))
	frappe.db.set_value("CRM Sales Deal", deal.name, "expected_close_date", getdate())
	pass_time(days=30)
	work_off()
	assert tags_of(deal) == {"Seen"}


def test_a_run_goes_on_at_once_where_the_date_is_not_filled():
	rule({"step": "wait", "until": "expected_close_date"}, TAG)
	deal = move(make_deal(), "Proposal")
	work_off()
	assert tags_of(deal) == {"Seen"}


def waiting_for_an_answer():
	step = {"step": "wait_for_event", "event": "note.completed", "days": 3}
	return rule(
		{**step, "then": [{"step": "tag", "tag": "Done"}], "else": [{"step": "tag", "tag": "Late"}]}, TAG
	)


def test_an_event_of_what_hangs_on_the_record_ends_the_wait():
	waiting_for_an_answer()
	deal, other = move(make_deal(), "Proposal"), move(make_deal(), "Proposal")
	work_off()
	note = make_note(deal, scheduled_on=add_to_date(now_datetime(), days=1))
	note.update({"status": "Done"}).save()
	work_off()
	assert tags_of(deal) == {"Done", "Seen"}
	assert tags_of(other) == set()


def test_an_event_that_does_not_come_ends_the_wait_by_its_timeout():
	doc = waiting_for_an_answer()
	deal = move(make_deal(), "Proposal")
	work_off()
	pass_time(days=4)
	work_off()
	assert tags_of(deal) == {"Late", "Seen"}
	assert outcome(doc) == ("Completed", None)


def test_a_rule_that_is_turned_off_still_hears_what_its_runs_wait_for():
	doc = waiting_for_an_answer()
	deal = move(make_deal(), "Proposal")
	work_off()
	doc.reload()
	doc.is_enabled = 0
	doc.save()
	note = make_note(deal, scheduled_on=add_to_date(now_datetime(), days=1))
	note.update({"status": "Done"}).save()
	work_off()
	assert tags_of(deal) == {"Done", "Seen"}


def test_a_run_waits_for_working_hours_of_whose_the_record_is(make_user):
	rep = make_user("CRM Sales Rep", time_zone="Asia/Kathmandu")
	doc = rule({"step": "wait", "working_hours": 8}, TAG)
	move(make_deal(deal_owner=rep), "Proposal")
	work_off()
	end = local_time(run_of(doc).next_attempt_on, rep)
	assert end.weekday() < 5
	assert 9 <= end.hour <= 17
	assert run_of(doc).next_attempt_on >= add_to_date(now_datetime(), hours=7)
