"""A colleague is mentioned with an @, by the keyboard alone, and told: in the composer of our pages and in a follow-up's form."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.factories import make_contact, make_deal, make_note
from tests.stack.browser import serious_findings


@pytest.fixture(params=["CRM Manager", "CRM Sales Rep"])
def writer(request, browser_page: Page, login, make_user, width: str) -> str:
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user(request.param, first_name="Grace", last_name="Hopper")
	login(browser_page, user)
	return user


@pytest.fixture
def colleague(make_user) -> str:
	user = make_user("CRM Manager", first_name="Zuzana", last_name="Mentioned")
	frappe.cache.delete_value(["users_for_mentions", "user_groups"])
	yield user
	frappe.cache.delete_value(["users_for_mentions", "user_groups"])


def told(user: str) -> list[str]:
	frappe.db.commit()
	logs = frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")
	return [frappe.utils.strip_html(subject) for subject in logs]


def test_a_note_of_the_composer_mentions_by_keyboard(browser_page, writer, colleague, shoot, width):
	page, deal = browser_page, make_deal(title="Harbor cranes", deal_owner=writer)
	frappe.db.commit()
	page.goto(f"/app/crm-sales-deal/{deal.name}")
	feed = page.locator(".crm-record-feed")
	feed.get_by_role("button", name="Add Note").click()
	field = feed.get_by_label("What happened")
	field.press_sequentially("They want two, @zuz", delay=20)
	option = page.get_by_role("option", name="Zuzana Mentioned")
	expect(option).to_have_attribute("aria-selected", "true")
	assert serious_findings(page, ".crm-note") == []
	assert serious_findings(page, ".crm-mentions") == []
	shoot(page, f"mention-{width}")
	field.press("Escape")
	expect(option).to_be_hidden()
	expect(field).to_be_focused()
	field.press_sequentially("a", delay=20)
	expect(option).to_be_visible()
	field.press("Enter")
	expect(field).to_have_value("They want two, @Zuzana Mentioned ")
	expect(option).to_be_hidden()
	field.press_sequentially("please look", delay=10)
	feed.locator(".crm-note").get_by_role("button", name="Save").click()
	expect(page.locator(".crm-entry", has_text="@Zuzana Mentioned please look")).to_be_visible()
	assert told(colleague) == ["Grace Hopper mentioned you in They want two, @Zuzana Mentioned please look"]
	assert page.errors == []


def test_a_name_that_was_taken_out_again_is_not_told(browser_page, writer, colleague, width):
	page, deal = browser_page, make_deal(title="Harbor cranes", deal_owner=writer)
	frappe.db.commit()
	page.goto(f"/app/crm-sales-deal/{deal.name}")
	feed = page.locator(".crm-record-feed")
	feed.get_by_role("button", name="Log Activity").click()
	field = feed.get_by_label("What happened")
	field.press_sequentially("@zuz", delay=20)
	page.get_by_role("option", name="Zuzana Mentioned").click()
	field.fill("Nobody in particular")
	feed.locator(".crm-note").get_by_role("button", name="Save").click()
	expect(page.locator(".crm-entry", has_text="Nobody in particular")).to_be_visible()
	assert told(colleague) == []


def test_the_form_of_a_follow_up_mentions(browser_page, writer, colleague, shoot, width):
	note = make_note(make_contact(contact_owner=writer), content="Boats", subject="Boats", assigned_to=writer)
	frappe.db.set_value(note.doctype, note.name, "owner", writer)
	frappe.db.commit()
	page = browser_page
	page.goto(f"/app/crm-follow-up-note/{note.name}")
	field = page.locator("[data-fieldname='content'] textarea:visible")
	field.click()
	field.press("Control+End")
	field.press_sequentially(" @zuz", delay=20)
	expect(page.get_by_role("option", name="Zuzana Mentioned")).to_be_visible()
	field.press("Enter")
	shoot(page, f"mention-form-{width}")
	field.press("Control+s")
	expect(page.locator(".indicator-pill", has_text="Not Saved")).to_have_count(0)
	page.wait_for_load_state("networkidle")
	assert told(colleague) == ["Grace Hopper mentioned you in Boats"]
	assert page.errors == []
