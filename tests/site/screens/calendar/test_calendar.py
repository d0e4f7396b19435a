"""The calendar shows what one sees, within its period, and a dragged event is saved by all rules."""

import json
from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import add_days, add_to_date, get_datetime, getdate, now_datetime, today

from frappe_crm_app.screens.calendar.api import get_expected_closings, get_follow_ups
from frappe_crm_app.screens.calendar.colors import COLOR_OF, DONE, OVERDUE
from tests.factories import make_customer, make_deal, make_note, move

DAY, TEN_DAYS = date.today(), timedelta(days=10)
START, END = str(DAY - TEN_DAYS), str(DAY + TEN_DAYS)
DRAG = "/api/method/frappe.desk.calendar.update_event"


def by_name(events: list[dict]) -> dict[str, dict]:
	return {event["name"]: event for event in events}


def test_follow_ups_stand_at_their_time_with_person_customer_and_color(make_user):
	rep = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	customer = make_customer(customer_name="Blue Harbor")
	soon = add_to_date(now_datetime(), hours=5)
	planned = make_note(customer, action="Meeting", subject="Pier", scheduled_on=soon, assigned_to=rep)
	marked = make_note(customer, action="Call", subject="Call", scheduled_on=soon, assigned_to=rep)
	frappe.db.set_value(marked.doctype, marked.name, "subject", "<img src=x onerror=alert(1)>")
	late = make_note(customer, scheduled_on=add_days(now_datetime(), -2))
	done = make_note(customer, scheduled_on=add_days(now_datetime(), -3), status="Done")
	gone = make_note(customer, scheduled_on=soon, status="Cancelled")
	far = make_note(customer, scheduled_on=add_days(now_datetime(), 40))
	events = by_name(get_follow_ups(START, END))
	assert events[planned.name]["title"] == "Meeting: Pier · Blue Harbor · Grace Hopper"
	assert "<img" not in events[marked.name]["title"]
	assert get_datetime(events[planned.name]["ends_on"]) == add_to_date(soon, minutes=30)
	colors = [events[note.name]["color"] for note in (planned, late, done)]
	assert colors == [COLOR_OF["Meeting"], OVERDUE, DONE]
	assert not {gone.name, far.name} & set(events)


def test_one_sees_ones_own_and_filters_by_person(make_user):
	rep, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	soon = add_to_date(now_datetime(), hours=1)
	notes = {
		user: make_note(make_customer(), scheduled_on=soon, assigned_to=user).name for user in (rep, other)
	}
	filters = json.dumps([["CRM Follow-up Note", "assigned_to", "=", other]])
	assert set(by_name(get_follow_ups(START, END, filters))) == {notes[other]}
	frappe.set_user(rep)
	assert set(by_name(get_follow_ups(START, END))) == {notes[rep]}


def test_open_deals_stand_at_their_expected_closing(make_user):
	rep = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	deal = make_deal(title="Cranes", value=2500, expected_close_date=today(), deal_owner=rep)
	won = move(make_deal(expected_close_date=today()), "Won")
	other = make_deal(expected_close_date=today())
	event = by_name(get_expected_closings(START, END))[deal.name]
	assert event["title"] == "Cranes · $ 2,500.00 · Grace Hopper"
	assert (event["expected_close_date"], event["all_day"], event["convert_to_user_tz"]) == (today(), 1, 0)
	assert won.name not in by_name(get_expected_closings(START, END))
	frappe.set_user(rep)
	assert other.name not in by_name(get_expected_closings(START, END))


@pytest.mark.parametrize(
	("start", "end"), [("x", END), (START, "x"), (END, START), ("2020-01-01", "2026-01-01"), ("", "")]
)
def test_periods_that_make_no_sense_are_refused(start, end):
	for events in (get_follow_ups, get_expected_closings):
		with pytest.raises(frappe.ValidationError):
			events(start, end)


def test_who_reads_no_notes_has_no_calendar(make_user):
	frappe.set_user(make_user("CRM External"))
	for events in (get_follow_ups, get_expected_closings):
		with pytest.raises(frappe.PermissionError):
			events(START, END)


def test_a_month_takes_few_statements(make_user, count_queries):
	for number in range(30):
		make_note(make_customer(), scheduled_on=add_to_date(now_datetime(), hours=number))
	frappe.set_user(make_user("CRM Manager"))
	get_follow_ups(START, END)
	assert count_queries(lambda: get_follow_ups(START, END)) <= 4


def test_dragging_saves_by_the_rules_and_a_stranger_cannot(api, make_user):
	rep, stranger = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	customer = make_customer(salesperson=rep)
	note = make_note(customer, scheduled_on=add_days(now_datetime(), 1), assigned_to=rep)
	moved_to = add_days(now_datetime(), 3).replace(microsecond=0)

	def drag(user, end):
		args = {
			"name": note.name,
			"doctype": note.doctype,
			"scheduled_on": str(moved_to),
			"ends_on": str(end),
			"all_day": 0,
		}
		field_map = {"start": "scheduled_on", "end": "ends_on"}
		return api(user).post(DRAG, data={"args": json.dumps(args), "field_map": json.dumps(field_map)})

	assert drag(stranger, add_to_date(moved_to, hours=1)).status_code == 403
	assert drag(rep, add_to_date(moved_to, hours=-1)).status_code == 417
	assert drag(rep, add_to_date(moved_to, hours=1)).ok
	assert frappe.db.get_value(note.doctype, note.name, "scheduled_on") == moved_to
	assert frappe.db.get_value("CRM Customer", customer.name, "next_follow_up_on") == moved_to
	assert getdate(moved_to) > getdate()
