"""A mail about a record, written where the record is looked at: by the user's mailbox, or in Frappe's dialog by who has none."""

import re

import frappe
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import by_rep_and_admin
from tests.factories import make_contact, make_deal, make_pipeline, make_stage
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox
from tests.stack.browser import overflow, serious_findings

COMPOSER = ".crm-inbox-compose"
MAIL = "CRM Mail"


@pytest.fixture
def deal(person):
	"""A deal of theirs with somebody to write to."""
	pipeline = make_pipeline()
	stage = make_stage(pipeline, stage_name="First")
	contact = make_contact(
		first_name="Ada", last_name="Lovelace", email="ada@engines.example", contact_owner=person
	)
	doc = make_deal(
		title="Difference engine",
		contact=contact.name,
		deal_owner=person,
		pipeline=pipeline.name,
		stage=stage.name,
	)
	frappe.db.commit()
	return doc


def connect(user: str) -> str:
	"""Give somebody a mailbox that can send."""
	mailbox = make_mailbox(user, title="Grace")
	account = frappe.db.get_value("CRM Mailbox", mailbox, "email_account")
	frappe.db.set_value("Email Account", account, {"smtp_server": "localhost", "no_smtp_authentication": 1})
	frappe.db.commit()
	return mailbox


def write_and_send(page: Page) -> str:
	"""Write in the composer, send, and return the mail's name."""
	composer = page.locator(COMPOSER)
	composer.get_by_role("textbox", name="Text").fill("Shall we talk on Monday?")
	expect(composer).to_contain_text("Kept as a draft")
	composer.get_by_role("button", name="Send").click()
	expect(composer).to_have_count(0)
	expect(page.get_by_role("button", name="Undo Sending")).to_be_visible()
	frappe.db.commit()
	return frappe.get_last_doc(MAIL, {"delivery_state": "Owed"}).name


@by_rep_and_admin
def test_from_a_form_by_ones_mailbox(browser_page, deal, person, shoot, width):
	connect(person)
	browser_page.goto(f"/app/crm-contact/{deal.contact}")
	browser_page.get_by_role("tab", name="Timeline", exact=True).click()
	browser_page.get_by_role("button", name="Email", exact=True).click()
	composer = browser_page.locator(COMPOSER)
	expect(composer.get_by_label("To", exact=True)).to_have_value(re.compile("ada@engines.example"))
	expect(composer.get_by_label("Subject")).to_have_value("")
	assert serious_findings(browser_page, COMPOSER) == []
	assert overflow(browser_page) <= 0
	composer.get_by_label("Subject").fill("Monday")
	shoot(browser_page, f"record-mail-{width}")
	browser_page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	assert serious_findings(browser_page, COMPOSER) == []
	shoot(browser_page, f"record-mail-{width}-dark")
	mail = write_and_send(browser_page)
	browser_page.get_by_role("button", name="Undo Sending").click()
	expect(composer.get_by_role("textbox", name="Text")).to_contain_text("Shall we talk on Monday?")
	frappe.db.commit()
	assert frappe.db.get_value(MAIL, mail, "delivery_state") == "Draft"
	assert browser_page.errors == []


def test_from_the_menu_of_a_form(browser_page, deal, person):
	connect(person)
	browser_page.goto(f"/app/crm-sales-deal/{deal.name}")
	browser_page.wait_for_function("window.cur_frm?.doc?.title")
	browser_page.evaluate("() => { cur_frm.email_doc(); }")
	composer = browser_page.locator(COMPOSER)
	expect(composer.get_by_label("To", exact=True)).to_have_value(re.compile("ada@engines.example"))
	expect(composer.get_by_label("Subject")).to_have_value("Difference engine")
	mail = write_and_send(browser_page)
	assert frappe.parse_json(frappe.db.get_value(MAIL, mail, "outgoing"))["about"] == [
		deal.doctype,
		deal.name,
	]
	assert browser_page.errors == []


def test_from_the_side_panel_beside_the_mails_of_the_deal(browser_page, deal, person, shoot, width):
	mailbox = connect(person)
	make_mail(mailbox, subject="Gears", text="How many gears?", days_ago=1)
	frappe.db.commit()
	panel = open_panel(browser_page, deal)
	panel.get_by_role("tab", name="Mails").click()
	expect(panel).to_contain_text("How many gears?")
	expect(panel.get_by_role("button", name="Add Note")).to_have_count(0)
	panel.get_by_role("button", name="Email").click()
	expect(browser_page.locator(COMPOSER).get_by_label("Subject")).to_have_value("Difference engine")
	assert serious_findings(browser_page, COMPOSER) == []
	shoot(browser_page, f"record-mail-panel-{width}")
	write_and_send(browser_page)
	panel.get_by_role("link", name="Open in the inbox").click()
	expect(browser_page.locator(".crm-inbox-thread-head h2")).to_have_text("Gears")
	assert browser_page.errors == []


def open_panel(page: Page, deal) -> Locator:
	page.goto(f"/app/crm-board/{deal.pipeline}?card={deal.name}")
	panel = page.locator(".crm-board-panel")
	expect(panel).to_contain_text("Difference engine")
	return panel


def test_who_has_no_mailbox_has_frappes_dialog(browser_page, deal):
	panel = open_panel(browser_page, deal)
	panel.get_by_role("button", name="Email").click()
	dialog = browser_page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=recipients]").first).to_be_visible()
	expect(browser_page.locator(COMPOSER)).to_have_count(0)
	assert browser_page.errors == []


def test_who_reads_a_shared_mail_and_has_no_mailbox_opens_it(browser_page, deal, person, make_user):
	stored = make_mail(
		make_mailbox(make_user("CRM Sales Rep"), sharing="Everything"), subject="Gears", days_ago=1
	)
	frappe.db.commit()
	assert frappe.has_permission(MAIL, "read", stored.mail, user=person)
	browser_page.goto(f"/app/crm-inbox?thread={stored.mail}")
	expect(browser_page.locator(".crm-inbox-thread-head h2")).to_have_text("Gears")
	expect(browser_page.locator(".crm-inbox-mail")).to_be_visible()
	for name in ("Archive", "Spam", "Unread", "Assign", "Tag", "Link"):  # they would be refused
		tools = browser_page.locator(".crm-inbox-tools")
		expect(tools.get_by_role("button", name=name, exact=True)).to_have_count(0)
	assert browser_page.errors == []
