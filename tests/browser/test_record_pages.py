"""The customer's page and a contact's tabs, at the width of a desk and of a phone."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime
from playwright.sync_api import Page, expect

from tests.factories import (
	insert,
	make_contact,
	make_customer,
	make_deal,
	make_location,
	make_note,
	make_run,
	make_step,
	move,
)
from tests.stack.browser import overflow, serious_findings, wait_for_dialog
from tests.stack.other_apps import FOREIGN


@pytest.fixture
def harbor(seller):
	"""A customer with one of everything, and its contact."""
	ally = make_customer(customer_name="Nordic Freight")
	customer = make_customer(
		customer_name="Blue Harbor",
		referred_by=ally.name,
		salesperson=seller,
		relations=[{"customer": ally.name, "relation": "Partner"}],
	)
	contact = make_contact(
		first_name="Ada", last_name="King", job_title="Head of Logistics", customer=customer.name,
		email="ada@blue-harbor.example", phone="+4722334455",
	)  # fmt: skip
	deal = make_deal(title="Harbor cranes", value=12500, contact=contact.name, deal_owner=seller)
	move(make_deal(title="Rails", value=400, customer=customer.name, deal_owner=seller), "Won")
	make_location(location_name="Pier 7", customer=customer.name, city="Oslo", latitude=59.9, longitude=10.7)
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), 2), assigned_to=seller)
	make_note(
		contact, subject="Send the price list", scheduled_on=add_days(now_datetime(), -1), assigned_to=seller
	)
	make_note(customer, content="They want a second crane", status="Done")
	file = {"file_name": "offer.txt", "content": "offer", "is_private": 1}
	insert("File", {**file, "attached_to_doctype": customer.doctype, "attached_to_name": customer.name})
	frappe.db.commit()
	return frappe._dict(customer=customer.name, contact=contact.name, deal=deal.name)


def part(page: Page, name: str):
	return page.locator(f".crm-part[data-part='{name}']")


def open_customer(page: Page, name: str) -> None:
	page.goto(f"/app/crm-customer/{name}")
	expect(page.locator(".crm-figures")).to_be_visible()
	expect(page.locator(".crm-entry").first).to_be_visible()


def test_the_customers_page_shows_all_of_it(browser_page, harbor, shoot, width):
	page = browser_page
	open_customer(page, harbor.customer)
	figures = {name: page.locator(f"[data-figure='{name}']") for name in ("open", "won", "last", "next")}
	expect(figures["open"]).to_contain_text("12,500")
	expect(figures["won"]).to_contain_text("400")
	expect(figures["next"]).to_contain_text("Send the price list")
	expect(figures["last"]).to_contain_text("Today")
	expect(part(page, "contacts")).to_contain_text("Ada King")
	expect(part(page, "deals")).to_contain_text("Harbor cranes")
	expect(part(page, "locations").get_by_role("link", name="Pier 7 on the map")).to_be_visible()
	expect(part(page, "relations")).to_contain_text("Nordic Freight")
	expect(part(page, "files")).to_contain_text("offer")
	expect(page.locator(".crm-entry", has_text="They want a second crane")).to_be_visible()
	assert overflow(page) <= 0
	assert serious_findings(page, ".crm-record") == []
	shoot(page, f"customer-page-{width}")
	assert page.errors == []


def test_a_contact_is_added_from_the_customers_page(browser_page, harbor, width):
	page = browser_page
	open_customer(page, harbor.customer)
	page.get_by_role("button", name="Add Contact").last.click()
	dialog = page.locator(".modal-dialog:visible")
	wait_for_dialog(page)
	dialog.locator("[data-fieldname='first_name'] input").fill("Mary")
	dialog.locator("[data-fieldname='last_name'] input").fill("Shelley")
	dialog.locator(".btn-primary:visible").click()
	expect(part(page, "contacts")).to_contain_text("Mary Shelley")
	frappe.db.commit()
	customer = frappe.db.get_value("CRM Contact", {"full_name": "Mary Shelley"}, "customer")
	assert customer == harbor.customer


def test_a_step_is_done_and_the_next_one_is_offered(browser_page, harbor, width):
	page = browser_page
	open_customer(page, harbor.customer)
	page.get_by_role("button", name="Mark Send the price list as done").click()
	dialog = page.locator(".crm-next-step .modal-dialog")
	expect(dialog).to_contain_text("What comes next?")
	wait_for_dialog(page)
	dialog.locator("[data-fieldname='content'] textarea").fill("Ask whether they like it")
	dialog.get_by_role("button", name="Schedule").click()
	expect(part(page, "follow_ups")).to_contain_text("Ask whether they like it")
	expect(part(page, "follow_ups")).not_to_contain_text("Send the price list")
	expect(page.locator("[data-figure='next']")).to_contain_text("Ask again")
	frappe.db.commit()
	assert frappe.db.get_value("CRM Follow-up Note", {"subject": "Send the price list"}, "status") == "Done"


def test_a_contacts_tabs(browser_page, harbor, shoot, width):
	page, contact = browser_page, frappe.get_doc("CRM Contact", harbor.contact)
	make_step(contact, run=make_run(contact).name, detail="Tagged: Boats.")
	frappe.db.commit()
	page.goto(f"/app/crm-contact/{harbor.contact}")
	page.get_by_role("tab", name="Timeline", exact=True).click()
	expect(page.locator(".crm-entry", has_text="Send the price list")).to_be_visible()
	page.get_by_role("button", name="Log Activity").click()
	page.get_by_label("Subject", exact=True).fill("Went through the offer")
	page.get_by_label("When", exact=True).fill("2030-01-02T10:00")
	page.locator(".crm-note").get_by_label("Done", exact=True).uncheck()
	assert serious_findings(page, ".tab-pane.active .crm-record") == []
	shoot(page, f"contact-activity-{width}")
	page.locator(".crm-note").get_by_role("button", name="Save").click()
	expect(page.locator(".crm-entry", has_text="Went through the offer")).to_contain_text("Planned for")
	page.get_by_role("button", name="Changes", exact=True).click()
	expect(page.locator(".crm-entry", has_text="Went through the offer")).to_have_count(0)
	expect(page.locator(".crm-entry", has_text="Rule “none” ran")).to_contain_text("Tagged: Boats.")
	page.get_by_role("tab", name="Deals", exact=True).click()
	expect(page.locator(".tab-pane.active .crm-row", has_text="Harbor cranes")).to_be_visible()
	expect(page.get_by_role("tab", name="Tickets", exact=True)).to_have_count(0)
	assert overflow(page) <= 0
	assert serious_findings(page, ".tab-pane.active .crm-record") == []
	shoot(page, f"contact-deals-{width}")
	frappe.db.commit()
	planned = frappe.db.get_value(
		"CRM Follow-up Note", {"subject": "Went through the offer"}, ["status", "action", "contact"]
	)
	assert planned == ("Open", "Call", harbor.contact)
	assert page.errors == []


@pytest.fixture
def records_of_other_apps(other_apps):
	"""The same records for other processes; deleted again."""
	frappe.db.commit()
	yield
	frappe.db.rollback()
	for doctype in FOREIGN:
		frappe.db.delete(doctype)
	frappe.db.commit()


def test_erpnext_and_helpdesk_have_their_sections_and_tabs(
	browser_page, harbor, records_of_other_apps, shoot, width
):
	page = browser_page
	open_customer(page, harbor.customer)
	expect(part(page, "invoices")).to_contain_text("ACC-SINV-1")
	expect(part(page, "invoices")).to_contain_text("Overdue")
	expect(part(page, "invoices")).to_contain_text("$ 900")
	expect(part(page, "invoices")).to_contain_text("€ 380")
	expect(part(page, "tickets").get_by_role("link", name="Cannot log in")).to_have_attribute(
		"href", "/helpdesk/tickets/77"
	)
	for name, text in {
		"quotations": "SAL-QTN-1",
		"projects": "New cranes",
		"issues": "Crane squeaks",
	}.items():
		expect(part(page, name)).to_contain_text(text)
	assert overflow(page) <= 0
	assert serious_findings(page, ".crm-record") == []
	part(page, "quotations").scroll_into_view_if_needed()
	shoot(page, f"customer-sections-{width}")
	page.goto(f"/app/crm-contact/{harbor.contact}")
	page.get_by_role("tab", name="Tickets", exact=True).click()
	expect(page.locator(".tab-pane.active")).to_contain_text("Cannot log in")
	page.get_by_role("tab", name="Projects", exact=True).click()
	expect(page.locator(".tab-pane.active")).to_contain_text("New cranes")
	assert page.errors == []


@pytest.mark.parametrize("make", [make_customer, make_contact, make_deal])
def test_a_note_begins_on_the_form_of_its_record(browser_page, login, make_user, make):
	page, record = browser_page, make()
	login(page, make_user("CRM Manager"))
	page.goto(f"/app/{record.doctype.lower().replace(' ', '-')}/{record.name}")
	page.locator(".custom-actions").get_by_role("button", name="Add Note").click()
	expect(page.locator(".modal-dialog:visible")).to_contain_text("New Follow-up")
	note = page.evaluate("() => frappe.quick_entry.doc")
	assert (note["reference_doctype"], note["reference_name"]) == (record.doctype, record.name)
