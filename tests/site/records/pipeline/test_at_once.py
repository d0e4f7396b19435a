"""Stages are archived, deleted and given another outcome while others do so, too, or bring records there."""

from collections.abc import Callable

import frappe
import pytest

from tests.factories import make_deal, make_pipeline
from tests.stack.http import send_at_once

DEAL, STAGE = "CRM Sales Deal", "CRM Stage"
ROUNDS = 4


@pytest.fixture
def at_once(api, make_user) -> Callable[..., list[int]]:
	"""`at_once((method, path, json), ...)` sends all requests together, each as a CRM Admin, and returns their status codes."""
	client = api(make_user("CRM Admin"))

	def send(*calls: tuple[str, str, dict]) -> list[int]:
		requested = [(method, f"/api/{path}", {"json": values}) for method, path, values in calls]
		return [answer.status_code for answer in send_at_once(client, *requested)]

	return send


def stages(pipeline, **filters) -> list[str]:
	return frappe.get_all(
		STAGE, {"pipeline": pipeline.name, **filters}, order_by="position asc", pluck="name"
	)


def archiving(stage: str) -> tuple[str, str, dict]:
	return "PUT", f"resource/{STAGE}/{stage}", {"is_archived": 1}


def moving(deal, stage: str) -> tuple[str, str, dict]:
	values = {"doctype": DEAL, "name": deal.name, "stage": stage}
	return "POST", "method/frappe_crm_app.pipeline.api.move", values


def test_two_who_archive_the_last_two_stages_of_an_outcome_leave_one(at_once):
	for _round in range(ROUNDS):
		pipeline = make_pipeline("First", "Second")
		at_once(*map(archiving, stages(pipeline)))
		assert len(stages(pipeline, is_archived=0, outcome="Open")) >= 1


def test_no_deal_is_left_in_a_stage_that_is_deleted_while_it_comes(at_once):
	for _round in range(ROUNDS):
		first, second = stages(make_pipeline("First", "Second"))
		deals = [make_deal(stage=first) for _number in range(2)]
		gone = ("DELETE", f"resource/{STAGE}/{second}", {})
		at_once(*(moving(deal, second) for deal in deals), gone)
		for deal in deals:
			assert frappe.db.exists(STAGE, frappe.db.get_value(DEAL, deal.name, "stage"))


def test_no_deal_comes_to_a_stage_after_it_was_archived(at_once):
	for _round in range(ROUNDS):
		first, second, _third = stages(make_pipeline("First", "Second", "Third"))
		deal = make_deal(stage=first)
		at_once(moving(deal, second), archiving(second))
		stage = frappe.get_doc(STAGE, second)
		stood = frappe.db.get_value(DEAL, deal.name, ["stage", "stage_entered_on"])
		if stage.is_archived and stood[0] == second:
			assert stood[1] <= frappe.db.get_value(STAGE, second, "modified")


def test_eight_deals_come_to_one_stage_at_once_and_none_is_told_to_wait(at_once):
	first, second = stages(make_pipeline("First", "Second"))
	deals = [make_deal(stage=first) for _number in range(8)]
	assert set(at_once(*(moving(deal, second) for deal in deals))) == {200}
	assert frappe.db.count(DEAL, {"stage": second}) == 8


def test_a_stage_is_read_anew_where_the_cache_holds_what_it_was_before():
	"""As a request that began before a save puts back into Redis what it still saw."""
	first, second = stages(make_pipeline("First", "Second"))
	deal = make_deal(stage=first)
	before = frappe.get_cached_doc(STAGE, second)
	frappe.get_doc(STAGE, second).update({"outcome": "Won"}).save()
	frappe.cache.set_value(f"document_cache::{STAGE}::{second}", before)
	assert frappe.get_cached_doc(STAGE, second).outcome == "Open"
	deal.reload().update({"stage": second}).save()
	assert frappe.db.get_value(DEAL, deal.name, "outcome") == "Won"
