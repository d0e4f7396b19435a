"""Fields that a site has put on a higher level: on our own screens, in searches, mails and reports they are not there for who lacks it."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime, nowdate

from frappe_crm_app.channels.reminders.digest import parts_of
from frappe_crm_app.frappe_crm_app.report.crm_pipeline_by_stage import crm_pipeline_by_stage
from frappe_crm_app.frappe_crm_app.report.crm_possible_duplicates import crm_possible_duplicates
from frappe_crm_app.frappe_crm_app.report.crm_won_value_by_month import crm_won_value_by_month
from frappe_crm_app.kit.timezones import zone_of
from frappe_crm_app.records.identity.api import find_duplicates, get_possible_duplicates
from frappe_crm_app.records.identity.search import find_contacts
from frappe_crm_app.screens.board import live
from frappe_crm_app.screens.board.api import get_board, get_changes, get_details, get_setup
from frappe_crm_app.screens.calendar.api import get_expected_closings
from frappe_crm_app.screens.customer_page.api import get_overview
from frappe_crm_app.screens.lists.api import get_chips
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.screens.today.api import get_number, get_today
from tests.factories import make_contact, make_customer, make_deal, make_note, move

CONTACT, CUSTOMER, DEAL, NOTE = "CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Follow-up Note"
PHONE, SECRET, WORTH = "+14155550100", "Zyxwv", 98765.0


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep")


@pytest.fixture
def ada(rep):
	return make_contact(
		first_name="Ada", last_name="Quill", phone=PHONE, email="ada@quill.example", contact_owner=rep
	)


@pytest.fixture
def deal(rep, ada):
	return make_deal(title="Cranes", value=WORTH, contact=ada.name, deal_owner=rep)


def cards(board: dict) -> list[dict]:
	return [card for column in board["columns"] for card in column["cards"]]


def parts() -> dict[str, dict]:
	return {part["key"]: part for part in get_today()["parts"]}


def test_a_board_neither_shows_nor_sums_nor_filters_by_amounts(raised, rep, deal):
	pipeline = deal.pipeline
	frappe.set_user(rep)
	assert [card["value"] for card in cards(get_board(pipeline))] == [WORTH]
	raised(DEAL, "value")
	board = get_board(pipeline)
	assert [card["value"] for card in cards(board)] == [None]
	assert {(column["value"], column["weighted_value"]) for column in board["columns"]} == {(None, None)}
	assert sum(column["count"] for column in board["columns"]) == 1
	filtered = get_board(pipeline, {"value_from": WORTH + 1})
	assert filtered["filters"] == {}
	assert [card["name"] for card in cards(filtered)] == [deal.name]
	assert str(WORTH) not in str(get_changes(pipeline, [deal.name]))
	fields = [
		field["fieldname"] for part in get_details(DEAL, deal.name)["sections"] for field in part["fields"]
	]
	assert "value" not in fields


def test_a_board_weighs_by_no_hidden_probability(raised, rep, deal):
	raised(DEAL, "probability")
	frappe.set_user(rep)
	columns = get_board(deal.pipeline)["columns"]
	assert sum(column["value"] for column in columns) == WORTH
	assert {column["weighted_value"] for column in columns} == {0}


def test_a_board_of_customers_likewise(raised, rep):
	customer = make_customer(salesperson=rep, account_value=WORTH)
	raised(CUSTOMER, "account_value")
	frappe.set_user(rep)
	board = get_board(customer.pipeline, {"value_to": 1})
	assert [(card["name"], card["value"]) for card in cards(board)] == [(customer.name, None)]
	assert {column["value"] for column in board["columns"]} == {None}


def test_a_board_looks_for_no_text_in_hidden_fields_and_offers_no_hidden_owners(raised, rep, deal):
	raised(DEAL, "contact", "deal_owner")
	frappe.set_user(rep)
	assert cards(get_board(deal.pipeline, {"text": "quill"})) == []
	(card,) = cards(get_board(deal.pipeline, {"text": "cranes", "owner": "nobody@example.com"}))
	assert (card["contact"], card["contact_name"], card["owner"], card["owner_name"]) == (None,) * 4
	assert rep not in [owner["name"] for owner in get_setup()["owners"]]


def test_nobody_hears_of_moves_who_does_not_read_the_stage(raised, rep, deal):
	assert live.visible_names(DEAL, [deal.name], rep) == [deal.name]
	raised(DEAL, "stage")
	assert live.visible_names(DEAL, [deal.name], rep) == []
	frappe.set_user(rep)
	with pytest.raises(frappe.PermissionError):
		get_board(deal.pipeline)


def test_a_panel_shows_people_without_hidden_fields(raised, rep, ada, deal):
	raised(CONTACT, "phone", "email")
	frappe.set_user(rep)
	panel = get_details(DEAL, deal.name)
	assert [row["name"] for row in panel["contacts"]] == [ada.name]
	assert PHONE not in str(panel)
	assert ada.email not in str(panel)


def test_a_card_tells_no_hidden_subject_of_its_next_step(raised, rep, deal):
	make_note(deal, subject=SECRET, scheduled_on=add_days(now_datetime(), 1), assigned_to=rep)
	frappe.set_user(rep)
	assert cards(get_board(deal.pipeline))[0]["next_step"]["subject"] == SECRET
	raised(NOTE, "subject")
	assert SECRET not in str(get_board(deal.pipeline))


def test_today_shows_no_hidden_fields_and_does_not_sort_by_them(raised, rep, ada, deal):
	lesser = make_deal(title="Later", value=1, deal_owner=rep)
	frappe.set_user(rep)
	before = parts()["without_next_step"]["rows"]
	assert [row["name"] for row in before] == [deal.name, lesser.name]
	raised(DEAL, "value")
	raised(CONTACT, "phone", "email")
	now = parts()
	rows = now["without_next_step"]["rows"]
	assert [row["name"] for row in rows] == [lesser.name, deal.name]  # the latest first
	assert [(row["value"], row["phone"], row["email"]) for row in rows] == [(None, None, None)] * 2
	assert [(row["title"], row["phone"]) for row in now["new_leads"]["rows"]] == [("Ada Quill", None)]
	assert not {str(WORTH), PHONE, ada.email} & set(str(now).split("'"))


def test_today_has_no_part_about_a_hidden_field(raised, rep):
	make_deal(deal_owner=rep, expected_close_date=add_days(nowdate(), -3))
	frappe.set_user(rep)
	assert get_number({"part": "past_close_date"})["value"] == 1
	raised(DEAL, "expected_close_date")
	assert "past_close_date" not in parts()
	assert get_number({"part": "past_close_date"})["value"] == 0


def test_the_digest_tells_no_hidden_amounts(raised, rep, deal):
	def told() -> str:
		return str(parts_of(rep, now_datetime(), zone_of(None)))

	assert "98,765" in told()
	raised(DEAL, "value")
	assert "Cranes" in told()
	assert "98,765" not in told()


def test_a_timeline_tells_no_hidden_text_or_moment(raised, rep, ada):
	ahead = add_days(now_datetime(), 40)
	make_note(ada, content=SECRET, subject="Talk", status="Done")
	make_note(ada, content=f"{SECRET} again", subject="Plan", scheduled_on=ahead, assigned_to=rep)
	frappe.set_user(rep)
	assert str(get_timeline(CONTACT, ada.name)).count(SECRET) == 2
	raised(NOTE, "content", "scheduled_on")
	page = get_timeline(CONTACT, ada.name)
	assert SECRET not in str(page)
	assert str(ahead.date()) not in str(page)
	assert {entry["subject"] for entry in page["entries"] + page["planned"] if "subject" in entry} >= {
		"Talk",
		"Plan",
	}


def test_a_timeline_tells_no_moves_to_who_does_not_read_the_stage(raised, rep, deal):
	move(deal, "Proposal")
	frappe.set_user(rep)
	assert "Proposal" in str(get_timeline(DEAL, deal.name))
	raised(DEAL, "stage")
	assert "Proposal" not in str(get_timeline(DEAL, deal.name))


def test_a_note_is_not_called_after_a_text_of_a_higher_level(raised, ada):
	assert make_note(ada, content=SECRET).subject == SECRET
	raised(NOTE, "content")
	assert make_note(ada, content=SECRET).subject == "Call"


def test_link_fields_find_nobody_by_hidden_fields(raised, rep, ada):
	def linked(text: str) -> list:
		return find_contacts(CONTACT, text, "name", 0, 10)

	frappe.set_user(rep)
	assert [row[0] for row in linked("5550100")] == [ada.name]
	raised(CONTACT, "phone", "email")
	assert list(linked("5550100")) == list(linked("ada@quill")) == []
	assert [row[0] for row in linked("quill")] == [ada.name]
	assert PHONE not in str(linked("quill"))


def test_duplicates_are_told_by_no_hidden_field(raised, rep, ada):
	twin = make_contact(first_name="Grace", last_name="Hopper", phone=PHONE, contact_owner=rep)
	frappe.set_user(rep)
	typed = {"first_name": "X", "last_name": "Y", "phone": PHONE, "email": "ada+x@quill.example"}
	assert {row["name"] for row in find_duplicates(CONTACT, typed)} == {ada.name, twin.name}
	assert [row["name"] for row in get_possible_duplicates(CONTACT, ada.name)] == [twin.name]
	assert len(crm_possible_duplicates.execute()[1]) == 2
	raised(CONTACT, "phone", "email")
	assert find_duplicates(CONTACT, typed) == get_possible_duplicates(CONTACT, ada.name) == []
	assert crm_possible_duplicates.execute()[1] == []
	raised(CONTACT, "company_name")
	other = make_contact(first_name="Ada", last_name="Quill", company_name="Acme", contact_owner=rep)
	assert [row["name"] for row in get_possible_duplicates(CONTACT, ada.name)] == [other.name]


def test_reports_count_and_do_not_sum(raised, rep, deal):
	won = make_deal(value=WORTH, deal_owner=rep)
	move(won, "Won")
	frappe.set_user(rep)
	reports = (crm_pipeline_by_stage, crm_won_value_by_month)
	assert all(str(WORTH) in str(report.execute({"months": 2})) for report in reports)
	raised(DEAL, "value")
	for report in reports:
		columns, rows, _message, chart = report.execute({"months": 2})
		assert str(WORTH) not in str(rows)
		assert "value" not in [column["fieldname"] for column in columns]
		assert sum(row["deals"] for row in rows) >= 1
		assert chart is None


def test_calendar_customer_page_and_chips_tell_no_hidden_field(raised, rep, ada):
	customer = make_customer(salesperson=rep)
	make_deal(title="Due", value=WORTH, customer=customer.name, deal_owner=rep, expected_close_date=nowdate())
	raised(DEAL, "value")
	raised(CONTACT, "contact_type")
	frappe.set_user(rep)
	(event,) = get_expected_closings(add_days(nowdate(), -1), add_days(nowdate(), 1))
	assert "98,765" not in event["title"]
	page = get_overview(customer.name)
	assert (page["figures"]["open_deals"], page["figures"]["open_value"]) == (1, None)
	assert str(WORTH) not in str(page)
	assert get_chips(CONTACT) == {"total": 1, "counts": {}}


def test_without_levels_nothing_more_is_asked(rep, ada, deal, count_queries):
	"""What `hidden_fields` needs is in Frappe's cache."""
	frappe.set_user(rep)
	for ask in (lambda: get_board(deal.pipeline), get_today, lambda: get_timeline(CONTACT, ada.name)):
		ask()
		assert count_queries(ask) <= 9
