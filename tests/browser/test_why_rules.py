"""Forms say why rules ran for a record, or did not."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.factories import (
	make_contact,
	make_customer,
	make_deal,
	make_location,
	make_note,
	make_run,
	make_step,
	move,
)
from tests.site.automation.workflow_rules.engine import asked, rule, work_off
from tests.site.automation.workflow_rules.proof.proving import narrow
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


@pytest.fixture
def _narrowed():
	"""Managers see of customers their own alone; afterwards what they did before."""
	role = {"role": "CRM Manager", "record_type": "CRM Customer"}
	before = frappe.db.get_value("CRM Record Scope", role, "scope")
	narrow("CRM Customer")
	yield
	narrow("CRM Customer", before)
	frappe.db.commit()


@pytest.mark.usefixtures("_narrowed")
def test_what_a_hidden_customer_decided_is_not_told(browser_page, seller, width, shoot):
	rule(title="Steel only", conditions=[asked("customer.industry", "is", "Steel")])
	deal = move(make_deal(customer=make_customer(industry="Steel").name), "Proposal")
	work_off()
	frappe.db.commit()
	browser_page.goto(f"/app/crm-sales-deal/{deal.name}")
	dialog = ask(browser_page)
	expect(dialog).to_contain_text("It asks for what you do not see. What that decided is not told.")
	expect(dialog).to_contain_text("Not Told")
	expect(dialog).to_contain_text("What became of it depends on a record that you do not see.")
	expect(dialog).not_to_contain_text("Completed")
	shoot(browser_page, f"why-rules-hidden-{width}")
	assert browser_page.errors == []


def test_forms_show_stored_sentences_as_text(browser_page, login, make_user):
	"""Frappe 15 takes what stands in such a field for HTML, Frappe 16 for text."""
	stored, shown = "Needs: &lt;b>Cut & Dried &lt;3\nor else", "Needs: <b>Cut & Dried <3\nor else"
	deal = make_deal()
	run = make_run(deal, reason=stored)
	step = make_step(deal, run=run.name, detail=stored, reason=stored)
	frappe.db.commit()
	login(browser_page, make_user("CRM Admin"))
	for doc, fieldnames in ((run, ["reason"]), (step, ["detail", "reason"])):
		browser_page.goto(f"/app/{doc.doctype.lower().replace(' ', '-')}/{doc.name}")
		for fieldname in fieldnames:
			field = browser_page.locator(f".frappe-control[data-fieldname={fieldname}] .control-value")
			expect(field).to_be_visible()
			assert field.inner_text() == shown
			assert field.locator("b").count() == 0
	assert browser_page.errors == []


def test_every_record_that_rules_are_about_is_asked(browser_page, login, make_user):
	page = browser_page
	docs = [make_contact(), make_customer(), make_location(), make_note(make_customer())]
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	for doc in docs:
		page.goto(f"/app/{doc.doctype.lower().replace(' ', '-')}/{doc.name}")
		expect(ask(page)).to_contain_text("No rule has anything to say about this record.")
	assert page.errors == []
