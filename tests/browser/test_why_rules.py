"""Forms say why rules ran for a record, or did not."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.factories import make_contact, make_customer, make_deal, make_location, make_note, move
from tests.site.automation.workflow_rules.engine import asked, rule, work_off
from tests.stack.browser import overflow, serious_findings

QUESTION = "Rules: why did it (not) run?"


@pytest.fixture
def told():
	"""A deal that has moved, of which one rule did something and another did not."""
	rule(title="Welcome them")
	rule(title="Only large ones", conditions=[asked("value", "more_than", 5000)])
	deal = move(make_deal(title="Two cranes", value=10), "Proposal")
	work_off()
	frappe.db.commit()
	return deal


def ask(page: Page):
	"""Open the dialog from the menu of the form; return it."""
	page.locator(".menu-btn-group:visible > button").first.click()
	page.locator(".dropdown-menu:visible").get_by_text(QUESTION).click()
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog).to_contain_text("Why did it (not) run?")
	return dialog


def test_a_manager_reads_why_rules_ran_or_did_not(browser_page, seller, width, told, shoot):
	page = browser_page
	page.goto(f"/app/crm-sales-deal/{told.name}")
	dialog = ask(page)
	done = dialog.locator("details", has_text="Welcome them")
	expect(done).to_contain_text("Completed")
	expect(done).to_contain_text("Tagged: Seen.")
	stopped = dialog.locator("details", has_text="Only large ones")
	expect(stopped).to_contain_text("The conditions did not hold.")
	expect(stopped).to_contain_text("Value is more than 5,000: no, it was 10")
	shoot(page, f"why-rules-{width}")
	assert overflow(page) <= 0
	assert serious_findings(page, ".modal-body:has(.crm-why-rule)") == []  # the button beside it is Frappe's
	assert page.errors == []


@pytest.mark.parametrize("size", [None, PHONE])
def test_a_rep_reads_what_rules_did(browser_page, login, make_user, told, size, shoot):
	page, rep = browser_page, make_user("CRM Sales Rep")
	if size:
		page.set_viewport_size(size)
	frappe.db.set_value("CRM Sales Deal", told.name, "deal_owner", rep)
	frappe.db.commit()
	login(page, rep)
	page.goto(f"/app/crm-sales-deal/{told.name}")
	dialog = ask(page)
	expect(dialog.locator("details")).to_have_count(1)
	expect(dialog).to_contain_text("Welcome them")
	expect(dialog).not_to_contain_text("Only large ones")
	shoot(page, f"why-rules-rep-{'phone' if size else 'desk'}")
	assert page.errors == []


def test_every_record_that_rules_are_about_is_asked(browser_page, login, make_user):
	page = browser_page
	docs = [make_contact(), make_customer(), make_location(), make_note(make_customer())]
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	for doc in docs:
		page.goto(f"/app/{doc.doctype.lower().replace(' ', '-')}/{doc.name}")
		expect(ask(page)).to_contain_text("No rule has anything to say about this record.")
	assert page.errors == []
