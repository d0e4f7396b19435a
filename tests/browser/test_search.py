"""Search while typing: in the desk's search bar, on the board and in a link field of its panel, with the keyboard alone."""

import frappe
from playwright.sync_api import Locator, Page, expect

from frappe_crm_app.kit.frappe_version import major_version
from tests.browser.conftest import PHONE, by_everybody, by_sellers
from tests.factories import make_contact, make_customer, make_deal, stage
from tests.stack.browser import overflow, serious_findings


def search_bar(page: Page) -> Locator:
	"""Open the desk's search bar: on Frappe 16 a dialog, by its shortcut and on a phone by its button."""
	page.wait_for_function("() => window.frappe && frappe.router && cur_page")
	if major_version() < 16:
		return page.locator("#navbar-search")
	if page.viewport_size == PHONE:
		page.locator(".navbar-modal-search-mobile:visible").click()
	else:
		page.keyboard.press("Control+k")
	return page.locator(".modal.show #navbar-search")


@by_everybody
def test_the_search_bar_finds_a_person_by_typing_and_enter_opens_them(
	browser_page, person, shoot, role, width
):
	contact = make_contact(
		first_name="Zoe", last_name="Quillfeather", email="zoe@quill.example", company_name="Feather <b>Boats",
		contact_owner=person,
	)  # fmt: skip
	hidden = make_contact(first_name="Zoe", last_name="Quillhidden", contact_owner="Administrator")
	frappe.db.commit()
	page = browser_page
	page.goto("/app/crm-board")
	bar = search_bar(page)
	bar.focus()
	bar.type("zoe quill")
	options = page.locator(".awesomplete li .crm-found:visible")
	expect(options.first).to_be_visible()
	names = [text.split("\n")[0] for text in options.all_inner_texts()]
	assert any("Quillfeather" in name for name in names)
	assert any("Quillhidden" in name for name in names) == (role != "CRM Sales Rep")
	assert "Quillfeather" in names[0]  # one's own comes first
	shoot(page, f"search-bar-{width}-{role.split()[-1].lower()}")
	page.keyboard.press("Enter")
	page.wait_for_url(f"**/crm-contact/{contact.name}")
	assert hidden.name not in page.url
	assert page.errors == []


def test_the_search_bar_asks_once_for_what_is_typed_in_one_go(browser_page, login, make_user):
	user = make_user("CRM Sales Rep")
	login(browser_page, user)
	make_contact(first_name="Zoe", last_name="Quillfeather", contact_owner=user)
	frappe.db.commit()
	page, asked = browser_page, []
	page.on("request", lambda request: "records.search.api.find" in request.url and asked.append(request.url))
	page.goto("/app/crm-board")
	bar = search_bar(page)
	bar.focus()
	bar.press_sequentially("zoe quill", delay=20)
	expect(page.locator(".awesomplete li .crm-found:visible", has_text="Quillfeather").first).to_be_visible()
	assert len(asked) <= 2, asked  # one, unless the machine pauses while it types


@by_sellers
def test_the_search_bar_forgives_a_typo_and_keeps_frappes_options(browser_page, person, width):
	make_contact(first_name="Zoe", last_name="Quillfeather", contact_owner=person)
	frappe.db.commit()
	page = browser_page
	page.goto("/app/crm-board")
	bar = search_bar(page)
	bar.focus()
	bar.type("quillfaether")
	expect(page.locator(".awesomplete li .crm-found:visible").first).to_contain_text("Zoe Quillfeather")
	expect(page.locator(".awesomplete li:visible", has_text="Search for").first).to_be_visible()
	bar.fill("")
	bar.type("contact list")
	expect(page.locator(".awesomplete li:visible").first).to_be_visible()
	expect(page.locator(".awesomplete li .crm-found:visible")).to_have_count(0)
	assert page.errors == []


@by_everybody
def test_the_board_finds_people_and_deals_by_the_keyboard(browser_page, person, shoot, width):
	contact = make_contact(
		first_name="Zoe", last_name="Quillfeather", company_name="Quill Boats", contact_owner=person
	)
	deal = make_deal(title="Quill trucks", deal_owner=person, stage=stage("Lead"))
	frappe.db.commit()
	page = browser_page
	page.goto("/app/crm-board")
	box = page.locator(".crm-board-search input")
	box.type("quill")
	found = page.locator("#crm-board-found")
	expect(found.get_by_role("option").first).to_be_visible()
	expect(found.locator(".crm-found-group").first).to_have_text("People")
	shoot(page, f"search-board-{width}")
	assert serious_findings(page, ".crm-board-bar") == []
	assert overflow(page) <= 0
	box.press("ArrowDown")
	expect(found.locator(f"[data-name='{contact.name}']")).to_have_attribute("aria-selected", "true")
	box.press("Escape")
	expect(found).to_be_hidden()
	box.press("ArrowUp")
	expect(found).to_be_visible()
	expect(found.locator(f"[data-name='{deal.name}']")).to_have_attribute("aria-selected", "true")
	box.press("Enter")
	expect(page.locator(".crm-board-panel, [role='dialog']").first).to_contain_text("Quill trucks")
	assert page.errors == []


@by_sellers
def test_a_link_field_of_the_panel_finds_by_words_in_any_order(browser_page, person, width):
	customer = make_customer(customer_name="Blue Feather Harbor", salesperson=person)
	deal = make_deal(title="Boats", deal_owner=person, stage=stage("Lead"))
	frappe.db.commit()
	page = browser_page
	page.goto(f"/app/crm-board?card={deal.name}")
	panel = page.locator(".crm-board-panel")
	expect(panel).to_contain_text("Nothing to see here yet.")  # what comes with the page is there
	panel.get_by_role("tab", name="Details").click()
	field = page.locator("[data-field='customer']")
	field.get_by_role("button").first.click()
	field.locator("input").type("harbor blue")
	option = page.locator(".awesomplete [role='option']:visible", has_text="Blue Feather Harbor").first
	expect(option).to_be_visible()
	option.click()
	field.get_by_role("button", name="Save").click()
	# the value, not a refusal that names it
	expect(field.locator("button.crm-board-value")).to_contain_text("Blue Feather Harbor")
	frappe.db.commit()
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "customer") == customer.name
	assert page.errors == []
