"""Many cards on the board: filtered and sorted, moved and moved back, selected and changed together, by mouse, keyboard and finger."""

import re

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_board import card, column, open_board, stored_stage, titles
from tests.browser.test_board_access import findings
from tests.factories import make_deal, make_note, make_pipeline, stage
from tests.stack.browser import choose_in_link, wait_for_dialog

DEAL = "CRM Sales Deal"
SETTINGS = "**/frappe.model.utils.user_settings.save"


def select(page: Page, *names: str) -> None:
	"""Select cards as one does at this width: by clicks with Ctrl, or on a phone by their check boxes."""
	for name in names:
		if page.viewport_size["width"] < 500:
			card(page, name).get_by_role("checkbox").check()
		else:
			card(page, name).locator(".crm-board-card-title").click(modifiers=["Control"])


def wait_until_kept(page: Page, said: str) -> None:
	"""Wait until what the server has kept of the person's `board`, `{filters, views}`, is so; it is told a moment later."""
	page.wait_for_function(
		f"() => {{ const board = frappe.model.user_settings['CRM Pipeline']?.board; return board && ({said}); }}"
	)


def bar(page: Page) -> Locator:
	return page.get_by_role("region", name="Selected cards")


def fill_filter(page: Page, label: str, value: str) -> None:
	page.locator(f".crm-board-filters label:has(> span:text-is('{label}')) select").select_option(value)
	expect(page.locator(".crm-board.is-loading")).to_have_count(0)


def settings_kept(page: Page):
	"""A context at whose end Frappe has stored a choice that was made within."""
	return page.expect_response(SETTINGS)


@pytest.fixture
def three(seller) -> list:
	"""Three deals of the person whose session the page has, in Lead: c, b, a from the top."""
	values = {"a": 100, "b": 200, "c": 300}
	return [make_deal(title=title, value=value, deal_owner=seller) for title, value in values.items()]


def test_filters_and_orders_for_what_is_to_be_done(browser_page, seller, three):
	page, (a, b, c) = browser_page, three
	frappe.db.set_value(DEAL, a.name, "expected_close_date", add_days(getdate(), -3))
	frappe.db.set_value(DEAL, b.name, "expected_close_date", add_days(getdate(), -5))
	make_note(frappe.get_doc(DEAL, c.name), scheduled_on=add_days(now_datetime(), -1))
	b.add_tag("Fair")
	open_board(page)
	page.get_by_role("button", name="Filters").click()
	fill_filter(page, "Sort by", "closing")
	assert titles(column(page, "Lead")) == ["b", "a", "c"]
	fill_filter(page, "Expected to Close", "past")
	assert titles(column(page, "Lead")) == ["b", "a"]
	assert page.url.endswith("?closing=past&sort=closing")
	fill_filter(page, "Tags", "Fair")
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("1")
	page.get_by_role("button", name="Without the tag Fair").click()
	page.get_by_role("button", name="Clear", exact=True).click()
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("3")
	assert titles(column(page, "Lead")) == ["b", "a", "c"]
	fill_filter(page, "Next Step", "overdue")
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("1")
	assert titles(column(page, "Lead")) == ["c"]
	assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_what_was_won_long_ago_is_shown_when_asked(browser_page, seller, three):
	for deal in three[:2]:
		frappe.get_doc(DEAL, deal.name).update({"stage": stage("Won")}).save()
	frappe.db.set_value(DEAL, three[0].name, "stage_entered_on", add_days(now_datetime(), -120))
	open_board(browser_page)
	won = column(browser_page, "Won")
	expect(won.locator(".crm-board-count")).to_have_text("1")
	expect(won).to_contain_text("Of the last 90 days")
	won.get_by_role("button", name="Show All").click()
	expect(won.locator(".crm-board-count")).to_have_text("2")
	assert "closed=all" in browser_page.url


def test_a_move_is_taken_back_by_button_and_by_key(browser_page, seller, three):
	page = browser_page
	open_board(page)
	for undo in (
		lambda: page.get_by_role("button", name="Undo").click(),
		lambda: page.keyboard.press("Control+z"),
	):
		card(page, "a").locator(".crm-board-card-title").focus()
		page.keyboard.press("Shift+ArrowRight")
		expect(page.locator(".crm-board-undo")).to_contain_text("a moved to Qualified")
		assert stored_stage(three[0]) == "Qualified"
		undo()
		expect(card(column(page, "Lead"), "a")).to_be_visible()
		expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("3")
		expect(page.locator(".crm-board-undo")).to_have_count(0)
		assert stored_stage(three[0]) == "Lead"
	assert page.errors == []


def test_what_somebody_changed_meanwhile_is_not_moved_back(browser_page, seller, three):
	page = browser_page
	open_board(page)
	card(page, "a").locator(".crm-board-card-title").focus()
	page.keyboard.press("Shift+ArrowRight")
	expect(page.locator(".crm-board-undo")).to_be_visible()
	frappe.db.rollback()
	frappe.get_doc(DEAL, three[0].name).update({"value": 7}).save()
	frappe.db.commit()
	page.get_by_role("button", name="Undo").click()
	expect(page.locator(".desk-alert", has_text="was changed meanwhile")).to_be_visible()
	expect(card(column(page, "Qualified"), "a")).to_contain_text("$ 7")
	assert stored_stage(three[0]) == "Qualified"


def test_selected_cards_add_up_move_together_and_move_back(browser_page, seller, three, shoot):
	page = browser_page
	make_deal(title="d", value=50, currency="EUR", conversion_rate=1.1)
	open_board(page)
	select(page, "a", "c", "d")
	expect(bar(page)).to_contain_text("3 cards selected")
	expect(bar(page)).to_contain_text(re.compile(r"\$ ?400.*€ ?50"))
	assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
	assert findings(page) == []
	shoot(page, "board-selected")
	bar(page).get_by_label("Move selected cards to").select_option(label="Proposal")
	expect(column(page, "Proposal").locator(".crm-board-count")).to_have_text("3")
	assert {stored_stage(three[0]), stored_stage(three[2])} == {"Proposal"}
	assert stored_stage(three[1]) == "Lead"
	expect(bar(page)).to_have_count(0)
	assert findings(page) == []
	shoot(page, "board-undo")
	page.get_by_role("button", name="Undo").click()
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("4")
	assert stored_stage(three[0]) == "Lead"


def test_what_is_lost_together_has_one_reason(browser_page, seller, three):
	page = browser_page
	open_board(page)
	select(page, "a", "b")
	bar(page).get_by_label("Move selected cards to").select_option(label="Lost")
	dialog = page.locator(".crm-board-dialog .modal-dialog")
	expect(dialog).to_contain_text("Move 2 cards to Lost")
	wait_for_dialog(page)
	# Frappe looks up what was chosen, and is not answered.
	page.route(re.compile("validate_link"), lambda _route: None)
	choose_in_link(dialog.locator("[data-fieldname='lost_reason'] input"), "Pri", "Price")
	dialog.get_by_role("button", name="Move", exact=True).click()
	expect(column(page, "Lost").locator(".crm-board-count")).to_have_text("2")
	assert [stored_stage(deal) for deal in three] == ["Lost", "Lost", "Lead"]


def test_selected_cards_are_given_away_and_tagged(browser_page, seller, three, make_user):
	page, other = browser_page, make_user("CRM Sales Rep", first_name="Ada", last_name="King")
	open_board(page)
	select(page, "a", "b")
	bar(page).get_by_role("button", name="Tag").click()
	dialog = page.locator(".modal.show .modal-dialog")
	wait_for_dialog(page)
	dialog.locator("[data-fieldname='word'] input").fill("Fair")
	dialog.get_by_role("button", name="Tag", exact=True).click()
	expect(page.locator(".desk-alert", has_text="2 cards tagged Fair")).to_be_visible()
	frappe.db.rollback()
	assert frappe.db.count("Tag Link", {"tag": "Fair", "document_name": ("in", [d.name for d in three])}) == 2
	select(page, "a", "b")
	bar(page).get_by_role("button", name="Assign").click()
	wait_for_dialog(page)
	field = page.locator(".modal.show [data-fieldname='to_user']")
	choose_in_link(field.locator("input"), "Ada", other)
	page.locator(".modal.show").get_by_role("button", name="Assign", exact=True).click()
	expect(page.locator(".desk-alert", has_text="2 cards given to")).to_be_visible()
	frappe.db.rollback()
	assert [frappe.db.get_value(DEAL, deal.name, "deal_owner") for deal in three] == [other, other, seller]


def test_what_is_refused_is_told_in_one_sentence(browser_page, login, make_user, width):
	page, rep = browser_page, make_user("CRM Sales Rep")
	if width == "phone":
		page.set_viewport_size({"width": 390, "height": 844})
	deals = [make_deal(title=title, deal_owner=rep) for title in "ab"]
	login(page, rep)
	open_board(page)
	select(page, "a", "b")
	frappe.db.set_value(DEAL, deals[0].name, "deal_owner", "Administrator")
	frappe.db.set_value(DEAL, deals[0].name, "owner", "Administrator")
	frappe.db.commit()
	bar(page).get_by_label("Move selected cards to").select_option(label="Proposal")
	told = page.locator(".desk-alert", has_text="1 of 2 cards were changed")
	expect(told).to_contain_text("There is no such record that you can see.")
	assert [stored_stage(deal) for deal in deals] == ["Lead", "Proposal"]


def test_cards_are_selected_and_walked_by_keyboard(browser_page, seller, three):
	page = browser_page
	open_board(page)
	card(page, "b").locator(".crm-board-card-title").focus()
	page.keyboard.press("End")
	expect(card(page, "a").locator(".crm-board-card-title")).to_be_focused()
	page.keyboard.press("Home")
	expect(card(page, "c").locator(".crm-board-card-title")).to_be_focused()
	page.keyboard.press("Space")
	expect(bar(page)).to_contain_text("1 card selected")
	expect(page.locator(".crm-board-panel")).to_have_count(0)
	page.keyboard.press("Shift+ArrowDown")
	expect(card(page, "b").locator(".crm-board-card-title")).to_be_focused()
	expect(bar(page)).to_contain_text("2 cards selected")
	page.keyboard.press("Shift+ArrowRight")
	expect(column(page, "Qualified").locator(".crm-board-count")).to_have_text("2")
	card(page, "a").locator(".crm-board-card-title").focus()
	page.keyboard.press("Space")
	page.keyboard.press("Escape")
	expect(bar(page)).to_have_count(0)


def test_with_shift_all_cards_between_are_selected(browser_page, seller, three):
	page = browser_page
	open_board(page)
	card(page, "c").locator(".crm-board-card-title").click(modifiers=["Control"])
	card(page, "a").locator(".crm-board-card-title").click(modifiers=["Shift"])
	expect(bar(page)).to_contain_text("3 cards selected")
	bar(page).get_by_role("button", name="Deselect").click()
	expect(page.locator(".crm-board-card.is-selected")).to_have_count(0)


def test_an_archived_pipeline_is_not_offered_and_its_address_says_so(browser_page, seller):
	page, pipeline = browser_page, make_pipeline("First")
	make_deal(pipeline=pipeline.name, title="Kept")
	pipeline.reload().update({"is_archived": 1}).save()
	frappe.db.commit()
	page.goto(f"/app/crm-board/{pipeline.name}")
	expect(page.get_by_role("alert")).to_contain_text("is archived. Its records are in the lists.")
	options = page.locator(".crm-board-pipeline option")
	expect(options.filter(has_text="Sales")).to_have_count(1)
	expect(options.filter(has_text=pipeline.pipeline_name)).to_have_count(0)


def test_a_person_chooses_what_cards_show_and_it_stays(browser_page, seller, three, shoot):
	page = browser_page
	three[0].add_tag("Fair")
	frappe.db.set_value(DEAL, three[0].name, "description", "By sea")
	open_board(page)
	page.get_by_role("button", name="Filters").click()
	page.get_by_role("button", name="Fields on Cards").click()
	dialog = page.locator(".modal.show .modal-dialog")
	wait_for_dialog(page)
	dialog.get_by_text("Tags", exact=True).click()
	dialog.get_by_text("Description", exact=True).click()
	with settings_kept(page):
		dialog.get_by_role("button", name="Show", exact=True).click()
	chips = card(page, "a").locator(".crm-board-card-chips .crm-board-chip")
	expect(chips).to_have_text(["By sea", "Fair"])
	boxes = [card(page, title).bounding_box() for title in "cba"]
	assert len({box["height"] for box in boxes}) == 1
	assert boxes[1]["y"] - boxes[0]["y"] == boxes[0]["height"] + 8
	shoot(page, "board-card-fields")
	wait_until_kept(page, "Object.values(board.filters).some(({ cards }) => cards)")
	open_board(page, page.url.split("?")[0] + "?owner=me")
	expect(chips).to_have_text(["By sea", "Fair"])
	assert findings(page) == []


def test_a_view_is_saved_chosen_and_deleted(browser_page, seller, three):
	page = browser_page
	open_board(page)
	page.get_by_role("button", name="Filters").click()
	page.get_by_label("Value from").fill("150")
	page.get_by_label("Value from").press("Tab")
	fill_filter(page, "Sort by", "amount")
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("2")
	page.get_by_role("button", name="Save View").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show .modal-dialog")
	dialog.locator("[data-fieldname='title'] input").fill("Large ones")
	held, is_answered = [], []
	page.route(SETTINGS, lambda route: route.continue_() if is_answered else held.append(route))
	with page.expect_request(SETTINGS):
		dialog.get_by_role("button", name="Save", exact=True).click()
	view = page.locator(".crm-board-view select")
	expect(view.locator("option:checked")).to_have_text("Large ones")
	view.select_option(label="All cards")  # before the server has answered for the view
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("3")
	is_answered.append(True)
	for route in held:
		route.continue_()
	page.wait_for_function("() => !frappe.request.ajax_count")
	open_board(page)
	view.select_option(label="Large ones")
	expect(column(page, "Lead").locator(".crm-board-count")).to_have_text("2")
	assert titles(column(page, "Lead")) == ["c", "b"]
	page.get_by_role("button", name="Filters").click()
	page.get_by_role("button", name="Delete View").click()
	page.get_by_role("button", name="Yes", exact=True).click()
	expect(view).to_have_count(0)


def test_a_view_is_shared_with_a_role(browser_page, seller, three, login, make_user):
	page = browser_page
	open_board(page)
	page.get_by_role("button", name="Filters").click()
	fill_filter(page, "Next Step", "none")
	page.get_by_role("button", name="Save View").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show .modal-dialog")
	dialog.locator("[data-fieldname='title'] input").fill("Aimless")
	dialog.get_by_label("Share it with others").check()
	dialog.get_by_text("CRM Sales Rep", exact=True).click()
	dialog.get_by_role("button", name="Save", exact=True).click()
	expect(page.locator(".crm-board-view option:checked")).to_have_text("Aimless (shared)")
	for role, is_offered in (("CRM Sales Rep", True), ("CRM Viewer", False)):
		login(page, make_user(role))
		open_board(page, is_empty=True)
		expect(page.locator(".crm-board-view option", has_text="Aimless")).to_have_count(int(is_offered))
