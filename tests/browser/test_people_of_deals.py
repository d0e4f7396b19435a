"""A rep who was given a deal: name and phone of whom it is about, and never "none" of what is hidden."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import by_everybody
from tests.factories import make_contact, make_customer, make_deal, make_location, make_note
from tests.stack.browser import overflow, serious_findings

MORE = "There is more here than you may see."
NOTHING_SEEN = "There is something here, but nothing that you may see."


pytestmark = by_everybody  # whoever sees less is told so, whoever sees all is not


@pytest.fixture
def is_rep(role: str) -> bool:
	return role == "CRM Sales Rep"


@pytest.fixture
def given(person):
	"""A deal that the user was given, of a customer with another contact and another deal, all somebody else's."""
	customer = make_customer(customer_name="Blue Harbor")
	ada, mary = (
		make_contact(first_name=first, last_name=last, phone=phone, customer=customer.name)
		for first, last, phone in (("Ada", "King", "+4722334455"), ("Mary", "Shelley", "+4722334456"))
	)
	deal = make_deal(title="Harbor cranes", contact=ada.name, deal_owner=person)
	make_deal(title="Rails", contact=mary.name)
	make_note(ada, content="They want a second crane", status="Done")
	frappe.db.commit()
	return frappe._dict(customer=customer.name, contact=ada.name, deal=deal.name)


def part(page: Page, name: str):
	return page.locator(f".crm-part[data-part='{name}']")


def test_the_board_and_its_panel_show_whom_a_deal_is_about(browser_page, given, is_rep, role, width, shoot):
	page = browser_page
	pipeline = frappe.db.get_value("CRM Sales Deal", given.deal, "pipeline")
	page.goto(f"/app/crm-board/{pipeline}?card={given.deal}")
	card = page.locator(".crm-board-card:has(.crm-board-card-title[title='Harbor cranes'])")
	expect(card).to_contain_text("Ada King")
	page.get_by_role("tab", name="People & Places").click()
	people = page.locator(".crm-board-section[data-part='people']")
	expect(people).to_contain_text("+4722334455")
	others = page.locator(".crm-board-section", has=page.get_by_role("heading", name="Other Contacts"))
	expect(others).not_to_contain_text("Ada King")
	expect(others).not_to_contain_text("No other contacts yet")
	expect(others.get_by_text(NOTHING_SEEN)).to_have_count(1 if is_rep else 0)
	expect(others.get_by_text("Mary Shelley")).to_have_count(0 if is_rep else 1)
	assert serious_findings(page, ".crm-board-panel") == []
	shoot(page, f"panel-of-a-given-deal-{width}-{role.split()[-1].lower()}")
	assert page.errors == []


def test_the_customers_page_never_says_none_of_what_is_hidden(
	browser_page, given, is_rep, role, width, shoot
):
	page = browser_page
	make_location(location_name="Pier 7", customer=given.customer)
	frappe.db.commit()
	page.goto(f"/app/crm-customer/{given.customer}")
	expect(page.locator(".crm-figures")).to_be_visible()
	expect(part(page, "contacts")).to_contain_text("Ada King")
	for name in ("contacts", "deals"):
		expect(part(page, name).get_by_text(MORE)).to_have_count(1 if is_rep else 0)
	expect(part(page, "locations")).to_contain_text("Pier 7")
	expect(part(page, "locations").locator("[data-hidden]")).to_have_count(0)
	expect(page.locator(".crm-entry", has_text="They want a second crane")).to_be_visible()
	assert overflow(page) <= 0
	assert serious_findings(page, ".crm-record") == []
	shoot(page, f"page-of-a-given-customer-{width}-{role.split()[-1].lower()}")
	assert page.errors == []


def test_a_contact_whose_deals_are_others_says_so(browser_page, given, person, is_rep):
	page = browser_page
	lone = make_contact(first_name="Jane", last_name="Eyre", contact_owner=person)
	make_deal(title="Bricks", contact=lone.name)
	frappe.db.commit()
	page.goto(f"/app/crm-contact/{lone.name}")
	page.get_by_role("tab", name="Deals", exact=True).click()
	deals = page.locator("section[aria-label='Deals']")
	expect(deals.get_by_text(NOTHING_SEEN if is_rep else "Bricks")).to_be_visible()
	expect(deals.get_by_text("No deals yet.")).to_have_count(0)
	assert page.errors == []
