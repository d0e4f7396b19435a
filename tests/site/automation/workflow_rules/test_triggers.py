"""Rules that begin by themselves or by a button."""

from datetime import datetime

import frappe
import pytest
from frappe.utils import add_days, add_to_date, getdate, now_datetime

from frappe_crm_app.automation.workflow_rules import triggers
from frappe_crm_app.automation.workflow_rules.api import get_buttons, press
from frappe_crm_app.automation.workflow_rules.triggers import next_time, rules_due
from frappe_crm_app.automation.workflow_rules.values import present_of
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.timezones import zone_of
from tests.factories import make_deal
from tests.site.automation.workflow_rules.engine import (
	TAG,
	asked,
	look,
	outcome,
	rule,
	runs,
	tags_of,
	work_off,
)


def on_date(days: int = 0, **values):
	return rule(trigger_type="Date", event_kind=None, date_field="expected_close_date", days=days, **values)


def scheduled(cron: str = "0 9 * * *", **values):
	return rule(trigger_type="Schedule", event_kind=None, cron=cron, **values)


def close_in(days: int, **values):
	return make_deal(expected_close_date=add_days(getdate(), days), **values)


def test_a_rule_runs_so_many_days_before_a_date_once():
	doc = on_date(-3)
	now, later, _never = close_in(3), close_in(4), make_deal()
	look(doc)
	look(doc)
	work_off()
	assert [run.reference_name for run in runs(doc)] == [now.name]
	assert (tags_of(now), tags_of(later)) == ({"Seen"}, set())


def test_what_had_come_before_the_rule_was_turned_on_is_no_news():
	past = close_in(-1)
	doc = on_date()
	look(doc)
	assert runs(doc) == []
	assert past


def test_an_outage_of_days_is_made_up_for():
	doc = on_date()
	frappe.db.set_value(doc.doctype, doc.name, "place", str(add_to_date(now_datetime(), days=-5)))
	deals = {days: close_in(days) for days in (-6, -4, -1, 0, 1)}
	look(doc)
	assert {run.reference_name for run in runs(doc)} == {deals[days].name for days in (-4, -1, 0)}


def test_a_date_that_is_moved_is_another_occasion():
	doc, deal = on_date(), close_in(0)
	look(doc)
	frappe.db.set_value("CRM Sales Deal", deal.name, "expected_close_date", add_days(getdate(), 1))
	look(doc)
	assert len(runs(doc)) == 1
	frappe.db.set_value(doc.doctype, doc.name, "place", str(add_to_date(now_datetime(), days=-5)))
	frappe.db.set_value("CRM Sales Deal", deal.name, "expected_close_date", add_days(getdate(), -1))
	look(doc)
	assert len(runs(doc)) == 2


def test_who_does_not_fulfil_the_conditions_on_the_day_is_skipped():
	doc = on_date(conditions=[asked("value", "more_than", 5000)])
	close_in(0, value=1)
	look(doc)
	assert outcome(doc) == ("Skipped", "conditions")


def test_a_moment_has_come_only_when_it_is_past():
	doc = rule(trigger_type="Date", event_kind=None, date_field="next_follow_up_on", days=0)
	frappe.db.set_value(doc.doctype, doc.name, "place", str(add_to_date(now_datetime(), hours=-2)))
	past, ahead = make_deal(), make_deal()
	frappe.db.set_value(
		"CRM Sales Deal", past.name, "next_follow_up_on", add_to_date(now_datetime(), hours=-1)
	)
	frappe.db.set_value(
		"CRM Sales Deal", ahead.name, "next_follow_up_on", add_to_date(now_datetime(), hours=1)
	)
	look(doc)
	assert [run.reference_name for run in runs(doc)] == [past.name]


def test_many_records_are_taken_chunk_by_chunk(monkeypatch):
	monkeypatch.setattr(triggers, "CHUNK", 2)
	dates, times = on_date(), scheduled()
	for _number in range(5):
		close_in(0)
	for _look in range(4):
		look(dates)
	frappe.db.set_value(times.doctype, times.name, "next_look_on", add_to_date(now_datetime(), seconds=-1))
	for _look in range(4):
		triggers.look(times.name)
	assert len(runs(dates)) == len(runs(times)) == 5


def test_a_schedule_runs_for_all_that_fulfil_the_conditions_and_looks_again_next_time():
	doc = scheduled(conditions=[asked("value", "more_than", 500)])
	rich, poor = make_deal(value=1000), make_deal(value=1)
	assert doc.name not in rules_due(10)
	look(doc)
	work_off()
	assert (tags_of(rich), tags_of(poor)) == ({"Seen"}, set())
	doc.reload()
	assert doc.next_look_on == next_time("0 9 * * *", present_of("Administrator"))
	triggers.look(doc.name)
	assert len(runs(doc)) == 1


def test_a_schedule_is_of_the_owner_s_clock_over_a_change_of_time():
	new_york, site = zone_of("America/New_York"), zone_of("UTC")
	winter = Present(datetime(2026, 3, 7, 15), new_york, site)
	assert next_time("0 9 * * *", winter) == datetime(2026, 3, 8, 13)  # 9 o'clock of summer time
	assert next_time("0 9 * * *", Present(datetime(2026, 3, 6, 15), new_york, site)) == datetime(
		2026, 3, 7, 14
	)


def test_the_rule_of_who_lost_the_role_is_paused_as_it_looks(make_user):
	admin = make_user("CRM Admin")
	frappe.set_user(admin)
	doc = scheduled()
	frappe.set_user("Administrator")
	frappe.get_doc("User", admin).remove_roles("CRM Admin")
	make_deal()
	look(doc)
	doc.reload()
	assert (doc.is_enabled, runs(doc)) == (0, [])


def button(**values):
	return rule(TAG, trigger_type="Button", event_kind=None, button_label="Tag it", **values)


def test_a_button_is_offered_to_who_may_change_the_record_and_runs_the_rule(make_user):
	rep = make_user("CRM Sales Rep")
	doc, deal = button(), make_deal(deal_owner=rep)
	frappe.set_user(rep)
	assert get_buttons("CRM Sales Deal", deal.name) == [{"rule": doc.name, "label": "Tag it"}]
	press(doc.name, "CRM Sales Deal", deal.name)
	frappe.set_user("Administrator")
	work_off()
	assert tags_of(deal) == {"Seen"}
	assert runs(doc)[0].actor == rep


def test_a_button_is_refused_to_who_may_not_change_the_record(make_user):
	doc, deal = button(), make_deal()
	frappe.set_user(make_user("CRM Sales Rep"))
	with pytest.raises(frappe.PermissionError):
		press(doc.name, "CRM Sales Deal", deal.name)
	with pytest.raises(frappe.PermissionError):
		get_buttons("CRM Sales Deal", deal.name)


def test_a_button_of_a_rule_that_does_not_apply_is_not_there():
	doc, deal = button(conditions=[asked("value", "more_than", 5000)]), make_deal(value=1)
	assert get_buttons("CRM Sales Deal", deal.name) == []
	with pytest.raises(RuleError):
		press(doc.name, "CRM Sales Deal", deal.name)
	with pytest.raises(RuleError):
		press("nothing", "CRM Sales Deal", deal.name)
	with pytest.raises(RuleError):
		press(doc.name, "User", "Administrator")


def test_a_button_that_may_be_pressed_once_says_so_the_second_time():
	doc, deal = button(how_often="Once"), make_deal()
	press(doc.name, "CRM Sales Deal", deal.name)
	work_off()
	with pytest.raises(RuleError, match="already"):
		press(doc.name, "CRM Sales Deal", deal.name)
