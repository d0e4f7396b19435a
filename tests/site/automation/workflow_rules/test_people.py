"""Who is away is passed over, and working days and hours are those of the settings."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from frappe_crm_app.kit.timezones import local_time
from frappe_crm_app.patches import set_working_hours
from tests.factories import insert, make_deal, move
from tests.site.automation.workflow_rules.engine import outcome, rule, run_of, work_off

SETTINGS = "CRM Desk Settings"


def away(user: str, first: int, last: int | None = None) -> None:
	"""Enter that a person is away, by days from today."""
	days = {
		"away_from": add_days(getdate(), first),
		"away_until": add_days(getdate(), last) if last is not None else None,
	}
	insert("CRM Salesperson", {"user": user, **days})


def owners_of_deals(number: int) -> list[str]:
	deals = [move(make_deal(), "Proposal") for _ in range(number)]
	work_off()
	return sorted(frappe.db.get_value("CRM Sales Deal", deal.name, "deal_owner") for deal in deals)


@pytest.mark.parametrize(
	("days", "is_passed_over"), [((-2, 2), True), ((-3, None), True), ((2, 5), False), ((-9, -2), False)]
)
def test_who_is_away_is_passed_over_in_turns(make_user, days, is_passed_over):
	ann, bob = (make_user("CRM Sales Rep") for _ in range(2))
	away(ann, *days)
	rule({"step": "assign", "to": {"turns": [ann, bob]}})
	assert owners_of_deals(2) == ([bob, bob] if is_passed_over else sorted([ann, bob]))


def test_where_everybody_is_away_nobody_gets_it(make_user):
	ann, bob = (make_user("CRM Sales Rep") for _ in range(2))
	for user in (ann, bob):
		away(user, -1)
	doc = rule({"step": "assign", "to": {"turns": [ann, bob]}})
	move(make_deal(), "Proposal")
	work_off()
	assert outcome(doc) == ("Failed", "refused")


def test_who_is_named_alone_gets_it_even_while_away(make_user):
	ann = make_user("CRM Sales Rep")
	away(ann, -1)
	rule({"step": "assign", "to": {"user": ann}})
	assert owners_of_deals(1) == [ann]


@pytest.mark.parametrize(
	"days", [{"away_until": "2026-01-01"}, {"away_from": "2026-01-02", "away_until": "2026-01-01"}]
)
def test_an_absence_that_ends_before_it_begins_is_refused(make_user, days):
	with pytest.raises(frappe.ValidationError, match="begins before it ends"):
		insert("CRM Salesperson", {"user": make_user("CRM Sales Rep"), **days})


@pytest.fixture
def settings(isolation):
	"""`settings(field=value)` saves them; afterwards they are as before."""

	def save(**values):
		doc = frappe.get_doc(SETTINGS)
		doc.update(values)
		doc.save()

	yield save
	frappe.db.rollback()
	frappe.clear_document_cache(SETTINGS, SETTINGS)


ONLY_SUNDAY = {"works_on_sunday": 1} | {
	f"works_on_{day}": 0 for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
}


def test_waits_and_follow_ups_keep_to_the_working_hours_of_the_settings(settings, make_user):
	settings(**ONLY_SUNDAY, working_day_begins="22:00", working_day_ends="23:30")
	rep = make_user("CRM Sales Rep", time_zone="Asia/Kathmandu")
	doc = rule(
		{"step": "note", "subject": "Ask", "assigned_to": {"user": rep}, "in_working_days": 1},
		{"step": "wait", "working_hours": 1},
	)
	deal = move(make_deal(deal_owner=rep), "Proposal")
	work_off()
	due = local_time(frappe.db.get_value("CRM Follow-up Note", {"deal": deal.name}, "scheduled_on"), rep)
	assert (due.weekday(), due.hour, due.minute) == (6, 22, 0)
	until = local_time(run_of(doc).next_attempt_on, rep)
	assert until.weekday() == 6
	assert (23, 0) <= (until.hour, until.minute) <= (23, 30)


@pytest.mark.parametrize(
	"values",
	[
		ONLY_SUNDAY | {"works_on_sunday": 0},
		{"working_day_begins": "17:00", "working_day_ends": "09:00"},
		{"working_day_begins": None},
		{"working_day_ends": None},
	],
)
def test_a_week_without_an_hour_of_work_is_refused(settings, values):
	with pytest.raises(frappe.ValidationError, match="at least one working day"):
		settings(**values)


def test_a_site_from_before_has_monday_to_friday_and_keeps_what_it_chose(settings):
	single = frappe.qb.DocType("Singles")
	is_hours = (single.doctype == SETTINGS) & (single.field.like("work%"))
	frappe.qb.from_(single).delete().where(is_hours).run()
	frappe.db.set_single_value(SETTINGS, "works_on_sunday", 1)
	set_working_hours.execute()
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	doc = frappe.get_doc(SETTINGS)
	assert (doc.works_on_monday, doc.works_on_saturday, doc.works_on_sunday) == (1, 0, 1)
	assert doc.working_day_begins == "09:00"
	doc.save()
