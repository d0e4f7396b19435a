"""Rules of deals and stages at their edges: odd values, odd paths, settings that are refused."""

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from frappe_crm_app.kit.exceptions import MissingFieldsError, PeriodError, StageError, UnknownRateError
from tests.factories import lost_reason, make_customer, make_deal, make_pipeline, make_stage, move, stage


def change_settings(**values) -> None:
	settings = frappe.get_doc("CRM Desk Settings")
	settings.update(values)
	settings.save()


def test_a_base_currency_is_changed_for_deals_whatever_the_cache_holds():
	deal = make_deal(value=100, currency="GBP", conversion_rate=1.25)
	frappe.get_cached_doc("CRM Desk Settings")
	change_settings(
		base_currency="EUR",
		currency_rates=[{"currency": "GBP", "rate": 1.15}, {"currency": "USD", "rate": 0.9}],
	)
	stored = frappe.db.get_value(
		"CRM Sales Deal", deal.name, ["base_currency", "conversion_rate", "base_value"]
	)
	assert stored == ("EUR", 1.15, 115)


def test_refused_settings_leave_deals_to_be_saved():
	make_deal(value=100)
	frappe.db.savepoint("start_point")
	frappe.clear_document_cache("CRM Desk Settings", "CRM Desk Settings")
	with pytest.raises(UnknownRateError):
		change_settings(base_currency="JPY", currency_rates=[])
	frappe.db.rollback(save_point="start_point")
	assert make_deal(value=100).base_currency == "USD"


def test_a_form_opened_before_a_revaluation_cannot_undo_it():
	deal = make_deal(value=100, currency="EUR", conversion_rate=1.1)
	opened = frappe.get_doc("CRM Sales Deal", deal.name)
	change_settings(base_currency="EUR", currency_rates=[])
	opened.description = "stale"
	with pytest.raises(frappe.TimestampMismatchError):
		opened.save()


@pytest.mark.parametrize("value", ["abc", "12 EUR", "1.000,50", "--1"])
def test_what_is_no_number_is_refused_instead_of_stored_as_nothing(value):
	with pytest.raises(frappe.ValidationError, match="is not a number"):
		make_deal(value=value)


@pytest.mark.parametrize(("value", "stored"), [("1,000.50", 1000.5), ("250", 250), (" 7.5 ", 7.5), ("", 0)])
def test_numbers_that_come_as_text_are_read(value, stored):
	assert make_deal(value=value).reload().value == stored


@pytest.mark.parametrize("date", ["5", "sat", "10:00", 7, True, "2026-02-30"])
def test_what_names_no_day_is_no_date(date):
	with pytest.raises(frappe.ValidationError, match="is not a date"):
		make_deal(expected_close_date=date)


@pytest.mark.parametrize(
	("fieldname", "blank"),
	[
		("next_follow_up_on", "2027-01-01 10:00:00"),
		("value", "0"),
		("value", "  "),
		("description", "  "),
		("description", "\u200b"),
		("description", "<br>"),
	],
)
def test_a_required_field_wants_more_than_something_blank(fieldname, blank):
	pipeline = make_pipeline("Start")
	strict = make_stage(pipeline, stage_name="Strict", required=[fieldname])
	with pytest.raises(MissingFieldsError):
		make_deal(stage=strict.name, **{fieldname: blank})


def test_a_deal_cannot_be_left_without_a_stage():
	deal = move(make_deal(), "Won")
	deal.stage = None
	with pytest.raises(StageError, match="Choose the stage"):
		deal.save()


def test_another_pipeline_without_a_stage_means_its_first():
	deal, other = make_deal(), make_pipeline("Elsewhere")
	deal.update({"pipeline": other.name, "stage": None})
	deal.save()
	assert frappe.db.get_value("CRM Stage", deal.stage, "stage_name") == "Elsewhere"


def test_each_outcome_has_its_own_closing_date():
	deal = make_deal()
	move(deal, "Won", closed_on="2026-01-01")
	assert getdate(move(deal, "Lost", lost_reason=lost_reason()).closed_on) == getdate()


def test_a_deal_is_not_closed_in_the_future():
	with pytest.raises(PeriodError, match="future"):
		move(make_deal(), "Won", closed_on=add_days(nowdate(), 2))


@pytest.mark.parametrize("probability", [-50, 5000])
def test_a_probability_lies_between_0_and_100(probability):
	deal = make_deal()
	deal.probability = probability
	with pytest.raises(StageError, match="between 0 and 100"):
		deal.save()


def test_a_copy_of_a_won_deal_begins_anew():
	copy = frappe.copy_doc(move(make_deal(), "Won"), ignore_no_copy=False).insert()
	assert (copy.stage, copy.outcome, copy.closed_on) == (stage("Lead"), "Open", None)


def test_a_supplier_taken_off_the_board_leaves_no_half_move():
	supplier = make_customer(customer_kind="Supplier", stage=stage("New", "Follow-up"))
	supplier.update({"stage": None, "pipeline": None})
	supplier.save()
	assert supplier.stage_entered_on is None
	assert not frappe.db.exists("CRM Stage Change", {"reference_name": supplier.name})


def test_a_stage_stays_in_its_pipeline_and_a_pipeline_with_its_kind():
	pipeline = make_pipeline("Start")
	first = frappe.get_doc("CRM Stage", {"pipeline": pipeline.name})
	first.pipeline = make_pipeline("Other").name
	with pytest.raises(StageError, match="stays in its pipeline"):
		first.save()
	pipeline.reload().tracks = "Follow-ups"
	with pytest.raises(StageError, match="has stages"):
		pipeline.save()


@pytest.mark.parametrize(
	("number", "said"), [(1, "1 record stands in “Start”"), (2, "2 records stand in “Start”")]
)
def test_a_stage_in_which_records_stand_keeps_its_outcome(number, said):
	pipeline = make_pipeline("Start")
	start = frappe.get_doc("CRM Stage", {"pipeline": pipeline.name})
	for _number in range(number):
		make_deal(pipeline=pipeline.name, stage=start.name)
	start.outcome = "Won"
	with pytest.raises(StageError, match=said):
		start.save()


def test_a_stage_without_outcome_is_open():
	assert make_stage(make_pipeline(), stage_name="Plain", outcome="").outcome == "Open"


@pytest.mark.parametrize("fieldname", ["docstatus", "idx", "name", "<b>x</b>"])
def test_only_fields_of_the_record_can_be_required(fieldname):
	with pytest.raises(StageError, match="has no field"):
		make_stage(make_pipeline(), stage_name="Strict", required=[fieldname])


def test_installing_again_after_renaming_a_pipeline_adds_none():
	from frappe_crm_app.install import after_install

	sales = frappe.get_doc("CRM Pipeline", {"pipeline_name": "Sales"})
	sales.pipeline_name = "Verkauf"
	sales.save()
	before = frappe.db.count("CRM Pipeline")
	after_install()
	assert frappe.db.count("CRM Pipeline") == before


def test_the_site_currency_is_adopted_only_before_there_are_deals():
	from frappe_crm_app.install import adopt_site_currency

	frappe.db.set_single_value("CRM Desk Settings", "base_currency", None)
	make_deal(value=100)
	frappe.db.set_default("currency", "EUR")
	adopt_site_currency()
	assert frappe.db.get_single_value("CRM Desk Settings", "base_currency") == "USD"
