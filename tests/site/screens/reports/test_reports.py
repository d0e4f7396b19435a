"""The reports behind the workspace's charts, and its cards, as the desk runs them."""

import json

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import add_days, add_months, getdate, nowdate

from tests.factories import insert, lost_reason, make_contact, make_deal, move


def rows(report: str, **filters) -> list[dict]:
	return run(report, filters=filters, ignore_prepared_report=True)["result"]


def test_the_pipeline_by_stage_lists_all_stages_in_order_with_their_totals():
	move(make_deal(value=100), "Proposal")
	move(make_deal(value=300, currency="EUR", conversion_rate=2), "Proposal")
	stages = rows("CRM Pipeline by Stage")
	assert [row["stage_name"] for row in stages] == [
		"Lead",
		"Qualified",
		"Proposal",
		"Negotiation",
		"Won",
		"Lost",
	]
	proposal = stages[2]
	assert (proposal["deals"], proposal["value"], proposal["weighted_value"]) == (2, 700, 350)
	assert stages[0]["deals"] == 0


def test_the_chart_shows_open_stages_only():
	move(make_deal(value=100), "Lost", lost_reason=lost_reason())
	chart = run("CRM Pipeline by Stage", filters={}, ignore_prepared_report=True)["chart"]
	assert chart["data"]["labels"] == ["Lead", "Qualified", "Proposal", "Negotiation"]


def test_won_value_by_month_counts_each_month_of_the_last_year():
	move(make_deal(value=100), "Won")
	move(make_deal(value=50), "Won", closed_on=add_months(getdate().replace(day=1), -2))
	move(make_deal(value=999), "Won", closed_on=add_months(nowdate(), -14))
	months = rows("CRM Won Value by Month")
	assert len(months) == 12
	assert [(row["deals"], row["value"]) for row in months[-3:]] == [(1, 50), (0, 0), (1, 100)]
	assert sum(row["value"] for row in months) == 150


def test_rare_sources_share_a_slice_of_the_ring():
	sources = [insert("CRM Source", {"source_name": f"Source {number}"}).name for number in range(7)]
	for place, source in enumerate(sources):
		for _ in range(9 - place):
			make_contact(source=source)
	answer = run("CRM New Contacts by Source", filters={}, ignore_prepared_report=True)
	data = answer["chart"]["data"]
	(dataset,) = data["datasets"]
	assert len(data["labels"]) == 6
	assert data["labels"][-1] == "Others"
	assert sum(dataset["values"]) == sum(row["contacts"] for row in answer["result"] if isinstance(row, dict))


def test_new_contacts_are_counted_by_source_within_the_period():
	website = frappe.db.get_value("CRM Source", {"source_name": "Website"})
	make_contact(source=website)
	make_contact(source=website)
	make_contact()
	old = make_contact(source=website)
	frappe.db.set_value("CRM Contact", old.name, "creation", add_days(nowdate(), -200))
	counted = {row["source_name"]: row["contacts"] for row in rows("CRM New Contacts by Source")}
	assert counted == {"Website": 2, "Not known": 1}


def test_a_period_that_ends_before_it_starts_is_refused():
	with pytest.raises(frappe.ValidationError, match="cannot end before it starts"):
		rows("CRM New Contacts by Source", from_date="2026-02-01", to_date="2026-01-01")


@pytest.mark.parametrize(
	"report", ["CRM Pipeline by Stage", "CRM Won Value by Month", "CRM New Contacts by Source"]
)
def test_who_has_no_access_gets_no_report(make_user, report):
	make_deal()
	make_contact()
	frappe.set_user(make_user("System Manager"))
	with pytest.raises(frappe.PermissionError):
		rows(report)


def test_totals_hold_just_what_the_user_may_see(make_user):
	"""Frappe's own user permissions narrow the totals as they narrow the list."""
	make_deal(value=100)
	mine = make_contact()
	make_deal(value=40, contact=mine.name)
	user = make_user("CRM Manager")
	frappe.get_doc(
		{"doctype": "User Permission", "user": user, "allow": "CRM Contact", "for_value": mine.name}
	).insert()
	frappe.set_user(user)
	visible = frappe.get_list("CRM Sales Deal", pluck="value")
	assert sum(row["value"] for row in rows("CRM Pipeline by Stage")) == sum(visible)


def card_value(name: str) -> float:
	from frappe.desk.doctype.number_card.number_card import get_result

	card = frappe.get_doc("Number Card", name)
	filters = json.loads(card.filters_json)
	if card.type == "Custom":
		return frappe.get_attr(card.method)(filters)["value"]
	for doctype, fieldname, operator, _expression in json.loads(card.dynamic_filters_json or "[]"):
		filters.append([doctype, fieldname, operator, frappe.utils.now()])
	return get_result(card.as_json(), filters)


def test_the_cards_of_the_workspace_count_what_they_say():
	from tests.factories import make_note

	before = {name: card_value(name) for name in ("CRM Open Deals", "CRM Open Value", "CRM Won This Month")}
	deal = make_deal(value=100)
	move(make_deal(value=70), "Won")
	make_note(deal, scheduled_on=add_days(nowdate(), -1))
	make_note(deal, scheduled_on=add_days(nowdate(), 1))
	assert card_value("CRM Open Deals") == before["CRM Open Deals"] + 1
	assert card_value("CRM Open Value") == before["CRM Open Value"] + 100
	assert card_value("CRM Won This Month") == before["CRM Won This Month"] + 70
	assert card_value("CRM Follow-ups Overdue") == 1


def test_the_workspace_names_only_what_exists():
	workspace = frappe.get_doc("Workspace", "CRM Desk")
	kinds = {"DocType": "DocType", "Page": "Page", "Report": "Report"}
	for link in [link for link in workspace.links if link.type == "Link"]:
		assert frappe.db.exists(kinds[link.link_type], link.link_to), link.link_to
	labels = {card.label for card in workspace.number_cards} | {chart.label for chart in workspace.charts}
	shown = {
		block["data"].get("number_card_name") or block["data"].get("chart_name")
		for block in json.loads(workspace.content)
	}
	assert labels <= shown
