"""The desk's pages with lifelike data: nothing complains, and what they show is worth showing."""

import frappe
import pytest
from playwright.sync_api import Locator, Page, expect

from frappe_crm_app.demo.load import load_demo
from tests.stack.browser import PASSWORD, overflow

WIDTHS = {"desk": 1440, "tablet": 1024, "phone": 390}


@pytest.fixture
def demo_page(browser_page: Page, login) -> Page:
	load_demo(PASSWORD)
	manager = frappe.db.get_value(
		"CRM Salesperson", {"reports_to": ("is", "not set"), "name": ("like", "demo%")}, "user"
	)
	frappe.db.commit()
	login(browser_page, manager)
	return browser_page


def open_page(page: Page, path: str, text: str) -> None:
	page.goto(path)
	expect(page.get_by_text(text, exact=True).locator("visible=true").first).to_be_visible()
	page.wait_for_load_state("networkidle")
	if path.endswith("/crm-desk"):
		wait_for_charts(page)


def wait_for_charts(page: Page) -> None:
	"""Wait until the bars have grown to their height."""
	page.wait_for_function(
		"[...document.querySelectorAll('.frappe-chart .bar')].some((bar) => bar.getBoundingClientRect().height > 30)"
	)
	page.wait_for_timeout(1500)


def pipeline(pipeline_name: str) -> str:
	return frappe.db.get_value("CRM Pipeline", {"pipeline_name": pipeline_name})


def customer_of(deal: str) -> str:
	return frappe.db.get_value("CRM Sales Deal", deal, "customer")


def test_every_page_opens_without_complaint(demo_page, shoot):
	deal = frappe.get_all("CRM Sales Deal", {"outcome": "Open", "contact": ("is", "set")}, pluck="name")[0]
	contact = frappe.db.get_value("CRM Sales Deal", deal, "contact")
	pages = {
		"workspace": ("/app/crm-desk", "Open Deals"),
		"contacts": ("/app/crm-contact", "Full Name"),
		"customers": ("/app/crm-customer", "Customer Name"),
		"deals": ("/app/crm-sales-deal", "Title"),
		"follow-ups": ("/app/crm-follow-up-note", "Subject"),
		"contact": (f"/app/crm-contact/{contact}", "First Name"),
		"customer": (f"/app/crm-customer/{customer_of(deal)}", "Open Value"),
		"deal": (f"/app/crm-sales-deal/{deal}", "Deal Owner"),
		"calendar": ("/app/crm-follow-up-note/view/calendar/default", "Month"),
		"board": ("/app/crm-board", "Negotiation"),
		"board-follow-ups": (f"/app/crm-board/{pipeline('Follow-up')}", "Need Confirmed"),
		"board-panel": (f"/app/crm-board?card={deal}", "Schedule Next Step"),
		"settings": ("/app/crm-desk-settings", "Default Deal Pipeline"),
	}
	complaints = {}
	for name, (path, text) in pages.items():
		open_page(demo_page, path, text)
		shoot(demo_page, name)
		complaints[name] = list(demo_page.errors)
		demo_page.errors.clear()
	assert complaints == {name: [] for name in pages}


def test_the_pages_are_readable_in_the_dark(demo_page, shoot):
	user = demo_page.request.get("/api/method/frappe.auth.get_logged_user").json()["message"]
	frappe.db.set_value("User", user, "desk_theme", "Dark")
	frappe.db.commit()
	deal = frappe.get_all("CRM Sales Deal", {"outcome": "Open", "contact": ("is", "set")}, pluck="name")[0]
	for name, (path, text) in {
		"customer-dark": (f"/app/crm-customer/{customer_of(deal)}", "Open Value"),
		"contacts-dark": ("/app/crm-contact", "Full Name"),
		"workspace-dark": ("/app/crm-desk", "Open Deals"),
		"deals-dark": ("/app/crm-sales-deal", "Title"),
		"board-dark": ("/app/crm-board", "Negotiation"),
	}.items():
		open_page(demo_page, path, text)
		assert demo_page.evaluate("document.documentElement.dataset.theme") == "dark"
		shoot(demo_page, name)


def test_every_column_is_in_sight_at_a_desks_width(demo_page):
	for path, last in {
		"crm-contact": ".crm-number-column",
		"crm-customer": ".crm-number-column",
		"crm-sales-deal": ".list-row-col:last-child",
		"crm-follow-up-note": ".list-row-col:last-child",
	}.items():
		demo_page.goto(f"/app/{path}")
		row = demo_page.locator(".list-row:visible").first
		cell = row.locator(f".level-left {last}")
		expect(cell).to_be_visible()
		assert right_of(cell) <= row.locator(".level-right").bounding_box()["x"], path
	open_page(demo_page, "/app/crm-board", "Negotiation")
	assert right_of(demo_page.locator(".crm-board-column").nth(5)) <= WIDTHS["desk"]


def right_of(place: Locator) -> float:
	box = place.bounding_box()
	return box["x"] + box["width"]


@pytest.mark.parametrize("width", ["tablet", "phone"])
def test_workspace_and_board_fit_narrow_windows(demo_page, shoot, width):
	demo_page.set_viewport_size({"width": WIDTHS[width], "height": 900})
	open_page(demo_page, "/app/crm-desk", "Open Deals")
	shoot(demo_page, f"workspace-{width}")
	assert overflow(demo_page) <= 0
	open_page(demo_page, "/app/crm-board", "Lead")
	shoot(demo_page, f"board-{width}")
	assert overflow(demo_page) <= 0
