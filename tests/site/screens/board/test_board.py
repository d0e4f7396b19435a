"""The board: what stands in its columns, what they add up to, and how one goes on in them."""

from datetime import timedelta
from itertools import cycle

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.screens.board import live
from frappe_crm_app.screens.board.api import get_board, get_changes, get_column, get_details, get_setup, move
from tests.factories import (
	insert,
	lost_reason,
	make_contact,
	make_customer,
	make_deal,
	make_location,
	make_note,
	make_pipeline,
	make_stage,
	stage,
)


@pytest.fixture
def pipeline():
	return make_pipeline("First", "Second", "Third")


def stages(pipeline) -> list[str]:
	return frappe.get_all("CRM Stage", {"pipeline": pipeline.name}, order_by="position asc", pluck="name")


def columns(pipeline, **filters) -> dict[str, dict]:
	return {column["stage_name"]: column for column in get_board(pipeline.name, filters)["columns"]}


def titles(column: dict) -> list[str]:
	return [card["title"] for card in column["cards"]]


def statements(function) -> list[str]:
	"""Return the statements that a call sends, once everything is in the cache."""
	function()
	sent, send = [], frappe.db.sql
	frappe.db.sql = lambda *arguments, **options: sent.append(arguments[0]) or send(*arguments, **options)
	try:
		function()
	finally:
		del frappe.db.sql
	return sent


def test_columns_stand_in_order_with_counts_and_values_of_all_their_cards(pipeline):
	first, second, _third = stages(pipeline)
	frappe.db.set_value("CRM Stage", second, "probability", 50)
	frappe.clear_document_cache("CRM Stage", second)
	for number in range(5):
		make_deal(stage=first, value=100, title=f"Small {number}")
	make_deal(stage=second, value=300, title="Large")
	board = get_board(pipeline.name, page_length=2)
	assert [column["stage_name"] for column in board["columns"]] == ["First", "Second", "Third"]
	assert [(column["count"], column["value"]) for column in board["columns"]] == [(5, 500), (1, 300), (0, 0)]
	assert board["columns"][1]["weighted_value"] == 150
	assert [len(column["cards"]) for column in board["columns"]] == [2, 1, 0]
	assert [bool(column["next_cursor"]) for column in board["columns"]] == [True, False, False]


def test_values_of_four_currencies_add_up_in_one(pipeline):
	first = stages(pipeline)[0]
	for currency, rate in {"USD": 1, "EUR": 1.1, "GBP": 1.25, "JPY": 0.01}.items():
		make_deal(stage=first, value=100, currency=currency, conversion_rate=rate)
	board = get_board(pipeline.name)
	assert board["currency"] == "USD"
	assert board["columns"][0]["value"] == pytest.approx(100 + 110 + 125 + 1)
	assert {card["currency"] for card in board["columns"][0]["cards"]} == {"USD", "EUR", "GBP", "JPY"}


def test_a_customers_value_without_a_known_rate_is_counted_but_not_added():
	settings = frappe.get_doc("CRM Desk Settings")
	settings.update({"currency_rates": [{"currency": "EUR", "rate": 1.5}]})
	settings.save()
	follow_ups = make_pipeline("Talking", tracks="Follow-ups")
	for currency in ("USD", "EUR", "JPY"):
		make_customer(pipeline=follow_ups.name, account_value=100, currency=currency)
	column = get_board(follow_ups.name)["columns"][0]
	assert (column["count"], column["value"], column["unvalued"]) == (3, 250, 1)


def test_scrolling_meets_every_card_once_although_others_move(pipeline):
	first, second, _third = stages(pipeline)
	deals = [make_deal(stage=first, title=f"Deal {number:02}") for number in range(25)]
	same_moment = now_datetime()
	for deal in deals[:10]:
		frappe.db.set_value("CRM Sales Deal", deal.name, "stage_entered_on", same_moment)
	column = get_board(pipeline.name, page_length=4)["columns"][0]
	seen, cursor = [card["name"] for card in column["cards"]], column["next_cursor"]
	move("CRM Sales Deal", seen[0], second)
	while cursor:
		page = get_column(pipeline.name, first, cursor, page_length=4)
		seen += [card["name"] for card in page["cards"]]
		cursor = page["next_cursor"]
	assert sorted(seen) == sorted(deal.name for deal in deals)


def test_a_card_says_what_comes_next_who_owns_it_and_how_long_it_rests(pipeline, make_user):
	frappe.db.set_value("CRM Pipeline", pipeline.name, {"rotting_enabled": 1, "rot_after_days": 5})
	first, owner = stages(pipeline)[0], make_user("CRM Manager", first_name="Grace", last_name="Hopper")
	customer = make_customer(customer_name="Blue Harbor")
	contact = make_contact(first_name="Ada", last_name="King", customer=customer.name)
	deal = make_deal(stage=first, contact=contact.name, deal_owner=owner)
	frappe.db.set_value(
		"CRM Sales Deal", deal.name, "stage_entered_on", now_datetime() - timedelta(days=9, hours=1)
	)
	make_note(deal, subject="Later", scheduled_on=add_days(now_datetime(), 3))
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), -1))
	card = columns(pipeline)["First"]["cards"][0]
	assert (card["contact_name"], card["customer_name"]) == ("Ada King", "Blue Harbor")
	assert (card["owner_name"], card["days_in_stage"]) == ("Grace Hopper", 9)
	assert (card["next_step"]["subject"], card["is_overdue"], card["is_rotting"]) == ("Ask again", True, True)


def test_a_board_takes_four_statements_however_many_stages_there_are():
	small, large = make_pipeline("Only"), make_pipeline(*(f"Stage {number}" for number in range(20)))
	for name in stages(small) + stages(large):
		make_note(make_deal(stage=name), scheduled_on=now_datetime())
	for each in (small, large):
		assert len(statements(lambda each=each: get_board(each.name))) <= 6
	assert len(get_board(large.name)["columns"]) == 20


@pytest.mark.parametrize(
	("filters", "found"),
	[
		({"text": "crane"}, ["Harbor Cranes"]),
		({"text": "ada k"}, ["Harbor Cranes"]),
		({"text": "100%"}, ["Only 100% wool"]),
		({"text": "_"}, []),
		({"value_from": 500}, ["Harbor Cranes"]),
		({"value_to": "499.5"}, ["Only 100% wool"]),
		({"value_from": 1, "value_to": 2}, []),
		({"owner": "me"}, ["Harbor Cranes"]),
		({"source": "Event"}, ["Only 100% wool"]),
		({"date_from": "2026-01-01", "date_to": "2026-01-31"}, ["Only 100% wool"]),
		({"text": " ", "owner": "", "source": None}, ["Harbor Cranes", "Only 100% wool"]),
	],
)
def test_filters_narrow_cards_counts_and_values_alike(pipeline, filters, found):
	contact = make_contact(first_name="Ada", last_name="King")
	make_deal(pipeline=pipeline.name, title="Harbor Cranes", value=900, contact=contact.name)
	source = frappe.db.get_value("CRM Source", {"source_name": "Event"})
	other = make_deal(
		pipeline=pipeline.name, title="Only 100% wool", value=100, deal_owner="Guest", source=source
	)
	frappe.db.set_value("CRM Sales Deal", other.name, "creation", "2026-01-31 23:30:00")
	if filters.get("source"):
		filters = {**filters, "source": source}
	column = columns(pipeline, **filters)["First"]
	assert sorted(titles(column)) == found
	assert column["count"] == len(found)
	assert column["value"] == sum({"Harbor Cranes": 900, "Only 100% wool": 100}[title] for title in found)


def test_a_manager_narrows_to_a_salesperson_and_to_a_sales_role(pipeline, make_user):
	seller = make_user("CRM Manager")
	role = frappe.db.get_value("CRM Sales Role", {"role_name": "KAE"})
	insert("CRM Salesperson", {"user": seller, "sales_roles": [{"sales_role": role}]})
	make_deal(pipeline=pipeline.name, title="Theirs", deal_owner=seller)
	make_deal(pipeline=pipeline.name, title="Mine")
	assert titles(columns(pipeline, salesperson=seller)["First"]) == ["Theirs"]
	assert titles(columns(pipeline, sales_role=role)["First"]) == ["Theirs"]


@pytest.mark.parametrize(
	"filters",
	[
		"no json",
		"[1]",
		{"colour": "red"},
		{"value_from": "much"},
		{"date_from": "sometime"},
		{"date_from": "2026-02-01", "date_to": "2026-01-01"},
		{"value_from": 5, "value_to": 4},
		{"owner": ["x"]},
		{"text": "\ud800"},
	],
)
def test_filters_without_meaning_are_refused_in_a_sentence(pipeline, filters):
	with pytest.raises(frappe.ValidationError):
		get_board(pipeline.name, filters)


@pytest.mark.parametrize(
	"question",
	[
		lambda name, first: get_board("nowhere"),
		lambda name, first: get_board(name, page_length=0),
		lambda name, first: get_board(name, page_length=10_000),
		lambda name, first: get_column(name, "nowhere"),
		lambda name, first: get_column(name, first, cursor="yesterday"),
		lambda name, first: get_column(name, first, cursor="2026-01-01|x' or '1'='1", page_length=-1),
		lambda name, first: get_changes(name, ["x"] * 201),
		lambda name, first: get_changes(name, "no json"),
		lambda name, first: get_changes(name, [{"name": "x"}]),
	],
)
def test_questions_that_make_no_sense_are_refused_in_a_sentence(pipeline, question):
	with pytest.raises(frappe.ValidationError):
		question(pipeline.name, stages(pipeline)[0])


def test_a_pipeline_without_stages_is_an_empty_board():
	assert get_board(make_pipeline().name)["columns"] == []


def test_who_has_no_role_of_ours_sees_nothing(pipeline, make_user):
	make_deal(pipeline=pipeline.name)
	frappe.set_user(make_user("Desk User"))
	for question in (lambda: get_board(pipeline.name), lambda: get_board("nowhere"), get_setup):
		with pytest.raises(frappe.PermissionError):
			question()


def test_a_move_answers_the_card_and_both_columns(pipeline):
	first, second, _third = stages(pipeline)
	deal = make_deal(stage=first, value=100)
	make_deal(stage=first, value=50)
	answer = move("CRM Sales Deal", deal.name, second)
	assert (answer["card"]["name"], answer["card"]["stage"]) == (deal.name, second)
	assert {name: (column["count"], column["value"]) for name, column in answer["columns"].items()} == {
		first: (1, 50),
		second: (1, 100),
	}
	assert frappe.db.count("CRM Stage Change", {"reference_name": deal.name}) == 1
	move("CRM Sales Deal", deal.name, second)
	assert frappe.db.count("CRM Stage Change", {"reference_name": deal.name}) == 1


def test_a_move_adds_up_only_the_columns_that_it_answers(pipeline):
	first, second, _third = stages(pipeline)
	deal, there_and_back = make_deal(stage=first), cycle((second, first))
	sent = statements(lambda: move("CRM Sales Deal", deal.name, next(there_and_back)))
	[sums] = [statement for statement in map(str, sent) if "SUM(" in statement.upper()]
	assert sums.count("%(param") == 2  # the stages; Administrator is restricted by nothing else


def test_a_refused_move_names_what_is_missing_and_the_same_move_with_it_succeeds(pipeline):
	demanding = make_stage(pipeline, stage_name="Demanding", required=["expected_close_date", "source"])
	deal = make_deal(pipeline=pipeline.name)
	with pytest.raises(frappe.ValidationError):
		move("CRM Sales Deal", deal.name, demanding.name)
	assert frappe.local.response["missing_fields"] == ["expected_close_date", "source"]
	source = frappe.get_all("CRM Source", pluck="name")[0]
	move(
		"CRM Sales Deal",
		deal.name,
		demanding.name,
		frappe.as_json({"expected_close_date": "2027-01-01", "source": source}),
	)
	assert frappe.db.get_value("CRM Sales Deal", deal.name, ["stage", "source"]) == (demanding.name, source)


def test_losing_asks_for_the_reason():
	deal = make_deal()
	with pytest.raises(frappe.ValidationError):
		move("CRM Sales Deal", deal.name, stage("Lost"))
	assert frappe.local.response["missing_fields"] == ["lost_reason"]
	values = {"lost_reason": lost_reason(), "lost_notes": "Too late"}
	move("CRM Sales Deal", deal.name, stage("Lost"), values)
	assert frappe.db.get_value("CRM Sales Deal", deal.name, ["outcome", "lost_notes"]) == ("Lost", "Too late")


@pytest.mark.parametrize(
	("values", "target"),
	[
		({"value": 1}, "Second"),
		({"deal_owner": "Guest"}, "Second"),
		("no json", "Second"),
		("[]", "Second"),
		({"lost_reason": {"a": 1}}, "Second"),
		({}, "nowhere"),
		({}, "of another pipeline"),
	],
)
def test_a_move_that_carries_what_it_may_not_changes_nothing(pipeline, values, target):
	deal = make_deal(pipeline=pipeline.name)
	targets = {
		"Second": stages(pipeline)[1],
		"nowhere": "nowhere",
		"of another pipeline": stage("Proposal"),
	}
	with pytest.raises(frappe.ValidationError):
		move("CRM Sales Deal", deal.name, targets[target], values)
	assert frappe.db.get_value("CRM Sales Deal", deal.name, ["stage", "value", "deal_owner"]) == (
		deal.stage,
		deal.value,
		deal.deal_owner,
	)


def test_only_what_stands_on_a_board_is_moved(pipeline):
	with pytest.raises(frappe.ValidationError):
		move("User", "Administrator", stages(pipeline)[0])


def test_who_may_only_look_cannot_move(pipeline, make_user):
	deal = make_deal(pipeline=pipeline.name)
	frappe.set_user(make_user("Desk User"))
	with pytest.raises(frappe.PermissionError):
		move("CRM Sales Deal", deal.name, stages(pipeline)[1])


def test_a_move_is_taken_back_unless_somebody_moved_or_changed_the_record_since(pipeline, make_user):
	first, second, third = stages(pipeline)
	deal, manager, other = make_deal(stage=first), make_user("CRM Manager"), make_user("CRM Manager")

	def moved(stage: str, **options) -> str:
		return str(move("CRM Sales Deal", deal.name, stage, **options)["card"]["stage_entered_on"])

	frappe.set_user(manager)
	entered_on = moved(second)
	moved(first, entered_on=entered_on)
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "stage") == first
	former, _latest = moved(second), moved(third)
	with pytest.raises(StageError, match="was changed meanwhile"):
		moved(first, entered_on=former)
	latest = str(frappe.db.get_value("CRM Sales Deal", deal.name, "stage_entered_on"))
	frappe.set_user(other)
	doc = frappe.get_doc("CRM Sales Deal", deal.name)
	doc.update({"value": 7}).save()
	frappe.set_user(manager)
	for wrong in (latest, "yesterday", "0"):
		with pytest.raises(StageError, match="It stays where it is"):
			moved(first, entered_on=wrong)
	assert frappe.db.get_value("CRM Sales Deal", deal.name, ["stage", "value"]) == (third, 7)


def test_a_win_is_taken_back_by_the_rules_of_reopening():
	deal = make_deal()
	card = move("CRM Sales Deal", deal.name, stage("Won"))["card"]
	move("CRM Sales Deal", deal.name, deal.stage, entered_on=str(card["stage_entered_on"]))
	assert frappe.db.get_value("CRM Sales Deal", deal.name, ["outcome", "closed_on"]) == ("Open", None)


def test_a_customer_is_moved_on_the_follow_up_board():
	customer = make_customer()
	answer = move("CRM Customer", customer.name, stage("First Contact", "Follow-up"))
	assert answer["card"]["title"] == customer.customer_name
	assert frappe.db.get_value("CRM Customer", customer.name, "stage") == stage("First Contact", "Follow-up")


def test_a_reps_board_holds_only_theirs_in_counts_and_totals_too(pipeline, make_user):
	rep, colleague = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	private = make_customer(profile_visibility="Private", salesperson=colleague)
	hidden = make_contact(
		first_name="Hidden", last_name="Person", contact_owner=colleague, customer=private.name
	)
	mine = make_deal(pipeline=pipeline.name, title="Mine", value=100, deal_owner=rep, contact=hidden.name)
	theirs = make_deal(pipeline=pipeline.name, title="Theirs", value=900, deal_owner=colleague)
	make_note(theirs, subject="Secret", scheduled_on=now_datetime())
	frappe.set_user(rep)
	board = get_board(pipeline.name)
	assert [(column["count"], column["value"]) for column in board["columns"]] == [(1, 100), (0, 0), (0, 0)]
	assert titles(board["columns"][0]) == ["Mine"]
	card = board["columns"][0]["cards"][0]
	assert (card["contact_name"], card["customer_name"]) == (None, None)
	assert not board["sees_everyone"]
	assert get_column(pipeline.name, board["columns"][0]["stage"])["cards"][0]["name"] == mine.name
	assert get_changes(pipeline.name, [theirs.name])["cards"] == []
	assert titles(columns(pipeline, text="Theirs")["First"]) == []
	assert [owner["name"] for owner in get_setup()["owners"]] == [rep]
	with pytest.raises(frappe.PermissionError):
		move("CRM Sales Deal", theirs.name, stages(pipeline)[1])


def test_the_managers_filters_are_not_there_for_a_rep(pipeline, make_user):
	rep = make_user("CRM Sales Rep")
	make_deal(pipeline=pipeline.name, title="Mine", deal_owner=rep)
	frappe.set_user(rep)
	board = get_board(
		pipeline.name, {"salesperson": "Administrator", "date_from": "2099-01-01", "owner": "me"}
	)
	assert board["filters"] == {"owner": "me"}
	assert titles(board["columns"][0]) == ["Mine"]
	assert get_setup()["sales_roles"] == []


def test_a_reps_board_takes_six_statements_at_most(pipeline, make_user):
	rep = make_user("CRM Sales Rep")
	make_note(make_deal(pipeline=pipeline.name, deal_owner=rep), scheduled_on=now_datetime())
	frappe.set_user(rep)
	assert len(statements(lambda: get_board(pipeline.name))) <= 6


def test_a_viewer_may_look_but_not_move(pipeline, make_user):
	deal = make_deal(pipeline=pipeline.name)
	frappe.set_user(make_user("CRM Viewer"))
	assert not get_board(pipeline.name)["can_write"]
	with pytest.raises(frappe.PermissionError):
		move("CRM Sales Deal", deal.name, stages(pipeline)[1])


def test_moves_are_told_only_to_those_who_watch_and_may_see(pipeline, make_user, monkeypatch):
	manager, rep, absent = make_user("CRM Manager"), make_user("CRM Sales Rep"), make_user("CRM Manager")
	stranger = make_user("Desk User")
	deal = make_deal(pipeline=pipeline.name)
	own = make_deal(pipeline=pipeline.name, deal_owner=rep)
	for user in (manager, rep, stranger):
		live.watch(pipeline.name, user)
	told = []
	monkeypatch.setattr(
		frappe, "publish_realtime", lambda event, message, user: told.append((user, message["names"]))
	)
	live.tell("CRM Sales Deal", pipeline.name, [deal.name, own.name])
	assert absent not in dict(told)
	assert {user: sorted(names) for user, names in told} == {
		manager: sorted([deal.name, own.name]),
		rep: [own.name],
	}


def test_the_panel_shows_people_and_places_that_one_may_see(make_user):
	rep, colleague = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	customer = make_customer(salesperson=rep)
	make_contact(first_name="Ada", last_name="King", customer=customer.name, contact_owner=rep)
	make_contact(first_name="Hidden", last_name="Person", customer=customer.name, contact_owner=colleague)
	make_location(location_name="Pier 7", customer=customer.name)
	deal = make_deal(customer=customer.name, deal_owner=rep)
	other = make_deal(deal_owner=colleague)
	frappe.set_user(rep)
	details = get_details("CRM Sales Deal", deal.name)
	assert [contact["full_name"] for contact in details["contacts"]] == ["Ada King"]
	assert [location["location_name"] for location in details["locations"]] == ["Pier 7"]
	assert {section["label"] for section in details["sections"]} == {"Details", "People", "Description"}
	with pytest.raises(frappe.PermissionError):
		get_details("CRM Sales Deal", other.name)
	with pytest.raises(frappe.ValidationError):
		get_details("User", rep)


def trucks(doctype, cards, criteria) -> dict[str, dict]:
	"""What another app knows of cards."""
	return {
		card["name"]: {
			"trucks": 3,
			"title": "Taken over",
			"chips": [{"text": "3 trucks", "color": "blue"}],
		}
		for card in cards
		if card["value"]
	}


def test_another_app_adds_facts_to_cards_and_takes_nothing_over(pipeline, another_app):
	make_deal(stage=stages(pipeline)[0], value=100, title="With trucks")
	make_deal(stage=stages(pipeline)[1], value=0, title="Without")
	before = get_board(pipeline.name)
	another_app(crm_card_facts=[trucks, lambda *asked: None, trucks])
	first, second, _third = get_board(pipeline.name)["columns"]
	chip = {"text": "3 trucks", "color": "blue"}
	(plain,) = before["columns"][0]["cards"]
	assert first["cards"] == [{**plain, "trucks": 3, "chips": [chip, chip]}]
	assert second["cards"] == before["columns"][1]["cards"]


@pytest.mark.parametrize(
	"broken",
	[
		lambda *asked: frappe.db.sql("select * from a_table_that_is_not_there"),
		lambda doctype, cards, criteria: {card["name"]: "three trucks" for card in cards},
		lambda doctype, cards, criteria: {card["name"]: {"chips": 3} for card in cards},
	],
)
def test_facts_of_another_app_that_fails_are_left_out(pipeline, another_app, logged, broken):
	make_deal(stage=stages(pipeline)[0], value=100)
	before = get_board(pipeline.name)["columns"]
	another_app(crm_card_facts=[broken])
	assert get_board(pipeline.name)["columns"] == before
	assert logged == ["Left out: another_app.crm_card_facts_0"]
