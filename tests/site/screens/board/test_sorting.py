"""The board's order, its filters for what is still to be done, and how long what is closed stays in sight."""

from datetime import timedelta

import frappe
import pytest
from frappe.desk.doctype.tag.tag import DocTags
from frappe.utils import add_days, add_months, get_first_day, get_last_day, getdate, now_datetime

from frappe_crm_app.screens.board.api import get_board, get_changes, get_column, get_setup, move
from tests.factories import lost_reason, make_customer, make_deal, make_note, make_pipeline, stage

DEAL, CUSTOMER = "CRM Sales Deal", "CRM Customer"


def titles(pipeline: str, stage_name: str = "First", **filters) -> list[str]:
	columns = {column["stage_name"]: column for column in get_board(pipeline, filters)["columns"]}
	assert columns[stage_name]["count"] == len(columns[stage_name]["cards"])
	return [card["title"] for card in columns[stage_name]["cards"]]


def paged(pipeline: str, sort: str | None) -> list[str]:
	"""Return the titles of the first column, fetched two at a time."""
	filters = {"sort": sort} if sort else {}
	[column, *_others] = get_board(pipeline, filters, page_length=2)["columns"]
	cards, cursor = column["cards"], column["next_cursor"]
	while cursor:
		page = get_column(pipeline, column["stage"], cursor, 2, filters)
		cards, cursor = cards + page["cards"], page["next_cursor"]
	return [card["title"] for card in cards]


@pytest.fixture
def deals() -> str:
	"""A pipeline of five deals, by title: the day on which each closes, its value, when it came, its next step."""
	pipeline, now = make_pipeline("First", "Second"), now_datetime().replace(microsecond=0)
	rows = (
		("a", None, 0, 5, None),
		("b", "2026-03-01", 300, 1, 2),
		("c", "2026-01-01", 300, 3, 1),
		("d", "2026-03-01", 20.55, 2, None),
		("e", "2027-01-01", 1000, 4, 2),
	)
	for title, closing, value, days, step in rows:
		deal = make_deal(pipeline=pipeline.name, title=title, value=value, expected_close_date=closing)
		entered = now - timedelta(days=days)
		frappe.db.set_value(DEAL, deal.name, "stage_entered_on", entered)
		frappe.db.set_value(DEAL, deal.name, "next_follow_up_on", step and add_days(now, step))
	return pipeline.name


@pytest.mark.parametrize(
	("sort", "first", "last"),
	[
		(None, "bdcea", ""),
		("age", "aecdb", ""),
		("closing", "c", "a"),
		("amount", "e", "a"),
		("step", "c", ""),
	],
)
def test_cards_stand_in_the_chosen_order_page_by_page(deals, sort, first, last):
	whole = "".join(titles(deals, **({"sort": sort} if sort else {})))
	assert whole.startswith(first)
	assert whole.endswith(last)
	assert sorted(whole) == list("abcde")
	assert "".join(paged(deals, sort)) == whole


def test_amounts_of_follow_ups_are_compared_in_one_currency():
	settings = frappe.get_doc("CRM Desk Settings")
	settings.update({"currency_rates": [{"currency": "JPY", "rate": 0.01}]})
	settings.save()
	pipeline = make_pipeline("First", tracks="Follow-ups")
	for name, amount, currency in (("a", 100, "USD"), ("b", 5000, "JPY"), ("c", 9000, "GBP"), ("d", 0, None)):
		make_customer(pipeline=pipeline.name, customer_name=name, account_value=amount, currency=currency)
	assert titles(pipeline.name, sort="amount") == ["a", "b", "d", "c"]
	assert paged(pipeline.name, "amount") == ["a", "b", "d", "c"]


@pytest.mark.parametrize(
	("filters", "found"),
	[
		({"closing": "none"}, ["nothing"]),
		({"closing": "past"}, ["past"]),
		({"closing": "this_month"}, ["first day", "last day"]),
		({"closing": "next_month"}, ["next"]),
		({"closing_from": "<last day>"}, ["last day", "next"]),
		({"closing_to": "<day before>"}, ["past"]),
	],
)
def test_deals_are_found_by_when_they_are_expected_to_close(filters, found):
	pipeline, first = make_pipeline("First"), get_first_day(getdate())
	days = {
		"nothing": None,
		"past": add_days(first, -40),
		"first day": first,
		"last day": get_last_day(first),
		"next": add_days(add_months(first, 1), 3),
	}
	named = {"<last day>": str(get_last_day(first)), "<day before>": str(add_days(first, -1))}
	filters = {name: named.get(value, value) for name, value in filters.items()}
	for title, day in days.items():
		make_deal(pipeline=pipeline.name, title=title, expected_close_date=day)
	if filters == {"closing": "past"} and getdate() > first:
		found = ["first day", *found]
	assert sorted(titles(pipeline.name, **filters)) == sorted(found)


def test_what_asks_for_a_next_step_leaves_out_what_is_closed():
	names = [make_deal(title=title).name for title in ("planned", "overdue", "aimless", "won")]
	make_note(frappe.get_doc(DEAL, names[0]), scheduled_on=add_days(now_datetime(), 2))
	make_note(frappe.get_doc(DEAL, names[1]), scheduled_on=add_days(now_datetime(), -2))
	move(DEAL, names[3], stage("Won"))
	pipeline = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Sales"})
	assert titles(pipeline, "Lead", step="overdue") == ["overdue"]
	assert titles(pipeline, "Lead", step="none") == ["aimless"]
	assert titles(pipeline, "Won", step="none") == []


def test_a_card_is_found_by_its_tags_and_only_ones_own_tags_are_offered(make_user):
	rep, pipeline = make_user("CRM Sales Rep"), make_pipeline("First")
	both, one, _none = (make_deal(pipeline=pipeline.name, title=title, deal_owner=rep) for title in "bon")
	hidden = make_deal(pipeline=pipeline.name, title="hidden")
	for deal, tags in ((both, ("Fair", "50% off")), (one, ("Fair",)), (hidden, ("Secret",))):
		for tag in tags:
			DocTags(DEAL).add(deal.name, tag)
	frappe.set_user(rep)
	assert sorted(titles(pipeline.name, tags="Fair")) == ["b", "o"]
	assert titles(pipeline.name, tags="Fair, 50% off") == ["b"]
	assert titles(pipeline.name, tags="Secret") == []
	assert sorted(titles(pipeline.name, tags=" , ,")) == ["b", "n", "o"]
	assert get_board(pipeline.name, {"tags": "Fair,, Fair ,"})["filters"]["tags"] == "Fair"
	assert {"Fair", "50% off"} <= set(get_setup()["tags"])
	assert "Secret" not in get_setup()["tags"]


def test_by_an_amount_that_one_does_not_read_nothing_is_sorted_however_it_is_written(
	deals, make_user, raised
):
	raised(DEAL, "value")
	frappe.set_user(make_user("CRM Manager"))
	for sort in ("amount", " amount", "amount\n"):
		board = get_board(deals, {"sort": sort, "value_from": " 1 "})
		assert board["filters"] == {}
		assert all(card["place"] == card["stage_entered_on"] for card in board["columns"][0]["cards"])


def test_what_was_closed_long_ago_is_shown_and_added_up_when_asked():
	lately, long_ago, imported = (
		make_deal(title=title, value=100) for title in ("lately", "long ago", "old")
	)
	for deal in (lately, long_ago, imported):
		move(DEAL, deal.name, stage("Lost"), {"lost_reason": lost_reason()})
	frappe.db.set_value(DEAL, long_ago.name, "stage_entered_on", add_days(now_datetime(), -95))
	frappe.db.set_value(DEAL, imported.name, "closed_on", add_days(getdate(), -400))
	pipeline = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Sales"})
	lost = {column["stage_name"]: column for column in get_board(pipeline)["columns"]}["Lost"]
	assert lost["closed_since"]
	assert lost["value"] == 100
	assert titles(pipeline, "Lost") == ["lately"]
	names = [lately.name, long_ago.name, imported.name]
	assert [card["name"] for card in get_changes(pipeline, names)["cards"]] == [lately.name]
	assert get_changes(pipeline, names)["totals"][stage("Lost")]["count"] == 1
	assert sorted(titles(pipeline, "Lost", closed="all")) == ["lately", "long ago", "old"]
	page = get_column(pipeline, stage("Lost"), None, 20, {"closed": "all"})
	assert len(page["cards"]) == 3


@pytest.mark.parametrize(
	"filters",
	[
		{"sort": "owner"},
		{"sort": ["amount"]},
		{"closed": "some"},
		{"step": "late"},
		{"closing": "soon"},
		{"closing_from": "2026-02-01", "closing_to": "2026-01-01"},
		{"closing_from": "sometime"},
		{"tags": 5},
		{"tags": ",".join(f"Tag {number}" for number in range(1000))},
		{"tags": "x" * 1001},
		{"text": "a\0b"},
	],
)
def test_orders_and_filters_without_meaning_are_refused_in_a_sentence(deals, filters):
	with pytest.raises(frappe.ValidationError):
		get_board(deals, filters)


@pytest.mark.parametrize(
	("sort", "cursor"),
	[("amount", "2026-01-01|x"), ("amount", "nan|x"), ("closing", "12|x"), ("step", "x|x")],
)
def test_a_cursor_of_another_order_is_refused_in_a_sentence(deals, sort, cursor):
	first = frappe.get_all("CRM Stage", {"pipeline": deals}, order_by="position asc", pluck="name")[0]
	with pytest.raises(frappe.ValidationError):
		get_column(deals, first, cursor, 20, {"sort": sort})
