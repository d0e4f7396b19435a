"""A row for each day on which a deal changed, and none for others."""

from datetime import time, timedelta

import frappe
import pytest
from frappe.utils import getdate, now_datetime

from frappe_crm_app.kit.references import pointers_to
from frappe_crm_app.records.deal_history import snapshots
from frappe_crm_app.records.deal_history.days import TAKEN_UNTIL, missing_days
from frappe_crm_app.records.deal_history.snapshots import KEPT, take_missing
from tests.factories import insert, lost_reason, make_contact, make_deal, make_snapshot, stage
from tests.site.records.deal_history.conftest import (
	DEAL,
	SNAPSHOT,
	ago,
	changed,
	days_of,
	moved,
	rows_of,
	told,
	write,
)


def test_an_open_deal_has_a_row_of_its_first_day_with_all_that_is_asked(on, make_user):
	rep = make_user("CRM Sales Rep")
	deal = on(3, make_deal, value=1234.5, deal_owner=rep, expected_close_date=ago(-20))
	write(3)
	(row,) = rows_of(deal)
	assert row.day == ago(3)
	assert {field: row[field] for field in KEPT} == {field: deal.get(field) for field in KEPT}
	assert (row.stage, row.forecast_category, row.outcome) == (stage("Lead"), "Pipeline", "Open")


def test_on_a_day_without_a_change_there_is_no_row(on):
	deal = on(5, make_deal)
	for day in (5, 4, 3):
		write(day, day)
	assert days_of(deal) == [5]


CHANGES = {
	"value": 77,
	"expected_close_date": "2027-03-01",
	"deal_owner": "Administrator",
	"probability": 42,
	"forecast_category": "Commit",
}


@pytest.mark.parametrize(("field", "value"), CHANGES.items())
def test_each_change_has_its_row(on, make_user, field, value):
	deal = on(5, make_deal, value=1000, deal_owner=make_user("CRM Sales Rep"))
	write(5, 5)
	on(3, changed, deal, **{field: value})
	write(4, 4)
	write(3, 3)
	assert days_of(deal) == [5, 3]
	first, second = told(deal, field)
	assert str(second) in (str(value), f"{value}.0")
	assert first != second


def test_what_a_row_does_not_keep_is_no_change(on):
	deal = on(5, make_deal)
	write(5, 5)
	on(3, changed, deal, title="Another", description="More")
	write(3, 3)
	assert days_of(deal) == [5]


def test_several_changes_of_a_day_are_one_row(on):
	deal = on(4, make_deal)
	on(4, changed, deal, value=5, at=time(11))
	on(4, moved, deal, "Proposal", at=time(12))
	write(4, 4)
	assert (told(deal, "value"), told(deal, "stage")) == ([5], [stage("Proposal")])


@pytest.mark.parametrize("end", ["Won", "Lost"])
def test_a_closed_deal_has_a_row_of_that_day_and_none_of_what_is_corrected_later(on, end):
	deal = on(6, make_deal)
	write(6, 6)
	reason = {"lost_reason": lost_reason()} if end == "Lost" else {}
	on(4, moved, deal, end, **reason)
	write(4, 4)
	on(3, changed, deal, value=5)
	write(3, 3)
	assert days_of(deal) == [6, 4]
	assert told(deal, "outcome") == ["Open", end]


def test_a_deal_won_on_its_first_day_has_a_row(on):
	deal = on(4, make_deal)
	on(4, moved, deal, "Won", at=time(11))
	write(4, 4)
	assert told(deal, "outcome") == ["Won"]


def test_a_deal_closed_before_there_was_a_history_has_none(on):
	deal = on(9, make_deal)
	on(8, moved, deal, "Won")
	on(4, changed, deal, value=5)
	write(4, 4)
	assert rows_of(deal) == []


def test_a_deal_reopened_is_open_again(on):
	deal = on(9, make_deal)
	for day, stage_name in ((8, "Won"), (6, "Proposal")):
		on(day, moved, deal, stage_name)
	for day in (9, 8, 7, 6):
		write(day, day)
	assert days_of(deal) == [9, 8, 6]
	assert told(deal, "outcome") == ["Open", "Won", "Open"]


def test_writing_a_day_again_changes_nothing(on):
	deals = [on(3, make_deal, value=number) for number in range(3)]
	write(3, 3)
	before = frappe.get_all(SNAPSHOT, fields=["*"], order_by="name asc")
	write(3, 3)
	changed(deals[0], value=99)
	write(3, 3)
	assert frappe.get_all(SNAPSHOT, fields=["*"], order_by="name asc") == before


def test_all_deals_of_all_chunks_have_theirs(on, monkeypatch):
	monkeypatch.setattr(snapshots, "CHUNK", 2)
	deals = [on(3, make_deal) for _ in range(5)]
	on(0, changed, deals[1], value=7)
	write(3)
	assert [told(deal, "value") for deal in deals] == [[1000]] * 5


def test_the_value_is_kept_in_both_currencies(on):
	frappe.db.set_single_value("CRM Desk Settings", "base_currency", "USD")
	frappe.clear_document_cache("CRM Desk Settings", "CRM Desk Settings")
	deal = on(3, make_deal, value=100, currency="EUR", conversion_rate=1.25)
	write(3, 3)
	(row,) = rows_of(deal)
	assert (row.value, row.currency, row.base_value, row.base_currency) == (100, "EUR", 125, "USD")
	on(2, changed, deal, conversion_rate=1.5)
	write(2, 2)
	assert told(deal, "base_value") == [125, 150]


def test_a_day_is_the_site_s(system_setting):
	"""Kiritimati is 14 hours ahead of UTC, Pago Pago 11 behind: their days are never the same."""
	found = {}
	for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
		system_setting("time_zone", zone)
		assert getdate() == now_datetime().date()
		found[zone] = missing_days().last, getdate()
	assert all(last == today - timedelta(days=1) for last, today in found.values())
	assert found["Pacific/Kiritimati"][0] > found["Pacific/Pago_Pago"][0]


def test_a_minute_before_midnight_is_that_day_and_midnight_the_next(on):
	late, early = on(3, make_deal, at=time(23, 59)), on(2, make_deal, at=time(0, 0))
	write(3, 2)
	assert (days_of(late), days_of(early)) == ([3], [2])


def test_the_first_day_of_all_is_yesterday(on):
	deal = on(9, make_deal)
	assert (missing_days().first, missing_days().last) == (ago(1), ago(1))
	take_missing(lambda: None)
	assert days_of(deal) == [1]
	assert missing_days() is None


def test_days_that_were_missed_are_those_after_the_last_that_was_written():
	frappe.db.set_default(TAKEN_UNTIL, ago(4).isoformat())
	assert (missing_days().first, missing_days().last) == (ago(3), ago(1))


def test_without_the_mark_the_last_row_tells(on):
	deal = on(9, make_deal)
	make_snapshot(deal, day=str(ago(4)))
	frappe.db.set_default(TAKEN_UNTIL, None)
	assert missing_days().first == ago(4)


def test_a_deleted_deal_takes_its_rows_along(on):
	deal, other = on(3, make_deal), on(3, make_deal)
	write(3)
	frappe.delete_doc(DEAL, deal.name)
	assert frappe.get_all(SNAPSHOT, pluck="deal") == [other.name]


def test_a_row_written_while_its_deal_was_being_deleted_goes(on):
	deal = on(3, make_deal)
	write(3)
	frappe.db.delete(DEAL, {"name": deal.name})
	write(3)
	assert not frappe.db.exists(SNAPSHOT, {"deal": deal.name})


def test_a_merge_leaves_the_history_as_it_was(on):
	contact, other = make_contact(), make_contact()
	deal = on(3, make_deal, contact=other.name)
	write(3)
	before = rows_of(deal)
	from frappe_crm_app.records.identity.merging import merge

	merge("CRM Contact", contact.name, other.name, {})
	assert rows_of(deal) == before
	assert SNAPSHOT not in {pointer.doctype for pointer in pointers_to("User")}


def test_who_has_handed_over_stays_in_the_days_that_were_theirs(on, make_user):
	former, present = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	deal = on(5, make_deal, deal_owner=former)
	write(5, 5)
	on(3, changed, deal, deal_owner=present)
	write(3, 3)
	assert told(deal, "deal_owner") == [former, present]
	frappe.delete_doc("User", former)  # as before: a history keeps nobody


def test_a_deal_has_one_row_a_day(on):
	deal = on(3, make_deal)
	make_snapshot(deal)
	values = frappe.get_doc(SNAPSHOT, {"deal": deal.name}).as_dict()
	again = frappe.new_doc(SNAPSHOT)
	again.update({**values, "name": "another"})
	with pytest.raises(frappe.UniqueValidationError):
		again.db_insert()


@pytest.mark.parametrize("role", ["CRM Admin", "CRM Manager"])
def test_nobody_writes_it(on, api, make_user, role):
	deal = on(3, make_deal)
	row = make_snapshot(deal)
	client = api(make_user(role))
	path = f"/api/resource/{SNAPSHOT}"
	assert client.get(f"{path}/{row.name}").json()["data"]["deal"] == deal.name
	assert client.post(path, json={"deal": deal.name, "day": "2026-01-01"}).status_code == 403
	assert client.put(f"{path}/{row.name}", json={"value": 1}).status_code == 403
	assert client.delete(f"{path}/{row.name}").status_code == 403


def test_not_even_a_script_changes_it(on):
	row = frappe.get_doc(SNAPSHOT, make_snapshot(on(3, make_deal)).name)
	with pytest.raises(frappe.ValidationError, match="daily job alone"):
		row.save()
	with pytest.raises(frappe.ValidationError, match="cannot be deleted"):
		row.delete()
	with pytest.raises(frappe.ValidationError, match="daily job alone"):
		insert(SNAPSHOT, {"deal": row.deal, "day": "2026-02-01"})
