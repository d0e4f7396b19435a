import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, nowdate

from frappe_crm_app.kit.exceptions import AmountError, MissingFieldsError, StageError, UnknownRateError
from tests.factories import (
	lost_reason,
	make_contact,
	make_customer,
	make_deal,
	make_pipeline,
	make_stage,
	move,
	stage,
)


def test_a_deal_starts_in_the_first_stage_of_the_default_pipeline():
	deal = make_deal()
	assert (deal.stage, deal.outcome, deal.probability, deal.closed_on) == (stage("Lead"), "Open", 10, None)


def test_outcome_probability_and_closing_date_follow_the_stage():
	deal = move(make_deal(), "Won")
	assert (deal.outcome, deal.probability, getdate(deal.closed_on)) == ("Won", 100, getdate())
	deal = move(deal, "Proposal")
	assert (deal.outcome, deal.probability, deal.closed_on) == ("Open", 50, None)


def test_outcome_cannot_be_set_by_hand():
	assert make_deal(outcome="Won").outcome == "Open"


def test_a_probability_set_by_hand_holds_until_the_next_move():
	deal = make_deal()
	deal.probability = 35
	deal.save()
	assert deal.probability == 35
	assert move(deal, "Qualified").probability == 25


def test_a_closing_date_in_the_past_is_kept():
	yesterday = add_days(nowdate(), -1)
	assert str(move(make_deal(), "Won", closed_on=yesterday).closed_on) == yesterday


def test_lost_needs_a_reason():
	deal = make_deal()
	with pytest.raises(MissingFieldsError, match="Lost Reason") as refusal:
		move(deal, "Lost")
	assert refusal.value.fieldnames == ("lost_reason",)
	assert frappe.local.response.pop("missing_fields") == ["lost_reason"]
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "stage") == stage("Lead")
	assert move(deal, "Lost", lost_reason=lost_reason()).outcome == "Lost"


def test_the_reason_of_a_lost_deal_cannot_be_emptied_and_goes_when_it_reopens():
	deal = move(make_deal(), "Lost", lost_reason=lost_reason())
	deal.lost_reason = None
	with pytest.raises(MissingFieldsError):
		deal.save()
	assert move(deal, "Lead").lost_reason is None


def test_a_stage_of_another_pipeline_is_refused():
	other = make_pipeline("Somewhere Else")
	foreign = frappe.db.get_value("CRM Stage", {"pipeline": other.name})
	deal = make_deal()
	deal.stage = foreign
	with pytest.raises(StageError, match="does not belong to the pipeline"):
		deal.save()


def test_a_pipeline_of_follow_ups_is_refused():
	follow_up = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Follow-up"})
	with pytest.raises(StageError, match="tracks Follow-ups"):
		make_deal(pipeline=follow_up)


def test_the_stage_alone_tells_the_pipeline():
	other = make_pipeline("Somewhere Else")
	foreign = frappe.db.get_value("CRM Stage", {"pipeline": other.name})
	assert make_deal(stage=foreign).pipeline == other.name


def test_a_pipeline_without_stages_is_refused():
	with pytest.raises(StageError, match="has no stage yet"):
		make_deal(pipeline=make_pipeline().name)


def test_a_stage_names_all_fields_it_misses_in_one_sentence():
	pipeline = make_pipeline("Start")
	strict = make_stage(pipeline, stage_name="Strict", required=["contact", "expected_close_date"])
	deal = make_deal(pipeline=pipeline.name)
	deal.stage = strict.name
	with pytest.raises(MissingFieldsError, match="“Strict” needs: Contact, Expected Close Date"):
		deal.save()
	deal.reload()
	deal.update({"stage": strict.name, "contact": make_contact().name, "expected_close_date": nowdate()})
	deal.save()
	assert deal.stage == strict.name


def test_a_new_deal_needs_what_its_first_stage_asks_for():
	pipeline = make_pipeline()
	make_stage(pipeline, stage_name="Strict", required=["source"])
	with pytest.raises(MissingFieldsError, match="Source"):
		make_deal(pipeline=pipeline.name)


def test_a_field_asked_for_later_locks_no_deal_but_what_is_there_stays():
	pipeline = make_pipeline("Start")
	start = frappe.get_doc("CRM Stage", {"pipeline": pipeline.name})
	without, with_date = (
		make_deal(pipeline=pipeline.name),
		make_deal(pipeline=pipeline.name, expected_close_date=nowdate()),
	)
	start.append("required_fields", {"fieldname": "expected_close_date"})
	start.save()
	without.reload().update({"description": "still to be saved"})
	without.save()
	with_date.reload().update({"expected_close_date": None})
	with pytest.raises(MissingFieldsError):
		with_date.save()


def test_list_edit_keeps_the_rules_of_stages():
	from frappe.client import set_value

	deal = make_deal()
	with pytest.raises(MissingFieldsError):
		set_value("CRM Sales Deal", deal.name, "stage", stage("Lost"))


def test_required_fields_must_exist():
	with pytest.raises(StageError, match="has no field"):
		make_stage(make_pipeline(), stage_name="Strict", required=["no_such_field"])


@pytest.mark.parametrize("fieldname", ["value", "conversion_rate"])
def test_value_and_rate_cannot_be_negative(fieldname):
	with pytest.raises(AmountError, match="cannot be negative"):
		make_deal(**{fieldname: -1})


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e15])
def test_amounts_that_cannot_be_stored_are_refused(value):
	with pytest.raises(frappe.ValidationError, match="too large or no number"):
		make_deal(value=value)


def test_base_value_is_computed_with_the_entered_rate():
	deal = make_deal(value=100, currency="EUR", conversion_rate=1.25)
	assert (deal.base_value, deal.base_currency) == (125, "USD")


def test_a_deal_in_the_base_currency_has_rate_one():
	deal = make_deal(value=100, currency="USD", conversion_rate=7)
	assert (deal.conversion_rate, deal.base_value) == (1, 100)


def test_base_value_cannot_be_set_by_hand():
	assert make_deal(value=100, base_value=1).base_value == 100


def test_a_currency_without_a_known_rate_is_refused():
	with pytest.raises(UnknownRateError, match="No rate from EUR to USD"):
		make_deal(currency="EUR")


def test_a_listed_rate_is_used_and_stays_with_the_deal():
	set_rates(EUR=1.1)
	deal = make_deal(value=100, currency="EUR")
	set_rates(EUR=2)
	deal.reload().save()
	assert (deal.conversion_rate, deal.base_value) == (1.1, 110)


def test_changing_the_currency_takes_its_rate():
	set_rates(EUR=1.1, GBP=1.3)
	deal = make_deal(value=100, currency="EUR")
	deal.currency = "GBP"
	deal.save()
	assert deal.base_value == 130


def test_changing_the_base_currency_revalues_every_deal():
	dollars, euros = make_deal(value=100), make_deal(value=100, currency="EUR", conversion_rate=1.1)
	set_rates(base_currency="EUR", USD=0.9)
	stored = {
		deal.name: frappe.db.get_value("CRM Sales Deal", deal.name, ["base_value", "base_currency"])
		for deal in (dollars, euros)
	}
	assert stored == {dollars.name: (90, "EUR"), euros.name: (100, "EUR")}


def test_a_base_currency_that_leaves_deals_without_rate_is_refused():
	make_deal(value=100)
	with pytest.raises(UnknownRateError):
		set_rates(base_currency="EUR")


def set_rates(base_currency: str | None = None, **rates: float) -> None:
	settings = frappe.get_doc("CRM Desk Settings")
	settings.base_currency = base_currency or settings.base_currency
	settings.set("currency_rates", [{"currency": currency, "rate": rate} for currency, rate in rates.items()])
	settings.save()


def test_the_customer_follows_the_contact_unless_set():
	acme, other = make_customer(), make_customer()
	ada = make_contact(customer=acme.name)
	assert make_deal(contact=ada.name).customer == acme.name
	assert make_deal(contact=ada.name, customer=other.name).customer == other.name


def test_a_deal_that_followed_its_contact_follows_the_next_one():
	acme, other = make_customer(), make_customer()
	ada, bob = make_contact(customer=acme.name), make_contact(customer=other.name)
	following = make_deal(contact=ada.name)
	following.contact = bob.name
	following.save()
	assert following.customer == other.name


def test_a_customer_that_was_chosen_stays_when_the_contact_changes():
	acme, chosen = make_customer(), make_customer()
	deal = make_deal(contact=make_contact(customer=acme.name).name, customer=chosen.name)
	deal.contact = make_contact(customer=acme.name).name
	deal.save()
	assert deal.customer == chosen.name


def test_deals_of_a_contact_without_customer_get_the_one_it_is_given():
	ada = make_contact()
	deal = make_deal(contact=ada.name)
	ada.company_name = "Blue Harbor"
	ada.save()
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "customer") == ada.customer


def test_an_unknown_stage_is_refused():
	with pytest.raises(frappe.LinkValidationError):
		make_deal(stage="no-such-stage")


def test_a_deal_needs_a_title():
	with pytest.raises(frappe.MandatoryError, match="title"):
		make_deal(title="")


def test_derived_dates_survive_a_save_from_an_older_form():
	from tests.factories import make_note

	deal = make_deal()
	held_by_a_form = frappe.get_doc("CRM Sales Deal", deal.name)
	make_note(deal, scheduled_on=add_days(now_datetime(), 3))
	held_by_a_form.description = "written meanwhile"
	held_by_a_form.save()
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "next_follow_up_on")
