"""A deal's page, as rep, manager and administrator, at the width of a desk and of a phone."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.factories import insert, lost_reason, make_contact, make_customer, make_deal, make_note, stage
from tests.stack.browser import choose_in_link, overflow, serious_findings, wait_for_dialog

ROLES = ("CRM Sales Rep", "CRM Manager", "CRM Admin")


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
	return request.param


@pytest.fixture
def person(browser_page: Page, login, make_user, width: str, role: str) -> str:
	"""Who has the page, in this role and at this width."""
	return signed_in(browser_page, login, make_user, width, role)


@pytest.fixture
def rep(browser_page: Page, login, make_user, width: str) -> str:
	return signed_in(browser_page, login, make_user, width, "CRM Sales Rep")


def signed_in(page: Page, login, make_user, width: str, role: str) -> str:
	if width == "phone":
		page.set_viewport_size(PHONE)
	user = make_user(role, first_name="Grace", last_name="Hopper")
	login(page, user)
	return user


def make_cranes(user: str) -> frappe._dict:
	"""A deal of this user with several people, of whom a rep may not see one."""
	customer = make_customer(customer_name="Blue Harbor", salesperson=user)
	ada = make_contact(
		first_name="Ada", last_name="King", customer=customer.name, contact_owner=user,
		email="ada@blue-harbor.example", phone="+4722334455",
	)  # fmt: skip
	mary = make_contact(first_name="Mary", last_name="Shelley", job_title="Buyer", contact_owner=user)
	hidden = make_contact(first_name="Rosa", last_name="Hidden")
	deal = make_deal(
		title="Harbor cranes",
		value=12500,
		contact=ada.name,
		deal_owner=user,
		expected_close_date=add_days(today(), -3),
		people=[
			{"contact": mary.name, "deal_role": "Buyer"},
			{"contact": hidden.name, "deal_role": "Blocker"},
		],
	)
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), 2), assigned_to=user)
	attached = {"attached_to_doctype": deal.doctype, "attached_to_name": deal.name}
	insert("File", {"file_name": "offer.txt", "content": "offer", "is_private": 1, **attached})
	frappe.db.commit()
	return frappe._dict(name=deal.name, ada=ada.name, mary=mary.name)


def open_deal(page: Page, name: str) -> None:
	page.goto(f"/app/crm-sales-deal/{name}")
	expect(page.locator(".crm-stages")).to_be_visible()
	expect(page.locator(".crm-record-feed .crm-actions")).to_be_visible()


def part(page: Page, name: str):
	return page.locator(f".crm-record .crm-part[data-part='{name}']")


def stored(name: str, *fields: str):
	frappe.db.commit()
	return frappe.db.get_value("CRM Sales Deal", name, fields if len(fields) > 1 else fields[0])


def test_the_page_shows_all_of_a_deal(browser_page, person, role, shoot, width):
	page, cranes = browser_page, make_cranes(person)
	open_deal(page, cranes.name)
	expect(page.locator("[data-figure='value']")).to_contain_text("12,500")
	expect(page.locator("[data-figure='close']")).to_have_class("is-overdue")
	expect(page.locator("[data-figure='next']")).to_contain_text("Ask again")
	expect(page.locator("[data-figure='owner']")).to_contain_text("Grace Hopper")
	who = page.locator(".crm-deal-who")
	expect(who.get_by_role("link", name="+4722334455")).to_have_attribute("href", "tel:+4722334455")
	expect(who.get_by_role("link", name="ada@blue-harbor.example")).to_be_visible()
	expect(who.get_by_role("link", name="Blue Harbor")).to_be_visible()
	people = part(page, "people")
	expect(people).to_contain_text("Mary Shelley")
	if role == "CRM Sales Rep":
		expect(people).to_contain_text("And one more whom you may not see.")
		expect(page.locator("body")).not_to_contain_text("Rosa Hidden")
	else:
		expect(people).to_contain_text("Rosa Hidden")
	expect(part(page, "files")).to_contain_text("offer")
	assert overflow(page) <= 0
	assert serious_findings(page, ".crm-record") == []
	shoot(page, f"deal-page-{width}-{role.rsplit(' ', 1)[-1].lower()}")
	assert page.errors == []


def test_a_click_moves_and_what_is_missing_is_asked_for(browser_page, person, shoot, width):
	page, cranes = browser_page, make_cranes(person)
	open_deal(page, cranes.name)
	bar = page.get_by_role("navigation", name="Stage")
	expect(bar.get_by_role("button", name="Lead")).to_have_attribute("aria-current", "step")
	bar.get_by_role("button", name="Lead").focus()
	page.keyboard.press("ArrowRight")
	page.keyboard.press("Enter")
	expect(bar.get_by_role("button", name="Qualified")).to_have_attribute("aria-current", "step")
	assert stored(cranes.name, "stage") == stage("Qualified")
	bar.get_by_role("button", name="Lost").click()
	dialog = page.locator(".crm-board-dialog .modal-dialog")
	expect(dialog).to_contain_text("Why was Harbor cranes lost?")
	wait_for_dialog(page)
	shoot(page, f"deal-page-lost-{width}")
	choose_in_link(dialog.locator("[data-fieldname='lost_reason'] input"), "Pri", "Price")
	dialog.get_by_role("button", name="Move").click()
	expect(bar.get_by_role("button", name="Lost")).to_have_attribute("aria-current", "step")
	assert stored(cranes.name, "outcome", "lost_reason") == ("Lost", lost_reason())


def test_winning_is_confirmed_and_cancels_what_is_still_planned(browser_page, person, shoot, width):
	page, cranes = browser_page, make_cranes(person)
	note = frappe.db.get_value("CRM Follow-up Note", {"deal": cranes.name, "status": "Open"})
	open_deal(page, cranes.name)
	bar = page.get_by_role("navigation", name="Stage")
	bar.get_by_role("button", name="Won").click()
	dialog = page.locator(".crm-board-dialog .modal-dialog")
	expect(dialog).to_contain_text("Harbor cranes is won?")
	expect(dialog).to_contain_text("Cancel its open follow-ups (1)")
	expect(dialog).to_contain_text("Ask again")
	wait_for_dialog(page)
	assert serious_findings(page, ".crm-board-dialog .modal-body") == []
	shoot(page, f"deal-page-won-{width}")
	dialog.get_by_role("button", name="Not Yet").click()
	expect(dialog).to_be_hidden()
	assert stored(cranes.name, "outcome") == "Open"
	bar.get_by_role("button", name="Won").click()
	dialog.get_by_role("button", name="Mark as Won").click()
	expect(bar.get_by_role("button", name="Won")).to_have_attribute("aria-current", "step")
	assert stored(cranes.name, "outcome", "next_follow_up_on") == ("Won", None)
	assert frappe.db.get_value("CRM Follow-up Note", note, "status") == "Cancelled"
	customer = stored(cranes.name, "customer")
	assert frappe.db.get_value("CRM Customer", customer, "relationship") == "Client"
	entry = page.locator(".crm-timeline .crm-entry", has_text="Ask again")
	expect(entry.locator(".crm-tag", has_text="Cancelled")).to_be_visible()
	assert page.errors == []


def test_the_button_of_the_form_asks_the_same(browser_page, login, make_user):
	page = browser_page
	cranes = make_cranes(signed_in(page, login, make_user, "desk", "CRM Sales Rep"))
	open_deal(page, cranes.name)
	page.get_by_role("button", name="Close Deal").click()
	page.locator(".dropdown-menu:visible").get_by_text("Won", exact=True).click()
	dialog = page.locator(".crm-board-dialog .modal-dialog")
	expect(dialog).to_contain_text("Cancel its open follow-ups (1)")
	assert stored(cranes.name, "outcome") == "Open"
	dialog.get_by_role("button", name="Mark as Won").click()
	expect(page.locator(".crm-stage.is-current")).to_have_text("Won")
	assert stored(cranes.name, "outcome") == "Won"
	assert page.errors == []


def test_who_wants_them_kept_keeps_the_follow_ups(browser_page, rep, width):
	page, cranes = browser_page, make_cranes(rep)
	open_deal(page, cranes.name)
	page.get_by_role("navigation", name="Stage").get_by_role("button", name="Won").click()
	dialog = page.locator(".crm-board-dialog .modal-dialog")
	dialog.get_by_label("Cancel its open follow-ups").uncheck()
	dialog.get_by_role("button", name="Mark as Won").click()
	expect(page.locator(".crm-stage.is-current")).to_have_text("Won")
	expect(part(page, "follow_ups")).to_contain_text("Ask again")
	frappe.db.commit()
	assert frappe.db.exists("CRM Follow-up Note", {"deal": cranes.name, "status": "Open"})


def test_what_is_typed_in_the_form_is_saved_with_a_move(browser_page, rep, width):
	page, cranes = browser_page, make_cranes(rep)
	open_deal(page, cranes.name)
	page.get_by_role("tab", name="Details", exact=True).click()
	page.evaluate("() => cur_frm.set_value('description', 'Two of them')")
	page.get_by_role("tab", name="Overview", exact=True).click()
	page.get_by_role("navigation", name="Stage").get_by_role("button", name="Proposal").click()
	expect(page.locator(".crm-stage.is-current")).to_have_text("Proposal")
	assert stored(cranes.name, "description", "stage") == ("Two of them", stage("Proposal"))


def test_people_are_added_given_a_role_made_primary_and_removed(browser_page, rep, width):
	page, cranes = browser_page, make_cranes(rep)
	make_contact(first_name="Jane", last_name="Austen", contact_owner=rep)
	frappe.db.commit()
	open_deal(page, cranes.name)
	people = part(page, "people")
	people.get_by_role("button", name="Add Person").click()
	dialog = page.locator(".modal-dialog:visible")
	contact = dialog.locator("[data-fieldname='contact']")
	wait_for_dialog(page)
	choose_in_link(contact.locator("input"), "Jane", "Jane Austen")
	dialog.locator("[data-fieldname='deal_role'] select").select_option("Champion")
	dialog.get_by_role("button", name="Add", exact=True).click()
	expect(people.get_by_label("Role of Jane Austen")).to_have_value("Champion")
	people.get_by_label("Role of Mary Shelley").select_option("Decision Maker")
	people.get_by_role("button", name="Make Mary Shelley the primary contact").click()
	expect(page.locator(".crm-deal-who")).to_contain_text("Mary Shelley")
	assert stored(cranes.name, "contact") == cranes.mary
	people.get_by_role("button", name="Remove Ada King from the deal").click()
	expect(people).not_to_contain_text("Ada King")
	expect(people).to_contain_text("And one more whom you may not see.")
	frappe.db.commit()
	roles = frappe.get_all(
		"CRM Deal Contact", filters={"parent": cranes.name}, fields=["deal_role"], pluck="deal_role"
	)
	assert sorted(roles) == ["Blocker", "Champion", "Decision Maker"]
	assert page.errors == []


def test_a_fact_is_changed_where_it_is_read(browser_page, rep, width):
	page, cranes = browser_page, make_cranes(rep)
	open_deal(page, cranes.name)
	figure = page.locator("[data-figure='value']")
	change_field(figure.locator("[data-field='value']"), "input", "9000")
	expect(figure).to_contain_text("9,000")
	facts = part(page, "facts")
	change_field(facts.locator("[data-field='description']"), "textarea", "Two of them")
	expect(facts).to_contain_text("Two of them")
	assert stored(cranes.name, "value", "description") == (9000, "Two of them")


def change_field(field, control: str, text: str) -> None:
	field.locator("button.crm-board-value").click()
	field.locator(control).fill(text)
	field.get_by_role("button", name="Save").click()
	expect(field.get_by_role("button", name="Save")).to_have_count(0)


def test_no_fact_repeats_what_stands_above_it(browser_page, rep, width):
	page, cranes = browser_page, make_cranes(rep)
	frappe.db.set_value("CRM Sales Deal", cranes.name, "customer", make_customer(salesperson=rep).name)
	frappe.db.commit()
	open_deal(page, cranes.name)
	fields = page.locator(".crm-record [data-field]")
	names = fields.evaluate_all("(all) => all.map((each) => each.dataset.field)")
	assert sorted(names) == sorted(set(names))
	told = page.locator(".crm-figures [data-field]")
	shown = told.evaluate_all("(all) => all.map((each) => each.dataset.field)")
	assert shown == ["value", "expected_close_date", "deal_owner"]
	expect(part(page, "facts").locator("[data-field='customer']")).to_have_count(0)
	without = make_deal(title="Boats", deal_owner=rep)
	frappe.db.commit()
	open_deal(page, without.name)
	expect(part(page, "facts").locator("[data-field='customer']")).to_be_visible()
	assert page.errors == []


def choose_stage(page: Page, name: str, stage_name: str) -> None:
	"""Choose a stage in the form of the deal, and save it."""
	open_deal(page, name)
	page.get_by_role("tab", name="Details", exact=True).click()
	page.evaluate("(stage) => cur_frm.set_value('stage', stage)", stage(stage_name))
	page.wait_for_function("() => cur_frm.is_dirty()")
	page.keyboard.press("Control+s")


def test_the_stage_in_the_form_asks_what_the_bar_asks(browser_page, rep, shoot, width):
	page, cranes = browser_page, make_cranes(rep)
	choose_stage(page, cranes.name, "Lost")
	dialog = page.locator(".crm-board-dialog.show .modal-dialog")
	expect(dialog).to_contain_text("Why was Harbor cranes lost?")
	wait_for_dialog(page)
	page.wait_for_timeout(200)
	shoot(page, f"deal-form-lost-{width}")
	dialog.get_by_role("button", name="Not Yet").click()
	expect(dialog).not_to_be_visible()
	expect(page.locator(".modal-backdrop")).to_have_count(0)
	page.wait_for_function("() => !cur_frm.page.btn_primary.prop('disabled')")
	assert stored(cranes.name, "outcome") == "Open"
	page.keyboard.press("Control+s")
	wait_for_dialog(page)
	choose_in_link(dialog.locator("[data-fieldname='lost_reason'] input"), "Pri", "Price")
	dialog.get_by_role("button", name="Move").click()
	expect(dialog).not_to_be_visible()
	page.wait_for_function("() => !cur_frm.is_dirty() && cur_frm.doc.outcome === 'Lost'")
	expect(page.locator(".crm-stage.is-current")).to_have_text("Lost")
	expect(part(page, "follow_ups")).to_contain_text("Nothing is planned.")
	assert stored(cranes.name, "outcome", "lost_reason") == ("Lost", lost_reason("Price"))
	assert frappe.get_all("CRM Follow-up Note", {"deal": cranes.name}, pluck="status") == ["Cancelled"]
	assert page.errors == []


def test_a_stage_of_the_form_that_closes_nothing_asks_nothing(browser_page, rep, width):
	page, cranes = browser_page, make_cranes(rep)
	choose_stage(page, cranes.name, "Proposal")
	page.wait_for_function("() => !cur_frm.is_dirty()")
	assert stored(cranes.name, "stage") == stage("Proposal")
	assert page.locator(".modal-dialog:visible").count() == 0


def test_open_in_full_loses_nothing_and_back_finds_the_board(browser_page, rep, width):
	for number in range(15):
		make_deal(title=f"Boat {number}", deal_owner=rep)
	page, cranes = browser_page, make_cranes(rep)
	pipeline = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Sales"})
	page.goto(f"/app/crm-board/{pipeline}?value_from=500")
	page.locator(f".crm-board-card[data-name='{cranes.name}']").wait_for()
	column = page.locator(".crm-board-column").first
	scroller = column.locator(".crm-board-cards")
	page.locator(f".crm-board-card[data-name='{cranes.name}'] .crm-board-card-title").click()
	panel = page.locator(".crm-board-panel")
	panel.get_by_role("button", name="Add Note").click()
	panel.get_by_label("What happened").fill("They want two")
	panel.get_by_role("tab", name="People & Places").click()
	expect(panel.locator("[data-part='people']")).to_contain_text("Mary Shelley")
	panel.get_by_role("tab", name="Details").click()
	panel.locator("[data-field='value'] button.crm-board-value").click()
	panel.locator("[data-field='value'] input").fill("7777")
	scrolled = scroller.evaluate("(list) => { list.scrollTop = 40; return list.scrollTop; }")
	assert scrolled > 0
	page.wait_for_timeout(100)
	panel.get_by_role("link", name="Open in full").click()
	expect(page.locator("[data-figure='value']")).to_contain_text("7,777")
	expect(page.locator(".crm-record-feed").get_by_label("What happened")).to_have_value("They want two")
	page.locator(".crm-record-feed .crm-note").get_by_role("button", name="Save").click()
	expect(page.locator(".crm-entry", has_text="They want two")).to_be_visible()
	page.go_back()
	expect(panel).to_be_visible()
	assert "value_from=500" in page.url
	expect(page.locator(f".crm-board-card[data-name='{cranes.name}']")).to_contain_text("7,777")
	assert scroller.evaluate("(list) => list.scrollTop") == scrolled
	panel.get_by_role("tab", name="Activity").click()
	expect(panel.locator(".crm-note")).to_have_count(0)
	expect(panel.locator(".crm-entry", has_text="They want two")).to_be_visible()
	assert page.errors == []


def test_a_field_that_is_refused_keeps_the_panel_open(browser_page, rep, width):
	page, cranes = browser_page, make_cranes(rep)
	page.goto(f"/app/crm-board?card={cranes.name}")
	panel = page.locator(".crm-board-panel")
	panel.get_by_role("tab", name="Details").click()
	panel.locator("[data-field='title'] button.crm-board-value").click()
	panel.locator("[data-field='title'] input").fill("")
	panel.get_by_role("link", name="Open in full").click()
	expect(panel.locator("[data-field='title'] [role='alert']")).to_be_visible()
	assert "crm-board" in page.url
