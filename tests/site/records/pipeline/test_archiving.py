"""Archived pipelines and stages: what hides them, what is refused, and that their records are kept. And when cards of new ones rot."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.intake.bulk_edit.api import get_stages
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.records.pipeline.resting import stages_by_days
from frappe_crm_app.screens.board.api import get_board, get_changes, get_column, get_setup, move
from frappe_crm_app.screens.deal_page.api import get_deal_page
from frappe_crm_app.setup_guide.first_deal import won_stage
from tests.factories import insert, make_deal, make_form, make_pipeline, make_stage, stage

DEAL = "CRM Sales Deal"


def archive(doctype: str, name: str) -> None:
	frappe.get_doc(doctype, name).update({"is_archived": 1}).save()


def stages(pipeline) -> list[str]:
	return frappe.get_all("CRM Stage", {"pipeline": pipeline.name}, order_by="position asc", pluck="name")


@pytest.fixture
def pipeline():
	return make_pipeline("First", "Second", "Third")


def test_an_archived_stage_is_on_no_board_and_in_no_choice_and_its_deals_are_kept(pipeline):
	first, second, third = stages(pipeline)
	deal = make_deal(stage=second, value=700)
	archive("CRM Stage", second)
	assert [column["stage"] for column in get_board(pipeline.name)["columns"]] == [first, third]
	assert get_changes(pipeline.name, [deal.name])["cards"] == []
	assert second not in [each["stage"] for each in get_stages(DEAL)]
	with pytest.raises(frappe.DoesNotExistError):
		get_column(pipeline.name, second)
	assert [row.name for row in frappe.get_list(DEAL, {"stage": second})] == [deal.name]
	assert second in [each["stage"] for each in get_deal_page(deal.name)["stages"]]
	assert second not in [each["stage"] for each in get_deal_page(make_deal(stage=first).name)["stages"]]
	deal.reload().update({"value": 800}).save()
	assert frappe.db.get_value(DEAL, deal.name, ["value", "stage"]) == (800, second)
	move(DEAL, deal.name, first)
	assert frappe.db.get_value(DEAL, deal.name, "stage") == first


def test_nothing_comes_to_an_archived_stage(pipeline):
	first, second, _third = stages(pipeline)
	deal = make_deal(stage=second)
	archive("CRM Stage", first)
	for attempt in (lambda: make_deal(stage=first), lambda: move(DEAL, deal.name, first)):
		with pytest.raises(StageError, match=r"“First” is archived\. Choose another one"):
			attempt()
	assert frappe.db.get_value(DEAL, deal.name, "stage") == second
	assert make_deal(pipeline=pipeline.name).stage == second


def test_an_archived_pipeline_is_on_no_board_and_in_no_choice_and_its_deals_are_kept(pipeline):
	first, second, _third = stages(pipeline)
	deal = make_deal(stage=first)
	archive("CRM Pipeline", pipeline.name)
	assert pipeline.name not in [each.name for each in get_setup()["pipelines"]]
	assert pipeline.name not in {each["pipeline"] for each in get_stages(DEAL)}
	with pytest.raises(StageError, match=r"is archived\. Its records are in the lists"):
		get_board(pipeline.name)
	with pytest.raises(StageError):
		get_column(pipeline.name, first)
	for attempt in (lambda: make_deal(pipeline=pipeline.name), lambda: move(DEAL, deal.name, second)):
		with pytest.raises(StageError, match=r"is archived\. Choose another one"):
			attempt()
	assert frappe.db.get_value(DEAL, deal.name, "stage") == first
	deal.reload().update({"value": 800}).save()
	deal.update({"pipeline": None, "stage": stage("Lead")}).save()
	assert frappe.db.get_value(DEAL, deal.name, "stage") == stage("Lead")


def test_new_records_start_in_a_pipeline_that_is_not_archived():
	settings = frappe.get_doc("CRM Desk Settings")
	settings.update({"default_deal_pipeline": None})
	settings.save()
	sales = frappe.get_doc("CRM Pipeline", {"pipeline_name": "Sales"})
	new = make_pipeline("First", is_default=1)
	archive("CRM Pipeline", sales.name)
	assert make_deal().pipeline == new.name
	settings.update({"default_deal_pipeline": sales.name})
	with pytest.raises(StageError, match="takes no new records"):
		settings.save()


def test_the_only_pipeline_and_the_default_one_are_not_archived():
	follow_up = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Follow-up"})
	with pytest.raises(StageError, match="is the only pipeline for Follow-ups"):
		archive("CRM Pipeline", follow_up)
	make_pipeline("First", tracks="Follow-ups")
	with pytest.raises(StageError, match="New records start in “Follow-up”"):
		archive("CRM Pipeline", follow_up)
	assert not frappe.db.get_value("CRM Pipeline", follow_up, "is_archived")


def test_the_last_stage_of_an_outcome_is_not_archived(pipeline):
	with pytest.raises(StageError, match="“Won” is the only stage of its pipeline that means Won"):
		archive("CRM Stage", stage("Won"))
	first, second, third = stages(pipeline)
	won, paid = (make_stage(pipeline, stage_name=name, outcome="Won").name for name in ("Won", "Paid"))
	assert won_stage(pipeline.name)["stage"] == won
	for name in (won, first, second):
		archive("CRM Stage", name)
	assert won_stage(pipeline.name)["stage"] == paid
	for name in (paid, third):
		with pytest.raises(StageError, match="is the only stage of its pipeline"):
			archive("CRM Stage", name)


def test_the_stage_of_an_open_form_is_not_archived():
	follow_ups = make_pipeline("First", "Second", tracks="Follow-ups")
	first, _second = stages(follow_ups)
	form = make_form(stage=first)
	for doctype, name in (("CRM Stage", first), ("CRM Pipeline", follow_ups.name)):
		with pytest.raises(StageError, match="puts people there"):
			archive(doctype, name)
	frappe.db.set_value("CRM Lead Form", form.name, "status", "Closed")
	archive("CRM Stage", first)
	assert frappe.db.get_value("CRM Stage", first, "is_archived")
	form.reload().save()
	for attempt in (
		lambda: form.reload().update({"status": "Published"}).save(),
		lambda: make_form(stage=first),
	):
		with pytest.raises(StageError, match=r"“First” is archived\. Choose another one"):
			attempt()


def test_cards_of_a_new_pipeline_rot_and_those_of_archived_stages_do_not():
	pipeline = insert("CRM Pipeline", {"pipeline_name": "New one", "tracks": "Deals"})
	slow, quick = (make_stage(pipeline, stage_name=name, rot_after_days=days).name for name, days in (("A", 0), ("B", 2)))  # fmt: skip
	names = [make_deal(stage=name).name for name in (slow, quick)]
	frappe.db.set_value(DEAL, {"name": ("in", names)}, "stage_entered_on", now_datetime() - timedelta(days=5))
	cards = {card["stage"]: card["is_rotting"] for column in get_board(pipeline.name)["columns"] for card in column["cards"]}  # fmt: skip
	assert cards == {slow: False, quick: True}
	assert {days for days, listed in stages_by_days().items() if {slow, quick} & set(listed)} == {30, 2}
	archive("CRM Stage", quick)
	assert quick not in stages_by_days().get(2, [])


def test_the_shipped_stages_say_after_how_many_days_a_card_rots():
	sales = frappe.get_doc("CRM Pipeline", {"pipeline_name": "Sales"})
	days = frappe.get_all("CRM Stage", {"pipeline": sales.name, "outcome": "Open"}, pluck="rot_after_days")
	assert sales.rotting_enabled
	assert sorted(days) == [7, 14, 14, 21]
