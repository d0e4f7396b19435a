"""The first hour on a site where the app was just installed, through the interface alone: from nothing to the first won deal."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.stack.service import free_port
from scripts.stack.testing import ADMIN_PASSWORD, TestStack
from scripts.stack.web import Web
from tests.browser.counted import Counted
from tests.stack.browser import RESULTS, wait_for_dialog

FRESH = "crm-first.localhost"
# The first version of this walk, by the desk's forms and lists, before there was a page for it (`docs/first-hour.md`).
FIRST_VERSION = Counted(None, clicks=26, fields=10)


@pytest.fixture
def fresh_page(
	browser: Browser, stack: TestStack, server: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
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
	if getattr(request.node, "has_failed", False):
		page.screenshot(path=RESULTS / "first-hour.png")
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
	assert person.clicks < FIRST_VERSION.clicks
	assert person.fields < FIRST_VERSION.fields
	assert page.errors == []
