"""The board as salespeople use it all day: looking, moving, filtering, noting, by mouse, by keyboard and on a phone."""

import re

import frappe
import pytest
from frappe.utils import add_days, now_datetime
from playwright.sync_api import Locator, Page, expect

from tests.factories import (
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
from tests.stack.browser import choose_in_link, wait_for_dialog

PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=["desk", "phone"])
def browser_page(browser_page: Page, request: pytest.FixtureRequest) -> Page:
	"""The page at desk width and at that of a phone: each test runs at both."""
	if request.param == "phone":
		browser_page.set_viewport_size(PHONE)
	return browser_page


@pytest.fixture
def seller(browser_page: Page, login, make_user) -> str:
	user = make_user("CRM Manager", first_name="Grace", last_name="Hopper")
	login(browser_page, user)
	return user


@pytest.fixture
def sales() -> str:
	return frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Sales"})


def open_board(page: Page, address: str = "/app/crm-board", is_empty: bool = False) -> None:
	frappe.db.commit()
	page.goto(address)
	expect(page.locator(".crm-board-column").first).to_be_visible()
	if not is_empty:
		expect(page.locator(".crm-board-card").first).to_be_visible()


def column(page: Page, stage_name: str) -> Locator:
	return page.locator(f".crm-board-column[data-stage='{stage_name}']")


def card(place: Page | Locator, title: str) -> Locator:
	return place.locator(f".crm-board-card:has(.crm-board-card-title[title={title!r}])")


def titles(column: Locator) -> list[str]:
	return column.locator(".crm-board-card-title").all_inner_texts()


def carry(page: Page, title: str, stage_name: str) -> None:
	"""Move a card as one does at this width: by dragging it, or on a phone, which shows one column, by its menu."""
	if page.viewport_size["width"] > PHONE["width"]:
		card(page, title).drag_to(column(page, stage_name))
		return
	card(page, title).get_by_role("button", name=f"Move {title}").click()
	page.get_by_role("menuitem", name=stage_name, exact=True).click()


def stored_stage(deal) -> str:
	frappe.db.commit()
	stage_name = frappe.db.get_value(deal.doctype, deal.name, "stage")
	return frappe.db.get_value("CRM Stage", stage_name, "stage_name")


def address_once_chosen(filter_field: Locator, value: str) -> str:
	"""Choose a value of a filter and return what the page's address asks for, before the server has answered."""
	return filter_field.evaluate(
		"""(select, value) => {
			select.value = value;
			select.dispatchEvent(new Event("change"));
			return window.location.search;
		}""",
		value,
	)


def test_columns_show_counts_totals_and_cards(browser_page, seller, shoot):
	customer = make_customer(customer_name="Blue Harbor")
	contact = make_contact(first_name="Ada", last_name="King", customer=customer.name)
	deal = make_deal(title="Harbor cranes", value=12500, contact=contact.name, deal_owner=seller)
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), -2))
	make_deal(title="Lathe", value=500, deal_owner=seller)
	make_deal(title="Rails", value=700, stage=stage("Qualified"), deal_owner=seller)
	open_board(browser_page)
	stages = browser_page.locator(".crm-board-column-name").all_inner_texts()
	assert stages == ["Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]
	lead = column(browser_page, "Lead")
	expect(lead.locator(".crm-board-count")).to_have_text("2")
	expect(lead.locator(".crm-board-total .value")).to_have_text("$13K")
	expect(lead.locator(".crm-board-total")).to_have_attribute(
		"title", re.compile("13,000[^W]*Weighted: .*1,300")
	)
	cranes = card(lead, "Harbor cranes")
	expect(cranes).to_contain_text("Ada King · Blue Harbor")
	expect(cranes.locator(".is-overdue")).to_contain_text("Call")
	expect(cranes.locator(".crm-avatar")).to_have_attribute("aria-label", "Grace Hopper")
	expect(card(lead, "Lathe")).to_contain_text("No next step")
	assert browser_page.errors == []


def test_a_card_is_dragged_the_totals_follow_and_winning_is_celebrated(browser_page, seller):
	deal = make_deal(title="Harbor cranes", value=12500)
	open_board(browser_page)
	carry(browser_page, "Harbor cranes", "Proposal")
	expect(card(column(browser_page, "Proposal"), "Harbor cranes")).to_be_visible()
	expect(column(browser_page, "Proposal").locator(".crm-board-count")).to_have_text("1")
	expect(column(browser_page, "Lead").locator(".crm-board-count")).to_have_text("0")
	assert stored_stage(deal) == "Proposal"
	carry(browser_page, "Harbor cranes", "Won")
	asked = browser_page.locator(".crm-board-dialog .modal-dialog")
	expect(asked).to_contain_text("Harbor cranes is won?")
	expect(asked).not_to_contain_text("follow-ups")
	expect(card(column(browser_page, "Proposal"), "Harbor cranes")).to_be_attached()
	asked.get_by_role("button", name="Not Yet").click()
	expect(asked).to_be_hidden()
	assert stored_stage(deal) == "Proposal"
	carry(browser_page, "Harbor cranes", "Won")
	browser_page.get_by_role("button", name="Mark as Won").click()
	expect(browser_page.locator(".crm-board-confetti")).to_be_attached()
	expect(browser_page.locator(".desk-alert", has_text="Harbor cranes is won")).to_be_visible()
	assert stored_stage(deal) == "Won"


def test_a_card_is_moved_by_keyboard_alone(browser_page, seller):
	deal = make_deal(title="Harbor cranes")
	other = make_deal(title="Lathe")
	open_board(browser_page)
	page = browser_page
	card(page, "Lathe").locator(".crm-board-card-title").focus()
	page.keyboard.press("ArrowDown")
	expect(card(page, "Harbor cranes").locator(".crm-board-card-title")).to_be_focused()
	page.keyboard.press("Shift+ArrowRight")
	expect(card(column(page, "Qualified"), "Harbor cranes").locator(".crm-board-card-title")).to_be_focused()
	expect(page.get_by_role("status").filter(has_text="Harbor cranes moved to Qualified")).to_be_attached()
	page.keyboard.press("ArrowLeft")
	page.keyboard.press("m")
	expect(page.get_by_role("menuitem", name="Qualified")).to_be_focused()
	page.keyboard.press("ArrowDown")
	page.keyboard.press("Enter")
	expect(card(column(page, "Proposal"), "Lathe").locator(".crm-board-card-title")).to_be_focused()
	expect(column(page, "Proposal").locator(".crm-board-count")).to_have_text("1")
	assert (stored_stage(deal), stored_stage(other)) == ("Qualified", "Proposal")


def test_a_refused_move_returns_and_asks_for_just_what_is_missing(browser_page, seller, shoot):
	deal = make_deal(title="Harbor cranes")
	open_board(browser_page)
	page = browser_page
	carry(page, "Harbor cranes", "Lost")
	dialog = page.locator(".crm-board-dialog .modal-dialog")
	expect(dialog).to_contain_text("Why was Harbor cranes lost?")
	expect(card(column(page, "Lead"), "Harbor cranes")).to_be_attached()
	assert stored_stage(deal) == "Lead"
	shoot(page, "board-refusal")
	reason = dialog.locator("[data-fieldname='lost_reason'] input")
	wait_for_dialog(page)
	choose_in_link(reason, "Pri", "Price")
	dialog.get_by_role("button", name="Move").click()
	expect(card(column(page, "Lost"), "Harbor cranes")).to_be_visible()
	expect(column(page, "Lost").locator(".crm-board-count")).to_have_text("1")
	assert stored_stage(deal) == "Lost"
	assert frappe.db.get_value(deal.doctype, deal.name, "lost_reason") == lost_reason("Price")


def test_filters_narrow_are_kept_and_travel_in_the_address(browser_page, seller, sales):
	make_deal(title="Mine", deal_owner=seller, value=100)
	make_deal(title="Another's", value=9000)
	open_board(browser_page)
	page = browser_page
	page.get_by_role("button", name="Filters").click()
	assert address_once_chosen(page.get_by_label("Owner"), "me") == "?owner=me"
	expect(card(page, "Another's")).to_have_count(0)
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("1")
	assert page.url.endswith(f"/crm-board/{sales}?owner=me")
	open_board(page)
	assert titles(column(page, "Lead")) == ["Mine"]
	page.get_by_role("button", name="Filters").click()
	page.get_by_role("button", name="Clear").click()
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("2")
	open_board(page)
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("2")
	open_board(page, f"/app/crm-board/{sales}?text=another&value_from=5000")
	assert titles(column(page, "Lead")) == ["Another's"]
	page.get_by_role("combobox", name="Search title").fill("nothing like it")
	expect(page.get_by_text("Nothing matches these filters")).to_be_visible()


def test_follow_ups_stand_in_their_groups(browser_page, seller):
	follow_up = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Follow-up"})
	make_customer(customer_name="Blue Harbor", account_value=5000, salesperson=seller)
	open_board(browser_page, f"/app/crm-board/{follow_up}")
	groups = browser_page.locator(".crm-board-group-name").all_inner_texts()
	assert groups == ["New", "Contacted", "Qualified", "Negotiation", "Closed"]
	carry(browser_page, "Blue Harbor", "Need Confirmed")
	expect(card(column(browser_page, "Need Confirmed"), "Blue Harbor")).to_be_visible()


def test_an_empty_board_says_what_to_do_and_takes_the_first_deal(browser_page, seller, shoot):
	pipeline = make_pipeline("First", "Second")
	open_board(browser_page, f"/app/crm-board/{pipeline.name}", is_empty=True)
	page = browser_page
	expect(page.get_by_text("No deals yet")).to_be_visible()
	page.get_by_role("button", name="Add Deal").click()
	wait_for_dialog(page)
	page.locator(".modal-dialog:visible [data-fieldname='title'] input").fill("The first")
	page.locator(".modal-dialog:visible .btn-primary:visible").click()
	expect(card(column(page, "First"), "The first")).to_be_visible()
	expect(page.get_by_text("No deals yet")).to_have_count(0)


def test_a_column_is_scrolled_to_its_end(browser_page, seller):
	pipeline = make_pipeline("Full", "Other")
	for number in range(60):
		make_deal(pipeline=pipeline.name, title=f"Deal {number:02}")
	open_board(browser_page, f"/app/crm-board/{pipeline.name}")
	full = column(browser_page, "Full")
	cards = full.locator(".crm-board-cards")
	for _turn in range(400):  # until the last page of cards has come
		if card(full, "Deal 00").is_visible():
			break
		cards.evaluate("list => list.scrollBy(0, 700)")
		browser_page.wait_for_timeout(40)
	expect(card(full, "Deal 00")).to_be_visible()
	assert full.locator(".crm-board-card").count() < 20


def test_the_side_panel_edits_notes_plans_and_shows_people_and_places(browser_page, seller, shoot):
	customer = make_customer(customer_name="Blue Harbor")
	contact = make_contact(
		first_name="Ada", last_name="King", customer=customer.name, email="ada@blue-harbor.example"
	)
	make_location(location_name="Pier 7", customer=customer.name, city="Oslo")
	deal = make_deal(title="Harbor cranes", value=100, contact=contact.name, deal_owner=seller)
	open_board(browser_page)
	page = browser_page
	card(page, "Harbor cranes").locator(".crm-board-card-title").click()
	panel = page.get_by_role("dialog", name="Harbor cranes")
	expect(panel).to_be_visible()
	assert f"card={deal.name}" in page.url

	panel.get_by_role("button", name="Schedule Next Step").click()
	panel.get_by_label("What is to be done").fill("Send the offer")
	panel.get_by_role("button", name="Save").click()
	expect(panel.locator(".crm-entry", has_text="Send the offer")).to_be_visible()
	expect(card(page, "Harbor cranes").locator(".crm-board-step")).to_contain_text("Call · Tomorrow")
	panel.get_by_role("button", name="Mark Done").click()
	expect(card(page, "Harbor cranes").locator(".crm-board-step")).to_have_text("No next step")
	panel.get_by_role("button", name="Add Note").click()
	panel.get_by_label("What happened").fill("They like it")
	panel.get_by_role("button", name="Save").click()
	expect(panel.locator(".crm-entry", has_text="They like it")).to_be_visible()

	panel.get_by_role("tab", name="Details").click()
	panel.get_by_role("button", name="Edit Value").click()
	panel.locator("[data-field='value'] input").fill("2500")
	panel.get_by_role("button", name="Save").click()
	expect(panel.locator("[data-field='value']")).to_contain_text("2,500")
	expect(column(page, "Lead").locator(".crm-board-total .value")).to_have_text("$2.5K")
	panel.get_by_role("button", name="Edit Title").click()
	panel.locator("[data-field='title'] input").fill("")
	panel.get_by_role("button", name="Save").click()
	expect(panel.locator("[data-field='title'] [role=alert]")).not_to_be_empty()

	panel.get_by_role("tab", name="People & Places").click()
	expect(panel.get_by_role("link", name="Ada King")).to_be_visible()
	expect(panel.get_by_role("link", name="Pier 7")).to_be_visible()
	panel.get_by_label("Stage").select_option(label="Proposal")
	expect(card(column(page, "Proposal"), "Harbor cranes")).to_be_visible()
	page.keyboard.press("Escape")
	expect(panel).to_have_count(0)
	frappe.db.commit()
	assert frappe.db.get_value(deal.doctype, deal.name, ["title", "value"]) == ("Harbor cranes", 2500)


def test_a_tab_clicked_while_the_panel_loads_stays(browser_page, seller):
	deal = make_deal(title="Harbor cranes", value=12000, deal_owner=seller)
	open_board(browser_page)
	held = []
	browser_page.route(re.compile(r"get_details"), lambda route: held.append(route))
	card(browser_page, deal.title).locator(".crm-board-card-title").click()
	panel = browser_page.locator(".crm-board-panel")
	expect(panel.locator("h2")).to_have_text("Harbor cranes")
	tab = panel.get_by_role("tab", name="Details")
	place = tab.bounding_box()
	tab.click()
	held[0].continue_()
	expect(panel.locator("[data-field='value']")).to_be_visible()
	expect(tab).to_have_attribute("aria-selected", "true")
	assert tab.bounding_box()["y"] == place["y"]
	assert browser_page.errors == []


def test_a_stage_that_needs_fields_asks_for_them_in_a_dialog(browser_page, seller):
	pipeline = make_pipeline("First")
	make_stage(pipeline, stage_name="Demanding", required=["expected_close_date"])
	make_deal(title="Harbor cranes", pipeline=pipeline.name)
	open_board(browser_page, f"/app/crm-board/{pipeline.name}")
	page = browser_page
	carry(page, "Harbor cranes", "Demanding")
	dialog = page.locator(".crm-board-dialog .modal-dialog")
	expect(dialog.locator(".frappe-control[data-fieldname='expected_close_date']")).to_be_visible()
	wait_for_dialog(page)
	dialog.locator("[data-fieldname='expected_close_date'] input").fill("12-31-2027")
	dialog.locator("[data-fieldname='expected_close_date'] input").press("Tab")
	dialog.get_by_role("button", name="Move").click()
	expect(card(column(page, "Demanding"), "Harbor cranes")).to_be_visible()


def test_a_phone_has_all_of_it(browser_page, seller, shoot):
	deal = make_deal(title="Harbor cranes", deal_owner=seller)
	browser_page.set_viewport_size(PHONE)
	open_board(browser_page)
	page = browser_page
	assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
	card(page, "Harbor cranes").get_by_role("button", name="Move Harbor cranes").click()
	page.get_by_role("menuitem", name="Proposal").click()
	expect(column(page, "Proposal").locator(".crm-board-count")).to_have_text("1")
	assert stored_stage(deal) == "Proposal"
	card(page, "Harbor cranes").locator(".crm-board-card-title").click()
	panel = page.get_by_role("dialog", name="Harbor cranes")
	expect(panel.get_by_role("button", name="Add Note")).to_be_visible()
	assert round(panel.bounding_box()["width"]) == PHONE["width"]
	panel.get_by_role("button", name="Close").click()
	page.get_by_role("button", name="Filters").click()
	page.get_by_label("Owner").select_option("me")
	expect(column(page, "Proposal").locator(".crm-board-count")).to_have_text("1")
	assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_an_address_of_a_board_that_is_gone_says_so(browser_page, seller):
	browser_page.goto("/app/crm-board/nowhere")
	expect(browser_page.get_by_role("alert")).to_contain_text("There is no such pipeline")


def test_two_browsers_see_each_others_moves_and_a_reps_only_what_is_theirs(
	browser_page, login, make_user, worker, server, browser
):
	rep = make_user("CRM Sales Rep")
	make_deal(title="Mine", value=100, deal_owner=rep)
	make_deal(title="Theirs", value=900)
	login(browser_page, rep)
	manager = browser.new_context(base_url=server, viewport={"width": 1440, "height": 900}).new_page()
	login(manager, make_user("CRM Manager"))
	open_board(browser_page)
	open_board(manager)
	lead = column(browser_page, "Lead")
	assert titles(lead) == ["Mine"]
	expect(lead.locator(".crm-board-count")).to_have_text("1")
	expect(lead.locator(".crm-board-total .value")).to_have_text("$100")
	for page in (browser_page, manager):
		page.wait_for_function("frappe.realtime.socket.connected")
	browser_page.evaluate("frappe.realtime.on('crm_board_moved', (told) => (window.told = told))")
	worker.start()
	carry(manager, "Theirs", "Proposal")
	expect(column(manager, "Proposal").locator(".crm-board-count")).to_have_text("1")
	carry(manager, "Mine", "Qualified")
	expect(card(column(browser_page, "Qualified"), "Mine")).to_be_visible()
	told = browser_page.evaluate("window.told.names")
	assert told == frappe.get_all("CRM Sales Deal", {"title": "Mine"}, pluck="name")
	carry(browser_page, "Mine", "Negotiation")
	expect(card(column(manager, "Negotiation"), "Mine")).to_be_visible()
	expect(column(manager, "Negotiation").locator(".crm-board-total .value")).to_have_text("$100")
	browser_page.get_by_role("button", name="Filters").click()
	expect(browser_page.get_by_label("Sales Role")).to_have_count(0)
	manager.context.close()


def test_a_viewer_looks_without_touching(browser_page, login, make_user):
	make_deal(title="Harbor cranes")
	login(browser_page, make_user("CRM Viewer"))
	open_board(browser_page)
	page = browser_page
	expect(card(page, "Harbor cranes")).to_have_attribute("draggable", "false")
	expect(page.get_by_role("button", name="Move Harbor cranes")).to_have_count(0)
	expect(page.get_by_role("button", name="New Deal")).to_have_count(0)
	page.get_by_role("button", name="Harbor cranes", exact=True).click()
	page.get_by_role("tab", name="Details").click()
	expect(page.locator("[data-field='title'] .crm-board-value")).to_have_text("Harbor cranes")
	expect(page.get_by_role("button", name="Edit Title")).to_have_count(0)
