"""Whoever is given a deal hears of it in the desk, and a click on that opens it: as rep, manager and administrator."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from frappe_crm_app.kit.frappe_version import major_version
from tests.browser.conftest import PHONE
from tests.factories import make_deal


@pytest.mark.parametrize("role", ["CRM Sales Rep", "CRM Manager", "CRM Admin"])
def test_who_is_given_a_deal_hears_of_it_and_opens_it(browser_page, login, make_user, shoot, width, role):
	page = browser_page
	giver = make_user("CRM Manager", first_name="Grace", last_name="Hopper")
	receiver = make_user(role, first_name="Ada", last_name="King")
	deal = make_deal(title="Harbor cranes", deal_owner=giver)
	frappe.db.commit()
	login(page, giver)
	# over REST: Frappe 16 has the browser keep what its first user was told for an hour
	given = page.request.put(f"/api/resource/CRM Sales Deal/{deal.name}", data={"deal_owner": receiver})
	assert given.ok, given.text()
	login(page, receiver)
	if width == "phone":
		page.set_viewport_size(PHONE)
	page.goto("/app/crm-today")
	expect(page.locator(".crm-today h1")).to_be_visible()
	open_bell(page, width)
	told = page.locator(".notification-item:visible", has_text="Grace Hopper gave you the deal Harbor cranes")
	expect(told).to_be_visible()
	shoot(page, f"told-{width}")
	told.click()
	page.wait_for_url(f"**/crm-sales-deal/{deal.name}")
	expect(page.locator(".crm-stages")).to_be_visible()
	assert page.errors == []


def open_bell(page: Page, width: str) -> None:
	"""Open the desk's notifications: in the bar on Frappe 15, in the sidebar on 16, which a phone folds."""
	if major_version() < 16:
		page.locator(".notifications-icon:visible").click()
		return
	if width == "phone":
		page.locator(".sidebar-toggle-btn:visible, .menu-toggle:visible").first.click()
	page.locator(".sidebar-notification:visible").click()
