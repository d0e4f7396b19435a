"""The stages of a pipeline are read and saved as one table: all of it, or nothing."""

import frappe
import pytest

from frappe_crm_app.kit.exceptions import RecordInUseError, StageError
from frappe_crm_app.records.pipeline.api import get_stages, save_stages
from tests.factories import insert, make_deal

REFUSED = [
	("no list", "a list of rows"),
	('{"name": ""}', "a list of rows"),
	('["Lead"]', "a list of rows"),
	('[{"stage_name": {"a": 1}}]', "a list of rows"),
	([{"stage_name": f"Stage {number}"} for number in range(51)], "at most 50 stages"),
	([{"name": "nothing", "stage_name": "Lead"}], "removed a stage meanwhile"),
	([{"stage_name": "Try", "probability": 300}], "between 0 and 100"),
	([{"stage_name": "Same"}, {"stage_name": "Same"}], "already has a stage"),
]


@pytest.fixture
def pipeline() -> str:
	pipeline = insert("CRM Pipeline", {"pipeline_name": "Boats", "tracks": "Deals"}).name
	for position, (name, outcome) in enumerate(
		(("First", "Open"), ("Second", "Open"), ("Sold", "Won"), ("Gone", "Lost")), start=1
	):
		values = {"pipeline": pipeline, "stage_name": name, "outcome": outcome, "position": position}
		insert("CRM Stage", values)
	return pipeline


def rows(pipeline: str) -> list[dict]:
	return get_stages(pipeline)["stages"]


def called(pipeline: str) -> list[str]:
	return frappe.get_all(
		"CRM Stage", {"pipeline": pipeline}, pluck="stage_name", order_by="position asc, name asc"
	)


def test_rows_are_saved_in_the_order_in_which_they_are_sent(pipeline):
	first, second, sold, gone = rows(pipeline)
	answer = save_stages(
		pipeline, [second, {"stage_name": "Between"}, {**first, "stage_name": "Start"}, sold, gone]
	)
	assert called(pipeline) == ["Second", "Between", "Start", "Sold", "Gone"]
	assert [row["stage_name"] for row in answer["stages"]] == called(pipeline)
	assert frappe.get_all("CRM Stage", {"pipeline": pipeline}, pluck="position", order_by="position asc") == [
		*range(1, 6)
	]


def test_what_is_as_it_was_is_not_saved_again(pipeline):
	before = {
		row["name"]: frappe.db.get_value("CRM Stage", row["name"], "modified") for row in rows(pipeline)
	}
	given = rows(pipeline)
	given[1]["probability"] = 40
	save_stages(pipeline, given)
	after = {name: frappe.db.get_value("CRM Stage", name, "modified") for name in before}
	assert [name for name in before if before[name] != after[name]] == [given[1]["name"]]


def test_an_archived_stage_says_so_and_closes_nothing(pipeline):
	first, second, sold, gone = rows(pipeline)
	save_stages(pipeline, [first, second, sold, {"stage_name": "Paid", "outcome": "Won"}, gone])
	paid = frappe.get_doc("CRM Stage", {"pipeline": pipeline, "stage_name": "Paid"})
	paid.update({"is_archived": 1}).save()
	assert [row["stage_name"] for row in rows(pipeline) if row["is_archived"]] == ["Paid"]
	assert get_stages(pipeline)["warning"] == ""
	# The archived one comes to another place, although it is the only one for Won then.
	answer = save_stages(pipeline, [first, second, {"name": paid.name}, gone], [sold["name"]])
	assert "no stage for Won" in answer["warning"]
	assert called(pipeline) == ["First", "Second", "Paid", "Gone"]


def test_stages_change_their_names_with_each_other(pipeline):
	first, second, sold, gone = rows(pipeline)
	save_stages(
		pipeline,
		[
			{**first, "stage_name": "Second"},
			{**second, "stage_name": "Third"},
			{"stage_name": "First"},
			sold,
			gone,
		],
	)
	assert called(pipeline) == ["Second", "Third", "First", "Sold", "Gone"]
	one, other, *rest = rows(pipeline)
	save_stages(pipeline, [{**one, "stage_name": "Third"}, {**other, "stage_name": "Second"}, *rest])
	assert called(pipeline)[:2] == ["Third", "Second"]
	assert [row["name"] for row in rows(pipeline)][:2] == [first["name"], second["name"]]


@pytest.mark.parametrize("taken", ["Sold", "Same"])
def test_two_renamed_stages_do_not_get_one_name(pipeline, taken):
	first, second, sold, gone = rows(pipeline)
	with pytest.raises(StageError, match="already has a stage"):
		save_stages(pipeline, [{**first, "stage_name": taken}, {**second, "stage_name": taken}, sold, gone])


def test_one_and_none_are_told_from_what_is_stored(pipeline):
	first = rows(pipeline)[0]
	for probability in (50, 1, 0):
		save_stages(pipeline, [{"name": first["name"], "probability": probability}])
		assert frappe.db.get_value("CRM Stage", first["name"], "probability") == probability


def test_a_stage_that_somebody_added_meanwhile_stays_and_follows(pipeline):
	given = rows(pipeline)
	insert("CRM Stage", {"pipeline": pipeline, "stage_name": "Meanwhile", "position": 1})
	save_stages(pipeline, given)
	assert called(pipeline) == ["First", "Second", "Sold", "Gone", "Meanwhile"]


def test_a_stage_without_records_is_removed(pipeline):
	first, second, sold, gone = rows(pipeline)
	save_stages(pipeline, [first, sold, gone], [second["name"]])
	assert called(pipeline) == ["First", "Sold", "Gone"]


def test_a_stage_with_deals_is_kept_and_says_how_many(pipeline):
	first, second, sold, gone = rows(pipeline)
	for _number in range(2):
		make_deal(pipeline=pipeline, stage=second["name"])
	assert [row["records"] for row in rows(pipeline)] == [0, 2, 0, 0]
	with pytest.raises(RecordInUseError, match="2 deals stand in “Second”"):
		save_stages(pipeline, [first, sold, gone], [second["name"]])
	with pytest.raises(RecordInUseError, match="2 deals stand in"):
		frappe.delete_doc("CRM Stage", second["name"])
	assert called(pipeline) == ["First", "Second", "Sold", "Gone"]


def test_a_stage_that_deals_have_passed_is_kept_for_their_history(pipeline):
	first, second, *_closed = rows(pipeline)
	deal = make_deal(pipeline=pipeline, stage=first["name"])
	deal.stage = second["name"]
	deal.save()
	with pytest.raises(RecordInUseError, match="have passed through “First”"):
		frappe.delete_doc("CRM Stage", first["name"])


@pytest.mark.parametrize(("without", "sentence"), [
	((), ""),
	(("Sold",), "no stage for Won"),
	(("Gone",), "no stage for Lost"),
	(("Sold", "Gone"), "no stage for Won and none for Lost"),
	(("First", "Second"), "No stage of this pipeline is open"),
])  # fmt: skip
def test_a_pipeline_that_cannot_be_gone_through_warns_and_is_saved(pipeline, without, sentence):
	given = rows(pipeline)
	removed = [row["name"] for row in given if row["stage_name"] in without]
	warning = save_stages(pipeline, [row for row in given if row["name"] not in removed], removed)["warning"]
	assert sentence in warning
	assert bool(warning) == bool(sentence)
	assert warning.count(".") == (1 if sentence else 0)
	assert len(called(pipeline)) == 4 - len(without)


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence_and_changes_nothing(pipeline, given, sentence):
	frappe.db.savepoint("before_saving")
	with pytest.raises(StageError, match=sentence):
		save_stages(pipeline, given)
	frappe.db.rollback(save_point="before_saving")
	assert called(pipeline) == ["First", "Second", "Sold", "Gone"]


def test_a_stage_of_another_pipeline_is_none_of_this_table(pipeline):
	other = frappe.get_all("CRM Stage", {"pipeline": ("!=", pipeline)}, pluck="name")[0]
	with pytest.raises(StageError, match="meanwhile"):
		save_stages(pipeline, [], [other])
	assert frappe.db.exists("CRM Stage", other)


def test_who_only_reads_pipelines_gets_no_counts_and_saves_nothing(pipeline, make_user):
	given = rows(pipeline)
	frappe.set_user(make_user("CRM Manager"))
	table = get_stages(pipeline)
	assert (table["may_write"], {row["records"] for row in table["stages"]}) == (False, {None})
	with pytest.raises(frappe.PermissionError):
		save_stages(pipeline, given)


@pytest.mark.parametrize("name", ["nothing", ""])
def test_a_pipeline_that_is_not_there_is_refused_like_one_that_is_hidden(name, make_user):
	with pytest.raises(frappe.PermissionError, match="no such pipeline"):
		get_stages(name)
	frappe.set_user(make_user())
	with pytest.raises(frappe.PermissionError, match="no such pipeline"):
		get_stages(frappe.db.get_value("CRM Pipeline", {}, "name"))
