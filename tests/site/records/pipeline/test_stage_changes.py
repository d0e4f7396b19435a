import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.kit.exceptions import HistoryError, StageError
from tests.factories import make_customer, make_deal, make_pipeline, make_stage, move, stage


def changes_of(doc) -> list[dict]:
	return frappe.get_all(
		"CRM Stage Change",
		filters={"reference_doctype": doc.doctype, "reference_name": doc.name},
		fields=["from_stage", "to_stage", "pipeline", "changed_by", "seconds_in_stage"],
		order_by="changed_on asc, creation asc",
	)


def test_a_move_of_a_deal_writes_one_change_with_the_seconds_spent():
	deal = make_deal()
	frappe.db.set_value(
		"CRM Sales Deal", deal.name, "stage_entered_on", add_to_date(now_datetime(), hours=-2)
	)
	move(deal, "Proposal")
	(change,) = changes_of(deal)
	assert (change.from_stage, change.to_stage) == (stage("Lead"), stage("Proposal"))
	assert (change.pipeline, change.changed_by) == (deal.pipeline, "Administrator")
	assert change.seconds_in_stage == pytest.approx(7200, abs=30)


def test_a_move_of_a_customer_writes_one_change():
	customer = make_customer()
	customer.stage = stage("First Contact", "Follow-up")
	customer.save()
	(change,) = changes_of(customer)
	assert change.to_stage == stage("First Contact", "Follow-up")


def test_a_save_that_moves_nothing_writes_no_change():
	deal = make_deal()
	deal.description = "no move"
	deal.save()
	assert changes_of(deal) == []


def test_a_refused_move_writes_no_change():
	deal = make_deal()
	with pytest.raises(StageError):
		move(deal, "Lost")
	assert changes_of(deal) == []


def test_the_time_in_a_stage_begins_with_the_move():
	deal = make_deal()
	frappe.db.set_value("CRM Sales Deal", deal.name, "stage_entered_on", "2026-01-01 00:00:00")
	before = now_datetime()
	assert move(deal, "Won").stage_entered_on >= before


def test_the_time_in_a_stage_cannot_be_set_by_hand():
	deal = make_deal(stage_entered_on="2020-01-01 00:00:00")
	entered = deal.reload().stage_entered_on
	deal.stage_entered_on = "2020-01-01 00:00:00"
	deal.save()
	assert deal.reload().stage_entered_on == entered


def test_history_can_be_neither_changed_nor_deleted():
	deal = make_deal()
	move(deal, "Proposal")
	change = frappe.get_doc("CRM Stage Change", {"reference_name": deal.name})
	change.seconds_in_stage = 1
	with pytest.raises(HistoryError):
		change.save()
	with pytest.raises(HistoryError):
		change.reload().delete()


def test_a_stage_name_stands_once_in_its_pipeline():
	pipeline = make_pipeline("Start")
	with pytest.raises(StageError, match="already has a stage"):
		make_stage(pipeline, stage_name=" Start ")


@pytest.mark.parametrize(
	("number", "sentence"), [(1, "1 record stands in .* Move it"), (2, "2 records stand in .* Move them")]
)
def test_a_stage_that_holds_deals_keeps_its_outcome(number, sentence):
	for _each in range(number):
		make_deal()
	lead = frappe.get_doc("CRM Stage", stage("Lead"))
	lead.outcome = "Won"
	with pytest.raises(StageError, match=sentence):
		lead.save()


def test_a_stage_in_use_cannot_be_deleted():
	make_deal()
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc("CRM Stage", stage("Lead"))


def test_one_pipeline_of_each_kind_is_the_default():
	other = make_pipeline("Start", is_default=1)
	defaults = frappe.get_all("CRM Pipeline", {"tracks": "Deals", "is_default": 1}, pluck="name")
	assert defaults == [other.name]
	assert frappe.db.count("CRM Pipeline", {"tracks": "Follow-ups", "is_default": 1}) == 1
