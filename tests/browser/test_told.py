"""Whom something concerns hears of it in the desk, and a click on that opens it: a deal that is given, a lead of a public form."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from frappe_crm_app.intake.lead_forms.tasks import OUTBOX
from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.kit.outbox.tasks import work_off
from tests.browser.conftest import PHONE
from tests.browser.lead_form import PAGE, fill_in, send
from tests.factories import make_deal, make_mail_account
from tests.stack.site import refresh


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


def lead_from_a_stranger(page: Page, form, owner: str | None) -> str:
	"""Fill in the public form, whose leads are the owner's, as a stranger, and let it be worked off; return the contact."""
	form.update({"lead_owner": owner, "mail_owner": 1, "proof_of_work": 0}).save()
	make_mail_account("house", default_outgoing=1)
	frappe.db.commit()
	page.goto(PAGE)
	expect(page.locator(".web-form [data-fieldname='message'] textarea")).to_be_visible()
	fill_in(page, "ada@blue-harbor.example")
	send(page)
	refresh()
	work_off(OUTBOX.key)
	refresh()
	return frappe.db.get_value("CRM Contact", {"email": "ada@blue-harbor.example"})


def hears_of_the_lead(page: Page, login, user: str, width: str, contact: str, shoot) -> None:
	"""Sign in as somebody of ours, who finds the lead in the bell, and opens it."""
	login(page, user)
	page.goto("/app/crm-today")
	expect(page.locator(".crm-today h1")).to_be_visible()
	open_bell(page, width)
	told = page.locator(".notification-item:visible", has_text="New lead: Ada King sent the form")
	expect(told).to_be_visible()
	shoot(page, f"told-of-a-lead-{width}")
	told.click()
	page.wait_for_url(f"**/crm-contact/{contact}")
	expect(page.locator("[data-fieldname=first_name] input:visible").first).to_have_value("Ada")


def told_and_mailed(contact: str) -> tuple[set[str], set[str]]:
	"""Return who was told of the contact in the desk, and who by mail."""
	about = {"document_type": "CRM Contact", "document_name": contact}
	told = frappe.get_all("Notification Log", about, pluck="for_user")
	mails = frappe.get_all("Email Queue", {"reference_name": contact}, pluck="name")
	mailed = frappe.get_all("Email Queue Recipient", {"parent": ("in", mails or [""])}, pluck="recipient")
	return set(told), set(mailed)


def test_every_manager_hears_of_a_lead_that_nobody_has(browser_page, shipped, login, make_user, shoot, width):
	page = browser_page
	if width == "phone":
		page.set_viewport_size(PHONE)
	mailed, unmailed = (make_user("CRM Manager") for _number in range(2))
	rep = make_user("CRM Sales Rep")
	frappe.get_doc("Notification Settings", unmailed).db_set("enable_email_assignment", 0)
	contact = lead_from_a_stranger(page, shipped, owner=None)
	told, by_mail = told_and_mailed(contact)
	assert {mailed, unmailed} <= told
	assert mailed in by_mail
	assert unmailed not in by_mail  # as they chose
	assert rep not in told | by_mail
	hears_of_the_lead(page, login, unmailed, width, contact, shoot)
	assert page.errors == []


def test_the_owner_of_a_form_hears_of_its_leads_and_no_manager(
	browser_page, shipped, login, make_user, shoot
):
	page, owner = browser_page, make_user("CRM Sales Rep")
	make_user("CRM Manager")
	contact = lead_from_a_stranger(page, shipped, owner)
	assert told_and_mailed(contact) == ({owner}, {owner})
	hears_of_the_lead(page, login, owner, "desk", contact, shoot)
	assert page.errors == []


def open_bell(page: Page, width: str) -> None:
	"""Open the desk's notifications: in the bar on Frappe 15, in the sidebar on 16, which a phone folds."""
	if major_version() < 16:
		page.locator(".notifications-icon:visible").click()
		return
	if width == "phone":
		page.locator(".sidebar-toggle-btn:visible, .menu-toggle:visible").first.click()
	page.locator(".sidebar-notification:visible").click()
