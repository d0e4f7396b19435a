"""A person's present day and week, on the site's clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import get_system_timezone

from frappe_crm_app.records.agenda.day import day_at, days_to_next
from frappe_crm_app.records.agenda.parts import GONE_QUIET, PARTS, filters_of, written

WEDNESDAY = date(2027, 3, 10)


def on_site(moment: datetime, zone: str) -> datetime:
	site = ZoneInfo(get_system_timezone())
	return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(site).replace(tzinfo=None)


@pytest.mark.parametrize(
	("first_day", "days"), [("Monday", 5), ("Sunday", 4), ("Thursday", 1), ("Wednesday", 7)]
)
def test_a_week_ends_before_the_sites_first_day_of_the_week(first_day, days):
	assert days_to_next(first_day, WEDNESDAY) == days


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Chatham"])
def test_the_day_is_that_of_the_persons_zone(zone):
	day = day_at(on_site(datetime(2027, 3, 10, 0, 5), zone), ZoneInfo(zone), "Monday")
	assert day.date == WEDNESDAY
	assert day.begins == on_site(datetime(2027, 3, 10), zone)
	assert day.ends == on_site(datetime(2027, 3, 11), zone)
	assert day.week_ends == on_site(datetime(2027, 3, 15), zone)


def test_a_day_on_which_clocks_change_has_23_hours():
	day = day_at(on_site(datetime(2027, 3, 28, 12), "Europe/Berlin"), ZoneInfo("Europe/Berlin"), "Monday")
	assert day.ends - day.begins == timedelta(hours=23)


def test_filters_are_what_a_list_of_frappes_takes(site):
	day = day_at(datetime(2027, 3, 10, 12), ZoneInfo("Asia/Tokyo"), "Monday")
	for part in PARTS:
		filters = filters_of(part, day, {"a@example.com", "b@example.com"})
		assert filters[0][1:] == [part.person_field, "in", ["a@example.com", "b@example.com"]]
		assert all(isinstance(rule[3], str | list) for rule in filters)
		assert all(
			frappe.get_meta(part.doctype).get_field(rule[1]) or rule[1] == "creation" for rule in filters
		)
		assert part.has_list == (part is not GONE_QUIET)
	assert written(datetime(2027, 3, 10, 1, 2, 3, 4)) == "2027-03-10 01:02:03"
