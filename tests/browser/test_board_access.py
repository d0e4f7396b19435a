"""The board by axe-core: nothing of what it calls serious or critical, light and dark, at a desk and on a phone."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime
from playwright.sync_api import Page, expect

from tests.factories import make_contact, make_customer, make_deal, make_location, make_note
from tests.stack.browser import wait_for_stillness

GRAVE = ("serious", "critical")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def findings(page: Page) -> list[str]:
	from axe_playwright_python.sync_playwright import Axe

	wait_for_stillness(page)
	answer = Axe().run(page, context=".crm-board", options=RULES).response
	return [
		f"{violation['id']}: {violation['help']}: {[node['html'][:200] for node in violation['nodes'][:3]]}"
		for violation in answer["violations"]
		if violation["impact"] in GRAVE
	]


@pytest.fixture
def rotting_deal():
	"""A deal that shows all a card can show; the shipped pipeline rots for the length of the test."""
	sales = frappe.db.get_value("CRM Pipeline", {"pipeline_name": "Sales"})
	frappe.db.set_value("CRM Pipeline", sales, {"rotting_enabled": 1, "rot_after_days": 5})
	frappe.clear_document_cache("CRM Pipeline", sales)
	customer = make_customer(customer_name="Blue Harbor")
	contact = make_contact(first_name="Ada", last_name="King", customer=customer.name, email="a@b.example")
	make_location(location_name="Pier 7", customer=customer.name)
	deal = make_deal(title="Harbor cranes", contact=contact.name)
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), -1))
	make_deal(title="Lathe")
	rested = {"stage_entered_on": add_days(now_datetime(), -30)}
	frappe.db.set_value("CRM Sales Deal", deal.name, rested)
	frappe.db.commit()
	yield deal
	frappe.db.set_value("CRM Pipeline", sales, {"rotting_enabled": 1, "rot_after_days": 30})
	frappe.db.commit()


@pytest.mark.parametrize(
	("theme", "width"), [("Light", 1440), ("Dark", 1440), ("Light", 390)], ids=["light", "dark", "phone"]
)
def test_nothing_grave_is_found(browser_page, login, make_user, rotting_deal, theme, width):
	page, user = browser_page, make_user("CRM Manager", desk_theme=theme)
	page.set_viewport_size({"width": width, "height": 844})
	page.emulate_media(reduced_motion="reduce")  # colours are told by axe while nothing moves
	login(page, user)
	page.goto("/app/crm-board")
	expect(page.locator(".crm-board-card.is-rotting")).to_be_visible()
	page.get_by_role("button", name="Filters").click()
	found = {"board": findings(page)}
	page.get_by_role("button", name="Move Lathe").click()
	found["menu"] = findings(page)
	page.keyboard.press("Escape")
	page.get_by_role("button", name="Harbor cranes", exact=True).click()
	expect(page.locator(".crm-entry").first).to_be_visible()
	page.get_by_role("button", name="Schedule Next Step").click()
	expect(page.get_by_role("form", name="Schedule Next Step")).to_be_visible()
	tabs = ("Activity",) if width < 500 else ("Activity", "Details", "People & Places")
	for tab in tabs:
		page.get_by_role("tab", name=tab).click()
		found[tab] = findings(page)
	assert found == {place: [] for place in found}
