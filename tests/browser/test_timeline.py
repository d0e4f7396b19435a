"""One timeline, and mails from a record: as a rep and as a manager, at the width of a desk and of a phone."""

import re

import frappe
import pytest
from frappe.utils import add_days, now_datetime
from playwright.sync_api import Page, expect

from tests.browser.conftest import by_everybody, by_sellers
from tests.factories import make_contact, make_customer, make_deal, make_mail_account, make_note
from tests.stack.browser import overflow, serious_findings, wait_for_dialog

TIMELINE = re.compile(r"timeline\.api\.get_timeline")


@pytest.fixture
def word(role: str, width: str) -> str:
	"""What pictures of this role at this width are called."""
	return f"{role.split()[-1].lower()}-{width}"


@pytest.fixture
def harbor(person):
	customer = make_customer(customer_name="Blue Harbor", salesperson=person)
	contact = make_contact(
		first_name="Ada", last_name="King", customer=customer.name, contact_owner=person,
		email="ada@blue-harbor.example",
	)  # fmt: skip
	deal = make_deal(title="Harbor cranes", contact=contact.name, deal_owner=person)
	own = {"assigned_to": person}
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), 2), **own)
	make_note(contact, subject="Send the price list", scheduled_on=add_days(now_datetime(), -1), **own)
	make_note(deal, subject="They want two", status="Done")
	make_mail_account("house", default_outgoing=1, signature="Blue Harbor")
	frappe.db.commit()
	full_name = frappe.db.get_value("User", person, "full_name")
	return frappe._dict(customer=customer.name, contact=contact.name, deal=deal.name, full_name=full_name)


def open_contact(page: Page, harbor) -> None:
	page.goto(f"/app/crm-contact/{harbor.contact}")
	page.get_by_role("tab", name="Timeline", exact=True).click()
	expect(page.locator(".crm-entry", has_text="They want two")).to_be_visible()


def open_panel(page: Page, harbor):
	page.goto(f"/app/crm-board?card={harbor.deal}")
	panel = page.get_by_role("dialog", name="Harbor cranes")
	expect(panel.locator(".crm-entry", has_text="They want two")).to_be_visible()
	return panel


@by_everybody
def test_a_contacts_timeline_has_plans_on_top_and_names_its_deal(browser_page, harbor, word, shoot):
	page = browser_page
	open_contact(page, harbor)
	plans = page.locator(".crm-planned .crm-entry")
	expect(plans).to_have_count(2)
	expect(plans.nth(0)).to_contain_text("Send the price list")
	expect(plans.nth(0).locator(".is-overdue")).to_contain_text("Overdue")
	expect(plans.nth(0)).to_contain_text(f"For {harbor.full_name}")
	expect(plans.nth(1)).to_contain_text("Ask again")
	expect(plans.nth(1).get_by_role("link", name="Harbor cranes")).to_be_visible()
	assert overflow(page) <= 0
	assert serious_findings(page, ".tab-pane.active .crm-record") == []
	shoot(page, f"timeline-contact-{word}")
	assert page.errors == []


@by_everybody
def test_the_outcome_of_a_call_is_one_tap(browser_page, harbor):
	page = browser_page
	open_contact(page, harbor)
	plan = page.locator(".crm-planned .crm-entry", has_text="Send the price list")
	plan.get_by_role("button", name="No Answer").click()
	happened = page.locator(".crm-timeline .crm-entry", has_text="Send the price list")
	expect(happened.locator(".crm-tag")).to_have_text("No Answer")
	expect(page.locator(".crm-planned .crm-entry")).to_have_count(1)
	frappe.db.commit()
	stored = frappe.db.get_value(
		"CRM Follow-up Note", {"subject": "Send the price list"}, ["status", "call_outcome"]
	)
	assert stored == ("Done", "No Answer")


@by_everybody
def test_an_activity_is_logged_with_what_came_of_it_and_a_next_step(browser_page, harbor, word, shoot):
	page = browser_page
	open_contact(page, harbor)
	page.get_by_role("button", name="Log Activity").click()
	form = page.get_by_role("form", name="Log Activity")
	expect(form.get_by_label("Subject", exact=True)).to_have_value("Call with Ada King")
	form.get_by_role("combobox", name="What", exact=True).select_option("Meeting")
	expect(form.get_by_label("Subject", exact=True)).to_have_value("Meeting with Ada King")
	form.get_by_role("combobox", name="What", exact=True).select_option("Call")
	form.get_by_role("button", name="Reached").click()
	expect(form.get_by_role("button", name="Reached")).to_have_attribute("aria-pressed", "true")
	form.get_by_label("When", exact=True).fill("2026-01-02T10:00")
	form.get_by_label("How long, in minutes", exact=True).fill("15")
	form.get_by_label("What happened", exact=True).fill("They like it")
	assert overflow(page) <= 0
	assert serious_findings(page, ".tab-pane.active .crm-record") == []
	shoot(page, f"log-activity-{word}")
	form.get_by_role("button", name="Save").click()
	entry = page.locator(".crm-timeline .crm-entry", has_text="They like it")
	expect(entry).to_contain_text("Reached")
	expect(entry).to_contain_text("15 minutes")
	expect(page.locator(".crm-timeline .crm-entry").last).to_contain_text("They like it")
	page.get_by_role("button", name="Schedule Next Step").click()
	plan = page.get_by_role("form", name="Schedule Next Step")
	plan.get_by_label("What is to be done", exact=True).fill("Show the crane")
	plan.get_by_role("button", name="Save").click()
	expect(page.locator(".crm-planned .crm-entry", has_text="Show the crane")).to_be_visible()
	assert page.errors == []


@by_sellers
def test_escape_closes_one_thing_at_a_time(browser_page, harbor):
	page = browser_page
	panel = open_panel(page, harbor)
	panel.get_by_role("button", name="Email", exact=True).click()
	dialog = page.locator(".modal.show .modal-dialog")
	expect(dialog).to_be_visible()
	wait_for_dialog(page)
	page.keyboard.press("Escape")
	expect(dialog).to_have_count(0)
	expect(panel).to_be_visible()
	panel.get_by_role("button", name="Add Note").click()
	expect(panel.get_by_role("form", name="Add Note")).to_be_visible()
	page.keyboard.press("Escape")
	expect(panel.get_by_role("form", name="Add Note")).to_have_count(0)
	expect(panel).to_be_visible()
	page.keyboard.press("Escape")
	expect(panel).to_have_count(0)
	expect(page.locator(".crm-board-columns")).to_be_visible()


@by_everybody
def test_a_mail_is_written_from_a_deal_and_stands_in_its_timeline(browser_page, harbor, word, shoot):
	page = browser_page
	panel = open_panel(page, harbor)
	panel.get_by_role("button", name="Email", exact=True).click()
	dialog = page.locator(".modal.show .modal-dialog")
	expect(dialog.locator(".ql-editor[contenteditable='true']")).to_contain_text("Blue Harbor")
	wait_for_dialog(page)
	expect(page.locator(".msgprint:visible")).to_have_count(0)
	shoot(page, f"mail-{word}")
	dialog.locator("[data-fieldname='subject'] input").fill("Our offer")
	with page.expect_response("**/frappe.core.doctype.communication.email.make") as sent:
		dialog.get_by_role("button", name="Send", exact=True).click()
	assert sent.value.ok, sent.value.text()
	expect(panel.locator(".crm-entry", has_text="Mail sent: Our offer")).to_be_visible()
	open_contact(page, harbor)
	entry = page.locator(".crm-entry", has_text="Mail sent: Our offer")
	expect(entry.get_by_role("link", name="Harbor cranes")).to_be_visible()
	assert page.errors == []


@pytest.mark.parametrize("width", ["desk"])
def test_an_answer_that_was_overtaken_takes_nothing_away(browser_page, harbor):
	page, held = browser_page, []
	with page.expect_response(TIMELINE) as shown:
		open_contact(page, harbor)
	former = shown.value.json()
	make_note(frappe.get_doc("CRM Contact", harbor.contact), subject="They called", status="Done")
	frappe.db.commit()
	page.route(TIMELINE, lambda route: held.append(route))
	for _time in range(2):
		with page.expect_request(TIMELINE):
			page.locator(".crm-chips").get_by_role("button", name="All", exact=True).click()
	while len(held) < 2:
		page.wait_for_timeout(50)
	first, last = held
	last.continue_()
	entry = page.locator(".crm-entry", has_text="They called")
	expect(entry).to_be_visible()
	with page.expect_response(TIMELINE):
		first.fulfill(json=former)
	page.wait_for_timeout(300)
	expect(entry).to_be_visible()


@by_sellers
def test_frappes_comments_and_activity_are_folded_behind_one_click(browser_page, harbor):
	page = browser_page
	for slug, name in (("crm-contact", harbor.contact), ("crm-sales-deal", harbor.deal)):
		page.goto(f"/app/{slug}/{name}")
		button = page.locator(".crm-fold:visible")
		expect(button).to_have_attribute("aria-expanded", "false")
		expect(page.locator(".form-footer .comment-box:visible")).to_have_count(0)
		button.click()
		expect(page.locator(".form-footer .comment-box:visible")).to_have_count(1)
		expect(page.locator(".form-footer .new-timeline:visible")).to_have_count(1)
