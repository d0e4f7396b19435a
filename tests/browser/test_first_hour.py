"""The first hour on a site where the app was just installed, through the interface alone: from nothing to the first won deal."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.stack.service import free_port
from scripts.stack.testing import ADMIN_PASSWORD, TestStack
from scripts.stack.web import Web
from tests.browser.counted import Counted
from tests.stack.browser import wait_for_dialog

FRESH = "crm-first.localhost"
# The first version of this walk, by the desk's forms and lists, before there was a page for it (`docs/first-hour.md`).
FIRST_VERSION = Counted(None, clicks=0, fields=0)


@pytest.fixture
def fresh_page(browser: Browser, stack: TestStack, server: str) -> Iterator[Page]:
	"""Administrator's page on a site with Frappe past its setup wizard, on which `install-app` has run, and nothing else."""
	stack.make_site(FRESH)
	stack.bench.give_encryption_key(FRESH)
	stack.bench.run("install-app", "frappe_crm_app", site=FRESH)
	web = Web(stack.bench, FRESH, stack.folder / "web-of-first", free_port())
	web.start()
	context = browser.new_context(
		base_url=web.address, viewport={"width": 1440, "height": 900}, locale="en-US"
	)
	page = context.new_page()
	answer = page.request.post("/api/method/login", form={"usr": "Administrator", "pwd": ADMIN_PASSWORD})
	assert answer.ok, answer.text()
	page.errors = []
	page.on("pageerror", lambda error: page.errors.append(str(error) + str(error.stack)))
	yield page
	page.screenshot(path="/tmp/fh-fail.png")
	context.close()
	web.stop()


def step(page: Page, name: str) -> Locator:
	return page.locator(f".crm-step[data-step='{name}']")


def is_done(page: Page, name: str) -> None:
	expect(page.locator(f".crm-step[data-step='{name}'].is-done")).to_be_visible()


def dialog(page: Page) -> Locator:
	return page.locator(".modal.show")


def fill_dialog(person: Counted, button: Locator, values: dict[str, str]) -> None:
	"""Open a dialog by a button, type into its fields, and save it."""
	person.click(button)
	wait_for_dialog(person.page)
	for fieldname, text in values.items():
		field = dialog(person.page).locator(f"[data-fieldname='{fieldname}'] input").first
		person.type(field, text)
		field.blur()
	person.click(dialog(person.page).locator(".btn-primary:visible"))
	expect(dialog(person.page)).to_have_count(0)


def test_from_installing_to_the_first_won_deal(fresh_page, shoot):
	page, person = fresh_page, Counted(fresh_page)
	page.goto("/app/crm-desk")
	person.click(page.get_by_role("link", name="Continue"))
	# the currency of totals
	person.choose(step(page, "currency").get_by_role("combobox"), "EUR")
	expect(page.get_by_role("status").filter(has_text="Totals are in EUR.")).to_have_count(1)
	# a stage gets another name
	person.click(page.get_by_role("button", name="Edit the Stages"))
	person.type(page.get_by_label("Name of stage 3"), "Offer")
	person.click(page.get_by_role("button", name="Save the Stages"))
	expect(page.get_by_role("button", name="Save the Stages")).to_have_count(0)
	# somebody who sells
	fill_dialog(
		person,
		step(page, "people").get_by_role("button", name="Invite Somebody"),
		{"email": "grace@example.com", "first_name": "Grace"},
	)
	is_done(page, "people")
	# a contact, and a deal with them
	names = {"first_name": "Ada", "last_name": "King", "email": "ada@blue-harbor.example"}
	fill_dialog(person, step(page, "contacts").get_by_role("button", name="New Contact"), names)
	is_done(page, "contacts")
	deal = {"title": "Harbor cranes", "value": "12500"}
	fill_dialog(person, step(page, "deal").get_by_role("button", name="New Deal"), deal)
	# won
	person.click(step(page, "deal").get_by_role("button", name="Move It to Won"))
	person.click(dialog(page).get_by_role("button", name="Mark as Won"))
	is_done(page, "deal")
	shoot(page, "first-hour-won")
	print(f"\nFrom installing to the first won deal: {person}; in the first version {FIRST_VERSION}")
	assert page.errors == []


def control(page: Page, fieldname: str):
	return page.locator(f"[data-fieldname='{fieldname}'] input:visible").first


def workspace(person: Counted) -> None:
	"""Go to the workspace by the logo or the breadcrumb."""
	person.page.goto("/app/crm-desk")
	person.clicks += 1
	expect(person.page.get_by_text("Open Deals", exact=True)).to_be_visible()


def save(person: Counted) -> None:
	person.click(person.page.get_by_role("button", name="Save", exact=True).locator("visible=true"))
	expect(person.page.locator(".page-head:visible .indicator-pill.orange:visible")).to_have_count(0)


def test_first_version(fresh_page):
	page, person = fresh_page, Counted(fresh_page)
	page.goto("/app/crm-desk")
	# the currency of totals
	person.click(page.get_by_role("link", name="CRM Desk Settings").first)
	expect(control(page, "base_currency")).to_be_visible()
	page.wait_for_load_state("networkidle")
	person.type(control(page, "base_currency"), "EUR")
	person.click(page.locator(".awesomplete [role=option]:visible", has_text="EUR").first)
	save(person)
	# a stage gets another name
	workspace(person)
	person.click(page.get_by_role("link", name="Stages").first)
	person.click(page.locator(".list-row a", has_text="Proposal").first)
	expect(control(page, "stage_name")).to_be_visible()
	person.type(control(page, "stage_name"), "Offer")
	save(person)
	# somebody who sells
	person.type(page.locator("#navbar-search"), "User List")
	page.wait_for_timeout(800)
	person.click(page.locator(".search-bar [role=option]:visible, .search-bar li:visible").first)
	person.click(page.get_by_role("button", name="Add User"))
	expect(page.locator(".modal.show input:focus")).to_be_visible()
	person.type(page.locator(".modal.show [data-fieldname=email] input"), "grace@example.com")
	person.type(page.locator(".modal.show [data-fieldname=first_name] input"), "Grace")
	person.click(page.locator(".modal.show .btn-primary:visible"))
	expect(page.get_by_text("Welcome email sent")).to_be_visible()
	page.wait_for_timeout(600)
	person.click(page.locator(".modal.show .btn-modal-close:visible").last)
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)
	workspace(person)
	person.click(page.get_by_role("link", name="CRM Users").first)
	person.click(page.get_by_role("button", name="Change roles of Grace"))
	person.click(page.locator(".modal-dialog:visible").get_by_text("CRM Sales Rep"))
	person.click(page.locator(".modal-dialog:visible").get_by_role("button", name="Save"))
	expect(page.locator("tr[data-user='grace@example.com']")).to_contain_text("CRM Sales Rep")
	# a contact, and a deal with them
	workspace(person)
	person.click(page.locator(".shortcut-widget-box", has_text="Contacts").first)
	person.click(page.get_by_role("button", name="Add Contact"))
	expect(page.locator(".modal.show input:focus")).to_be_visible()
	for fieldname, text in {
		"first_name": "Ada",
		"last_name": "King",
		"email": "ada@blue-harbor.example",
	}.items():
		person.type(page.locator(f".modal-dialog:visible [data-fieldname='{fieldname}'] input").first, text)
	person.click(page.locator(".modal-dialog:visible .btn-primary:visible"))
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)
	person.click(page.get_by_role("link", name="Ada King").first)
	person.click(page.get_by_role("button", name="New Deal"))
	expect(page.locator(".modal.show input:focus")).to_be_visible()
	for fieldname, text in {"title": "Harbor cranes", "value": "12500"}.items():
		person.type(page.locator(f".modal-dialog:visible [data-fieldname='{fieldname}'] input").first, text)
		page.locator(f".modal-dialog:visible [data-fieldname='{fieldname}'] input").first.blur()
	currency = page.locator(".modal-dialog:visible [data-fieldname='currency'] input").first
	if currency.input_value() == "USD":
		person.type(currency, "EUR")
		person.click(page.locator(".modal.show .awesomplete [role=option]:visible", has_text="EUR").first)
	person.click(page.locator(".modal-dialog:visible .btn-primary:visible"))
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)
	# won
	person.click(page.get_by_role("button", name="Close Deal"))
	person.click(page.get_by_role("link", name="Won", exact=True))
	person.click(page.get_by_role("button", name="Mark as Won"))
	expect(page.locator(".page-head .indicator-pill:visible")).to_have_text("Won")
	print(f"\nFIRST VERSION: {person}")
	assert page.errors == []
