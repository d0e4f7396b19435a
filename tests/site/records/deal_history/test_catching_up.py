"""Days that were missed are written as they were, from CRM Stage Change and Version, as far as these tell."""

import json
from datetime import time

import frappe
import pytest

from frappe_crm_app.records.deal_history.version_texts import numbers_in
from tests.factories import lost_reason, make_deal, stage
from tests.site.records.deal_history.conftest import DEAL, ago, changed, days_of, moved, rows_of, told, write


def test_what_was_edited_since_midnight_is_as_it_was_before(on, make_user):
	former = make_user("CRM Sales Rep")
	deal = on(3, make_deal, value=1234.56, deal_owner=former, expected_close_date=ago(-30))
	write(3, 3)
	on(1, changed, deal, value=2345.67)
	on(
		0,
		moved,
		deal,
		"Negotiation",
		value=9999,
		deal_owner="Administrator",
		expected_close_date=ago(-60),
		at=time(0),
	)
	write(1, 1)
	first, yesterday = rows_of(deal)
	assert (first.day, yesterday.day) == (ago(3), ago(1))
	assert (yesterday.value, yesterday.base_value, yesterday.deal_owner) == (2345.67, 2345.67, former)
	assert (yesterday.stage, yesterday.probability, yesterday.forecast_category) == (
		stage("Lead"),
		10,
		"Pipeline",
	)
	assert yesterday.expected_close_date == ago(-30)


def test_each_missed_day_with_a_change_has_its_row(on):
	deal = on(9, make_deal, value=100)
	write(9, 9)
	on(7, changed, deal, value=200)
	on(6, moved, deal, "Proposal")
	on(6, changed, deal, value=250, at=time(11))
	on(4, changed, deal, forecast_category="Omitted")
	on(2, moved, deal, "Won")
	on(0, moved, deal, "Lead", value=1, at=time(0))
	write(8)
	assert days_of(deal) == [9, 7, 6, 4, 2]
	assert told(deal, "value") == [100, 200, 250, 250, 250]
	assert told(deal, "stage") == [stage(name) for name in ("Lead", "Lead", "Proposal", "Proposal", "Won")]
	assert told(deal, "forecast_category") == ["Pipeline", "Pipeline", "Best Case", "Omitted", "Commit"]
	assert told(deal, "outcome") == ["Open"] * 4 + ["Won"]
	assert told(deal, "probability") == [10, 10, 50, 50, 100]


def test_writing_missed_days_one_by_one_or_at_once_is_the_same(on):
	deals = []
	for _ in range(2):
		deal = on(9, make_deal, value=100)
		on(7, changed, deal, value=200)
		on(5, moved, deal, "Lost", lost_reason=lost_reason())
		on(3, moved, deal, "Qualified")
		deals.append(deal)
	for day in range(9, 0, -1):
		write(day, day)
	one_by_one = [(row.day, row.value, row.stage, row.outcome) for row in rows_of(deals[0])]
	frappe.db.delete("CRM Deal Snapshot")
	write(9)
	assert [(row.day, row.value, row.stage, row.outcome) for row in rows_of(deals[1])] == one_by_one
	assert days_of(deals[1]) == [9, 7, 5, 3]


def test_a_deal_made_on_a_missed_day_begins_there(on):
	deal, new = on(4, make_deal, value=10), on(0, make_deal, at=time(0))
	on(2, changed, deal, value=20)
	write(8)
	assert (days_of(deal), told(deal, "value")) == ([4, 2], [10, 20])
	assert rows_of(new) == []


def test_a_deal_made_and_closed_on_missed_days(on):
	deal = on(5, make_deal)
	on(3, moved, deal, "Won")
	on(2, changed, deal, value=1)
	write(8)
	assert (days_of(deal), told(deal, "outcome")) == ([5, 3], ["Open", "Won"])


def test_a_deal_deleted_meanwhile_has_no_row(on):
	deal = on(5, make_deal)
	frappe.delete_doc(DEAL, deal.name)
	write(8)
	assert rows_of(deal) == []


SHOWN = [
	("#,###.##", "yyyy-mm-dd", "USD"),
	("#.###,##", "dd.mm.yyyy", "EUR"),
	("# ###.##", "mm/dd/yyyy", "GBP"),
	("#,##,###.##", "dd-mm-yyyy", "INR"),
	("#,###", "dd/mm/yyyy", "JPY"),
]


@pytest.mark.parametrize(("number_format", "date_format", "currency"), SHOWN)
def test_whatever_the_site_shows_is_read_back(on, number_format, date_format, currency):
	frappe.db.set_default("number_format", number_format)
	frappe.db.set_value("Currency", currency, "number_format", number_format)
	frappe.db.set_default("date_format", date_format)
	frappe.local.user_date_format = None
	value = 1234567 if currency == "JPY" else 1234567.89
	values = {"value": value, "currency": currency, "conversion_rate": 2, "expected_close_date": ago(-11)}
	deal = on(3, make_deal, **values)
	on(1, changed, deal, value=12, expected_close_date=ago(-12))
	write(3)
	assert days_of(deal) == [3, 1]
	assert told(deal, "value") == [value, 12]
	assert told(deal, "expected_close_date") == [ago(-11), ago(-12)]
	frappe.local.user_date_format = None


def test_amounts_are_read_in_the_currency_of_their_time(on):
	deal = on(5, make_deal, value=1000.5, currency="EUR", conversion_rate=2)
	on(3, changed, deal, value=70, currency="JPY", conversion_rate=0.5)
	write(5)
	assert told(deal, "currency") == ["EUR", "JPY"]
	assert told(deal, "value") == [1000.5, 70]
	assert told(deal, "base_value") == [2001, 35]


def test_before_what_cannot_be_read_there_is_no_row(on):
	deal = on(7, make_deal, value=100)
	on(5, changed, deal, value=200)
	on(3, changed, deal, value=300)
	version = frappe.get_all("Version", {"docname": deal.name}, ["name", "data"], order_by="creation asc")[0]
	data = json.loads(version.data)
	data["changed"] = [
		["value", "about a hundred", after] if field == "value" else [field, before, after]
		for field, before, after in data["changed"]
	]
	frappe.db.set_value("Version", version.name, "data", json.dumps(data))
	write(7)
	assert (days_of(deal), told(deal, "value")) == ([5, 3], [200, 300])


def test_what_was_written_past_all_saves_is_taken_for_what_it_is(on):
	"""Version does not tell of it: nobody knows since when."""
	deal = on(7, make_deal, value=100)
	write(7, 7)
	frappe.db.set_value(DEAL, deal.name, {"value": 500, "base_value": 500}, update_modified=False)
	write(6)
	assert (days_of(deal), told(deal, "value")) == ([7, 6], [100, 500])


def test_a_save_that_does_not_fit_what_was_written_past_it_is_not_gone_behind(on):
	deal = on(7, make_deal, value=100)
	on(5, changed, deal, value=200)
	frappe.db.set_value(DEAL, deal.name, {"value": 500, "base_value": 500}, update_modified=False)
	write(7)
	assert (days_of(deal), told(deal, "value")) == ([5], [500])


def test_without_versions_the_moves_still_tell_the_stage(on):
	deal = on(7, make_deal)
	on(5, moved, deal, "Proposal")
	on(3, moved, deal, "Won")
	frappe.db.delete("Version", {"docname": deal.name})
	write(7)
	assert (days_of(deal), told(deal, "outcome")) == ([7, 5, 3], ["Open", "Open", "Won"])
	assert told(deal, "stage") == [stage(name) for name in ("Lead", "Proposal", "Won")]


@pytest.mark.parametrize(
	("text", "number"),
	[
		("$ 1,234.50", 1234.5),
		("1.234,50 €", 1234.5),
		("₹ 12,34,567.00", 1234567),
		("1 234.5", 1234.5),
		("CHF 1'234.50", 1234.5),
		("¥ 1,234", 1234),
		("50.0%", 50),
	],
)
def test_a_number_is_among_those_that_its_text_may_mean(text, number):
	assert number in list(numbers_in(text))
