"""A quote as whoever sells clicks it: from a deal, its lines, sent, revised, accepted, renewed; at the width of a desk and of a phone."""

import frappe
import pytest
from playwright.sync_api import Locator, Page, expect

from frappe_crm_app.selling.acceptance.deciding import Acceptance, accept
from frappe_crm_app.selling.acceptance.links import find, make
from frappe_crm_app.selling.acceptance.said import Signature
from frappe_crm_app.selling.quotes.sending import send
from tests.browser.conftest import PHONE
from tests.factories import make_contact, make_customer, make_deal, make_product, make_quote, make_tax_class
from tests.stack.browser import overflow, serious_findings, wait_for_dialog

PAGE = ".crm-quote"


@pytest.fixture
def products() -> list[str]:
	"""Two products that are taxed with 19 %: one that is bought, one that is due each month."""
	tax = make_tax_class(19).name
	crane = make_product(1250.5, product_name="Harbor crane", product_code="HC-1", tax_class=tax)
	care = make_product(
		80, product_name="Care plan", product_code="CP-1", tax_class=tax, unit="month", recurrence="Monthly"
	)
	return [crane.name, care.name]


def make_harbor_deal(user: str) -> frappe._dict:
	customer = make_customer(customer_name="Blue Harbor", salesperson=user)
	ada = make_contact(
		first_name="Ada",
		last_name="King",
		customer=customer.name,
		contact_owner=user,
		email="ada@blue-harbor.example",
	)
	deal = make_deal(title="Harbor cranes", contact=ada.name, deal_owner=user, currency="USD")
	frappe.db.commit()
	return deal


def row(page: Page, number: int) -> Locator:
	return page.locator(f"[data-fieldname='lines'] .grid-body .grid-row[data-idx='{number}']")


def add_line(page: Page, number: int, product: str) -> None:
	"""Add a line by its product, as on a desk: typed into the grid."""
	page.get_by_role("button", name="Add row").or_(page.get_by_role("button", name="Add Row")).first.click()
	cell = row(page, number).locator("[data-fieldname='product']").first
	cell.click()
	box = row(page, number).locator("[data-fieldname='product'] input")
	box.fill(product)
	page.locator(".awesomplete [role='option']:visible", has_text=product).first.click()


def figure(page: Page, name: str) -> Locator:
	return page.locator(f"{PAGE} [data-figure='{name}'] strong")


def action(page: Page, name: str) -> Locator:
	return page.locator(f"{PAGE} [data-action='{name}']")


def totals(page: Page) -> Locator:
	return page.locator(".crm-quote-live .crm-quote-totals")


def stored(name: str) -> frappe._dict:
	frappe.db.commit()
	return frappe.get_doc("CRM Quote", name)


def newest() -> frappe._dict:
	frappe.db.commit()
	return frappe.get_last_doc("CRM Quote")


def complaints(page: Page) -> list[str]:
	return [*page.errors, *serious_findings(page, PAGE)]


def test_a_quote_from_a_deal_sent_and_revised(browser_page, login, make_user, products, shoot):
	page, seller = browser_page, make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	deal = make_harbor_deal(seller)
	login(page, seller)
	page.goto(f"/app/crm-sales-deal/{deal.name}")
	section = page.locator(".crm-part[data-part='quotes']")
	expect(section).to_contain_text("Nothing here yet.")
	shoot(page, "quote-0-deal")
	section.get_by_role("button", name="New Quote").click()

	expect(page.locator(PAGE)).to_be_visible()
	expect(figure(page, "state")).to_have_text("Draft")
	assert action(page, "send").count() == 0  # nothing to send
	add_line(page, 1, "Harbor crane")
	expect(totals(page)).to_contain_text("1,488.10")
	add_line(page, 2, "Care plan")
	expect(totals(page)).to_contain_text("Each month")
	expect(totals(page)).to_contain_text("1,583.30")
	shoot(page, "quote-1-draft")
	assert complaints(page) == []
	page.keyboard.press("Control+s")
	expect(figure(page, "total")).to_have_text("$ 1,583.30")
	quote = newest()
	assert (quote.deal, quote.contact, quote.gross_total) == (deal.name, deal.contact, 1583.3)
	assert [line.title for line in quote.lines] == ["Harbor crane", "Care plan"]

	action(page, "send").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname='addresses'] input")).to_have_value("ada@blue-harbor.example")
	shoot(page, "quote-2-send")
	dialog.get_by_role("button", name="Send", exact=True).click()
	expect(figure(page, "state")).to_have_text("Sent")
	expect(page.locator(f"{PAGE} .crm-quote-name strong")).to_have_text(f"{stored(quote.name).quote_number}")
	assert frappe.get_all("CRM Quote Mail", {"quote": quote.name}, pluck="address") == [
		"ada@blue-harbor.example"
	]
	expect(page.locator("[data-fieldname='lines']:visible")).to_have_count(0)
	shoot(page, "quote-3-sent")
	assert complaints(page) == []

	action(page, "revise").click()
	expect(page.locator(f"{PAGE} .crm-quote-name")).to_contain_text("Version 2")
	add_line(page, 3, "Harbor crane")
	page.keyboard.press("Control+s")
	expect(page.locator("[data-part='changes']")).to_contain_text("Added")
	shoot(page, "quote-4-revised")
	assert stored(newest().name).revises == quote.name
	assert complaints(page) == []


@pytest.fixture
def accepted(products, worker) -> frappe._dict:
	"""A quote that a stranger has accepted by their link, with the signed PDF."""
	quote = make_quote(
		title="Cranes with care",
		lines=[
			{"product": products[0], "quantity": 2},
			{"product": products[1], "quantity": 3},
			{
				"title": "Maintenance",
				"recurrence": "Monthly",
				"unit_price": 90000,
				"tax_rate": 19,
				"is_optional": 1,
			},
		],
	)
	quote = send(quote.name, addresses=["ada@blue-harbor.example"])
	token = make(quote, "ada@blue-harbor.example").partition("t=")[2]
	accept(find(token), Acceptance(quote.version, (), Signature("Ada King", None)))
	frappe.db.commit()
	worker.run()
	return stored(quote.name)


@pytest.mark.parametrize("role", ["CRM Manager", "CRM Viewer"])
def test_an_accepted_quote_is_renewed_once(browser_page, login, make_user, accepted, shoot, role, width):
	page = browser_page
	if width == "phone":
		page.set_viewport_size(PHONE)
	login(page, make_user(role))
	page.goto(f"/app/crm-quote/{accepted.name}")
	expect(figure(page, "state")).to_have_text("Accepted")
	expect(page.locator("[data-part='history']")).to_contain_text("Accepted by Ada King")
	page.get_by_role("button", name="Verify: As signed").click()
	expect(page.locator(".crm-quote-found")).to_contain_text(
		f"Unchanged: {accepted.display_number}, accepted on"
	)
	expect(page.locator("[data-part='renewal']")).to_contain_text("240.00") if role == "CRM Manager" else None
	shoot(page, f"quote-accepted-{role}-{width}")
	assert overflow(page) <= 0
	assert page.locator(".crm-quote-lines").evaluate("(lines) => lines.scrollWidth - lines.clientWidth") == 0
	if role == "CRM Viewer":
		expect(action(page, "renew")).to_have_count(0)
		expect(action(page, "revise")).to_have_count(0)
		assert complaints(page) == []
		return
	action(page, "renew").click()
	expect(figure(page, "state")).to_have_text("Draft")
	draft = newest()
	assert [(line.title, line.quantity) for line in draft.lines] == [("Care plan", 3)]
	page.goto(f"/app/crm-quote/{accepted.name}")
	page.locator("[data-part='renewal']").get_by_role("link", name=draft.title).click()
	expect(figure(page, "state")).to_have_text("Draft")
	assert frappe.db.count("CRM Quote") == 2
	assert complaints(page) == []


def test_the_list_of_quotes_has_chips_that_count_and_filter(
	browser_page, login, make_user, accepted, shoot, width
):
	page = browser_page
	if width == "phone":
		page.set_viewport_size(PHONE)
	make_quote(title="Another draft")
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	page.goto("/app/crm-quote")
	chips = page.locator(".crm-list-strip")
	expect(chips.locator("[data-value='accepted'] .crm-chip-count")).to_have_text("1")
	expect(chips.locator("[data-value=''] .crm-chip-count")).to_have_text("2")
	chips.locator("[data-value='draft']").click()
	expect(page.locator(".list-row:visible")).to_have_count(1)
	expect(page.locator(".list-row:visible")).to_contain_text("Another draft")
	shoot(page, f"quote-list-{width}")
	assert page.errors == []


def test_prices_follow_the_currency_that_is_chosen(browser_page, login, make_user):
	page, seller = browser_page, make_user("CRM Sales Rep")
	prices = [{"currency": "USD", "price": 100}, {"currency": "EUR", "price": 90}]
	both = make_product(None, prices=prices, product_name="Harbor crane")
	dollars = make_product(80, product_name="Care plan")
	lines = [
		{"product": each.name, "title": each.product_name, "quantity": 1, "unit_price": price}
		for each, price in ((both, 100), (dollars, 80))
	]
	quote = make_quote(contact=make_contact(contact_owner=seller).name, quote_owner=seller, lines=lines)
	frappe.db.commit()
	login(page, seller)
	page.goto(f"/app/crm-quote/{quote.name}")
	expect(totals(page)).to_contain_text("180.00")
	page.evaluate("cur_frm.set_value('currency', 'EUR')")
	expect(page.get_by_text("Care plan has no price in EUR: type one.")).to_be_visible()
	expect(totals(page)).to_contain_text("170.00")
	assert page.evaluate("cur_frm.doc.lines.map(({ unit_price }) => unit_price)") == [90, 80]
	assert page.errors == []


def test_numbers_read_as_they_were_typed_and_what_is_not_taxed_is_said(browser_page, login, make_user):
	page, seller = browser_page, make_user("CRM Sales Rep")
	free = make_tax_class(0).name
	lines = [
		{"title": "Crane", "quantity": 2.5, "unit_price": 200, "tax_rate": 19, "discount_percent": 7.5},
		{"title": "Hook", "quantity": 1, "unit_price": 50},
	]
	ada = make_contact(contact_owner=seller, email="ada@blue-harbor.example")
	quote = make_quote(contact=ada.name, quote_owner=seller, lines=lines)
	frappe.db.commit()
	login(page, seller)
	page.goto(f"/app/crm-quote/{quote.name}")
	warning = page.locator(".crm-quote-live [data-part='untaxed']")
	expect(warning).to_contain_text("Line 2 has neither a tax class nor a tax rate: it is taxed 0 %.")
	cell = row(page, 1).locator("[data-fieldname='quantity']").first
	expect(cell.locator(".static-area")).to_have_text("2.5")
	expect(row(page, 1).locator("[data-fieldname='discount_percent'] .static-area").first).to_have_text(
		"7.5 %"
	)
	cell.click()
	box = row(page, 1).locator("[data-fieldname='quantity'] input")
	expect(box).to_have_value("2.5")
	box.fill("1.25")
	box.press("Tab")
	expect(box).to_have_value("1.25")
	box.fill("3")
	box.press("Tab")
	expect(box).to_have_value("3")
	assert complaints(page) == []
	page.keyboard.press("Control+s")
	expect(figure(page, "total")).to_have_text("$ 710.45")
	assert [line.quantity for line in stored(quote.name).lines] == [3, 1]

	action(page, "send").click()
	wait_for_dialog(page)
	said = page.locator(".modal.show [data-part='untaxed']")
	expect(said).to_contain_text("Line 2 has neither a tax class")
	assert serious_findings(page, ".modal.show [data-part='untaxed']") == []
	name = stored(quote.name).lines[1].name
	page.evaluate(
		"([name, free]) => frappe.model.set_value('CRM Quote Line', name, 'tax_class', free)", [name, free]
	)
	expect(warning).to_have_count(0)
	assert page.errors == []
