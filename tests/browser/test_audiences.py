"""Segments, lists and consents in the browser: whom a segment means while it is written, how people get into it, and why somebody is in a campaign."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from frappe_crm_app.intake.subscriptions.tasks import OUTBOX
from frappe_crm_app.kit.outbox import tasks
from tests.factories import insert, make_contact, make_customer, make_list, make_segment, make_subscription
from tests.site.intake.subscriptions.conftest import forget_limits, link_in, mails_to
from tests.stack.browser import overflow, serious_findings, wait_for_dialog, wait_for_stillness
from tests.stack.site import refresh

PHONE = {"width": 390, "height": 844}
EVE = "eve@readers.example"


@pytest.fixture
def marketer(browser_page: Page, login, make_user, width) -> str:
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user("CRM Marketer", first_name="Mary", last_name="Keting")
	login(browser_page, user)
	return user


@pytest.fixture
def people(committed) -> list:
	customer = make_customer(customer_name="Harbor Ltd").name
	contacts = [
		make_contact(first_name="Ada", last_name="Reader", status="Customer", customer=customer),
		make_contact(first_name="Bo", last_name="Reader", status="Customer"),
		make_contact(first_name="Cy", last_name="Reader", status="Lead"),
	]
	frappe.db.commit()
	return contacts


def test_a_segment_says_whom_it_means_while_it_is_written(browser_page, marketer, people, shoot, width):
	page = browser_page
	segment = make_segment(title="Buyers").name
	frappe.db.commit()
	page.goto(f"/app/crm-segment/{segment}")
	count = page.locator("[data-fieldname=count_html]")
	expect(count).to_contain_text("3 contacts that you see.")
	conditions = page.locator("[data-fieldname=conditions_html]")
	conditions.get_by_role("button", name="Add a Condition").click()
	conditions.get_by_label("Field").first.select_option(label="Status")
	conditions.get_by_label("Value").first.select_option("Customer")
	expect(count).to_contain_text("2 contacts that you see.")
	wait_for_stillness(page)
	shoot(page, f"segment-{width}")
	assert serious_findings(page, "[data-fieldname=conditions_html]") == []
	assert overflow(page) <= 0
	page.get_by_role("button", name="Save", exact=True).locator("visible=true").click()
	expect(page.locator(".indicator-pill", has_text="Not Saved").locator("visible=true")).to_have_count(0)
	refresh()
	assert "Customer" in frappe.db.get_value("CRM Segment", segment, "conditions")
	assert page.errors == []


def test_ticked_contacts_are_added_to_a_segment_that_is_made_then(browser_page, login, make_user, people):
	page = browser_page
	login(page, make_user("CRM Marketer"))
	page.goto("/app/crm-contact")
	for name in ("Ada Reader", "Cy Reader"):
		page.locator(".list-row", has_text=name).locator(".list-row-checkbox").check()
	page.locator(".actions-btn-group button").first.click()
	page.locator(".actions-btn-group").get_by_text("Add to Segment").click()
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("The ticked rows (2)")
	wait_for_dialog(page)
	dialog.locator("input[data-fieldname=title]").fill("Guests")
	dialog.get_by_role("button", name="Add", exact=True).click()
	expect(page.get_by_text("2 of 2 were not in it and are now.")).to_be_visible()
	refresh()
	segment = frappe.db.get_value("CRM Segment", {"title": "Guests", "kind": "Chosen"})
	members = frappe.get_all("CRM Segment Member", {"segment": segment}, pluck="contact")
	assert sorted(members) == sorted([people[0].name, people[2].name])
	assert page.errors == []


def test_a_rep_reads_on_the_contact_why_it_is_in_a_campaign(
	browser_page, login, make_user, people, shoot, width
):
	page = browser_page
	if width == "phone":
		page.set_viewport_size(PHONE)
	news = make_list(list_name="News").name
	make_subscription(people[0], news)
	audience = [{"kind": "CRM Mailing List", "audience": news}]
	campaign = insert("CRM Campaign", {"campaign_name": "Spring", "channel": "Email", "audience": audience})
	values = {"campaign": campaign.name, "contact": people[0].name, "channel": "Email", "audience_row": 1}
	values |= {"status": "Left Out", "reason": "Opted Out", "token": "spring-ada"}
	frappe.get_doc({"doctype": "CRM Campaign Recipient", **values}).db_insert()
	rep = make_user("CRM Sales Rep")
	frappe.db.set_value("CRM Contact", people[0].name, "contact_owner", rep)
	frappe.db.commit()
	login(page, rep)
	page.goto(f"/app/crm-contact/{people[0].name}")
	page.get_by_role("tab", name="Consent", exact=True).click()
	row = page.locator("[data-fieldname=consents] tr", has_text="Spring")
	expect(row).to_contain_text("In the mailing list News")
	expect(row).to_contain_text("Left out: opted out")
	expect(row.get_by_role("link")).to_have_count(0)
	shoot(page, f"why-{width}")
	assert serious_findings(page, "[data-fieldname=consents]") == []
	assert overflow(page) <= 0
	assert page.errors == []


def test_a_stranger_confirms_a_subscription(browser_page, committed, shoot, width):
	page = browser_page
	if width == "phone":
		page.set_viewport_size(PHONE)
	news = make_list(list_name="News", is_public=1, wording="Send me the news").name
	frappe.db.commit()
	forget_limits()
	page.goto(f"/subscribe-to-list?list={news}")
	page.get_by_label("Email").fill(EVE)
	page.wait_for_timeout(3500)  # faster is no human
	page.get_by_role("button", name="Subscribe").click()
	expect(page.locator("#crm-answer")).to_contain_text("look into your mails")
	refresh()
	tasks.work_off(OUTBOX.key)
	refresh()
	(mail,) = mails_to(EVE)
	page.goto("/" + link_in(mail, "confirm-subscription").split("/", 3)[3])
	for theme in ("light", "dark"):
		page.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
		shoot(page, f"confirm-{width}-{theme}")
		assert serious_findings(page, "main, .page-content-wrapper") == []
	page.get_by_role("button", name="Confirm").click()
	expect(page.get_by_text("Thank you, you are subscribed.")).to_be_visible()
	expect(page.get_by_label("News", exact=True)).to_be_checked()
	refresh()
	assert frappe.db.get_value("CRM Subscription", {"address": EVE}, "status") == "Subscribed"
	assert page.errors == []
