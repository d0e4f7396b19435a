"""The story of a sale, as a salesperson clicks it: new contact, new company, new deal, won, mailed."""

import frappe
from playwright.sync_api import Locator, Page, expect


def open_dialog(page: Page, button: str) -> None:
	"""Press the button that opens quick entry, and wait until the dialog has put the focus into its first field.

	What is typed before that lands there.
	"""
	page.get_by_role("button", name=button).click()
	expect(page.locator(".modal.show input:focus")).to_be_visible()


def fill(page: Page, fieldname: str, value: str) -> None:
	"""Type into a field of the quick entry dialog."""
	field = page.locator(f".modal-dialog:visible [data-fieldname='{fieldname}'] input").first
	field.fill(value)
	field.blur()


def save_dialog(page: Page) -> None:
	page.locator(".modal-dialog:visible .btn-primary:visible").click()
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)


def title(page: Page) -> Locator:
	"""Return where the form says whose it is: its heading on Frappe 15, the last of its breadcrumbs on 16."""
	return page.locator(".page-head :is(.title-text, .title-text-form):visible").last


def test_a_sale_from_contact_to_won_deal(browser_page, login, make_user, worker, shoot):
	page, seller = browser_page, make_user("CRM Manager", first_name="Grace", last_name="Hopper")
	login(page, seller)
	page.goto("/app/crm-desk")
	expect(page.get_by_text("Open Deals", exact=True)).to_be_visible()

	page.goto("/app/crm-contact")
	open_dialog(page, "Add Contact")
	fill(page, "first_name", "Ada")
	fill(page, "last_name", "King")
	fill(page, "email", "Ada@Blue-Harbor.example")
	fill(page, "phone", "(415) 555-0100")
	fill(page, "company_name", "Blue Harbor Ltd")
	shoot(page, "story-1-new-contact")
	save_dialog(page)
	page.get_by_role("link", name="Ada King").click()
	expect(title(page)).to_have_text("Ada King")
	frappe.db.commit()
	contact = frappe.get_last_doc("CRM Contact")
	assert (contact.email, contact.phone) == ("ada@blue-harbor.example", "+14155550100")
	assert frappe.db.get_value("CRM Customer", contact.customer, "customer_name") == "Blue Harbor Ltd"
	shoot(page, "story-2-contact")

	open_dialog(page, "New Deal")
	fill(page, "title", "Harbor cranes")
	fill(page, "value", "12500")
	save_dialog(page)
	expect(title(page)).to_have_text("Harbor cranes")
	shoot(page, "story-3-deal")

	page.get_by_role("button", name="Close Deal").click()
	page.get_by_role("link", name="Won", exact=True).click()
	page.get_by_role("button", name="Mark as Won").click()
	expect(page.locator(".page-head .indicator-pill:visible")).to_have_text("Won")
	shoot(page, "story-4-won")

	worker.run()
	deal = frappe.get_last_doc("CRM Sales Deal")
	assert (deal.outcome, deal.contact, deal.customer) == ("Won", contact.name, contact.customer)
	queued = frappe.get_all("Email Queue", {"reference_doctype": deal.doctype, "reference_name": deal.name})
	assert len(queued) == 1
	assert frappe.get_all("Email Queue Recipient", {"parent": queued[0].name}, pluck="recipient") == [seller]
	assert page.errors == []
