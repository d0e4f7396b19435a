"""Lists, calendar and reminders as one uses them all day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import add_days, get_datetime, now_datetime
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.factories import insert, make_contact, make_customer, make_deal, make_note
from tests.stack.browser import overflow, serious_findings, wait_for_dialog

# An entry of a calendar: of a month, and of the agenda of a phone on Frappe 15 and 16.
ENTRY = ".fc-event, .fc-list-item, .fc-list-event"


def chip(page: Page, value: str):
	return page.locator(f".crm-chip[data-value='{value}']:visible")


def test_the_list_of_contacts_has_chips_and_a_column_of_deals(browser_page, seller, shoot, width):
	busy = make_contact(first_name="Busy", last_name="Bee", contact_type="Vendor", company_name="Blue Harbor")
	make_contact(first_name="Other", last_name="Vendor", contact_type="Vendor", status="Inactive")
	make_contact(first_name="Some", last_name="Customer", contact_type="Customer", status="Qualified")
	make_contact(first_name="A", last_name="Partner", contact_type="Partner", status="Customer")
	for _ in range(2):
		make_deal(contact=busy.name)
	frappe.db.commit()
	page = browser_page
	page.goto("/app/crm-contact")
	expect(chip(page, "Vendor")).to_contain_text("2")
	expect(chip(page, "")).to_contain_text("4")
	chip(page, "Vendor").click()
	expect(chip(page, "Vendor")).to_have_attribute("aria-pressed", "true")
	expect(page.get_by_text("Some Customer").locator("visible=true")).to_have_count(0)
	expect(chip(page, "Customer")).to_contain_text("1")
	expect(chip(page, "")).to_contain_text("4")
	assert serious_findings(page, ".crm-list-strip") == []
	assert overflow(page) <= 0
	if width == "desk":
		row = page.locator(".list-row-container", has_text="Busy Bee")
		expect(row.locator(".crm-number-column")).to_have_text("2")
		page.locator(".standard-filter-section [data-fieldname='status'] select").select_option("Lead")
		expect(chip(page, "")).to_contain_text("1")
		expect(page.get_by_text("Other Vendor").locator("visible=true")).to_have_count(0)
		page.locator(".standard-filter-section [data-fieldname='status'] select").select_option("")
	chip(page, "").click()
	expect(page.get_by_text("Some Customer").locator("visible=true").first).to_be_visible()
	shoot(page, f"list-contacts-{width}")
	assert page.errors == []


def test_the_list_of_customers_has_chips_by_relationship(browser_page, seller, shoot, width):
	make_customer(customer_name="Blue Harbor", relationship="Client")
	make_customer(customer_name="Red Harbor")
	frappe.db.commit()
	page = browser_page
	page.goto("/app/crm-customer")
	expect(chip(page, "Client")).to_contain_text("1")
	chip(page, "Client").click()
	expect(page.get_by_text("Red Harbor").locator("visible=true")).to_have_count(0)
	expect(page.get_by_text("Blue Harbor").locator("visible=true").first).to_be_visible()
	shoot(page, f"list-customers-{width}")
	assert page.errors == []


def day_shown(day: int, zone: str | None = None) -> str:
	"""A day of the month with which a calendar opens, as "2026-11-15": that of the browser's clock, not of the site's."""
	now = datetime.now(ZoneInfo(zone) if zone else None)
	return f"{now:%Y-%m}-{day}"


def calendar_day(page: Page, day: str):
	"""The day's field in the month: FullCalendar 3 of Frappe 15 draws a table behind the events, 6 of Frappe 16 one around them."""
	return page.locator(f".fc-bg td[data-date='{day}'], td.fc-daygrid-day[data-date='{day}']")


def drag_to_day(page: Page, event, day: str) -> None:
	"""Drag an event of a calendar and wait until it is saved."""
	with page.expect_response(lambda answer: "update_event" in answer.url) as dragged:
		event.drag_to(calendar_day(page, day), force=True)
	assert dragged.value.ok


def test_follow_ups_are_dragged_in_the_calendar(browser_page, seller, shoot, width):
	middle = get_datetime(f"{day_shown(15)} 10:00:00")
	customer = make_customer(customer_name="Blue Harbor")
	note = make_note(customer, action="Meeting", subject="Pier", scheduled_on=middle, assigned_to=seller)
	make_note(customer, subject="Somebody else's", scheduled_on=middle)
	frappe.db.commit()
	page = browser_page
	page.goto(f"/app/crm-follow-up-note/view/calendar/default?assigned_to={seller}")
	event = page.locator(ENTRY, has_text="Pier")
	expect(event).to_be_visible()
	expect(page.locator(ENTRY, has_text="Somebody else's")).to_have_count(0)
	shoot(page, f"calendar-{width}")
	if width == "desk":  # with a finger one opens the event
		drag_to_day(page, event, day_shown(16))
		frappe.db.commit()
		moved = frappe.db.get_value("CRM Follow-up Note", note.name, ["scheduled_on", "ends_on"])
		assert moved == (add_days(middle, 1), get_datetime(f"{day_shown(16)} 10:30:00"))
	event.click()
	expect(
		page.locator("[data-fieldname='subject'] .control-value, [data-fieldname='subject'] input").first
	).to_be_visible()
	assert page.errors == []


def test_expected_closings_are_dragged_in_the_calendar(browser_page, seller, shoot, width):
	deal = make_deal(title="Cranes", value=2500, expected_close_date=day_shown(15), deal_owner=seller)
	frappe.db.commit()
	page = browser_page
	page.goto("/app/crm-sales-deal/view/calendar/default")
	event = page.locator(ENTRY, has_text="Cranes")
	expect(event).to_be_visible()
	if width == "desk":
		drag_to_day(page, event, day_shown(17))
		frappe.db.commit()
		stored = frappe.db.get_value("CRM Sales Deal", deal.name, "expected_close_date")
		assert str(stored) == day_shown(17)
	assert page.errors == []


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_what_is_dragged_keeps_its_time_whatever_the_zone_of_the_browser(
	browser, server, login, make_user, zone
):
	user = make_user("CRM Manager")
	middle = get_datetime(f"{day_shown(15, zone)} 10:00:00")
	note = make_note(make_customer(), subject="Pier", scheduled_on=middle, assigned_to=user)
	deal = make_deal(title="Cranes", expected_close_date=middle.date(), deal_owner=user)
	frappe.db.commit()
	context = browser.new_context(base_url=server, timezone_id=zone, viewport={"width": 1440, "height": 900})
	page = context.new_page()
	login(page, user)
	page.goto(f"/app/crm-follow-up-note/view/calendar/default?assigned_to={user}")
	drag_to_day(page, page.locator(".fc-event", has_text="Pier"), day_shown(16, zone))
	page.goto("/app/crm-sales-deal/view/calendar/default")
	drag_to_day(page, page.locator(".fc-event", has_text="Cranes"), day_shown(17, zone))
	context.close()
	frappe.db.commit()
	assert frappe.db.get_value(note.doctype, note.name, "scheduled_on") == add_days(middle, 1)
	assert str(frappe.db.get_value(deal.doctype, deal.name, "expected_close_date")) == day_shown(17, zone)


def test_completing_a_note_offers_the_next_one(browser_page, seller, width):
	customer = make_customer(customer_name="Blue Harbor")
	note = make_note(customer, subject="Ask again", scheduled_on=now_datetime(), assigned_to=seller)
	frappe.db.commit()
	page = browser_page
	page.goto(f"/app/crm-follow-up-note/{note.name}")
	if width == "phone":
		page.locator(".menu-btn-group:visible button, .actions-btn-group:visible button").first.click()
		page.get_by_text("Mark as Done").locator("visible=true").first.click()
	else:
		page.get_by_role("button", name="Mark as Done").click()
	dialog = page.locator(".crm-next-step .modal-dialog")
	expect(dialog).to_contain_text("What comes next?")
	wait_for_dialog(page)
	dialog.locator("[data-fieldname='content'] textarea").fill("Send the offer")
	dialog.get_by_role("button", name="Schedule").click()
	expect(dialog).not_to_be_visible()
	frappe.db.commit()
	following = frappe.get_doc("CRM Follow-up Note", {"content": "Send the offer"})
	assert (following.status, following.customer, following.assigned_to) == ("Open", customer.name, seller)
	assert page.errors == []


def test_a_person_enters_when_they_are_away(browser_page, login, make_user, shoot, width):
	page, rep = browser_page, make_user("CRM Sales Rep")
	if width == "phone":
		page.set_viewport_size(PHONE)
	person = insert("CRM Salesperson", {"user": rep}).name
	frappe.db.commit()
	login(page, rep)
	open_my_absence(page)
	enter_absence(page, "Away From", "2030-01-02")
	shoot(page, f"absence-{width}")
	save_absence(page)
	if width == "phone":  # Frappe puts a form's buttons into a menu there
		open_my_absence(page)
	else:
		page.goto(f"/app/crm-salesperson/{person}")
		page.get_by_role("button", name="Enter Absence").locator("visible=true").click()
	enter_absence(page, "Away Until", "2030-01-09")
	save_absence(page)
	frappe.db.commit()
	days = frappe.db.get_value("CRM Salesperson", person, ["away_from", "away_until"])
	assert tuple(map(str, days)) == ("2030-01-02", "2030-01-09")
	assert page.errors == []


def open_my_absence(page: Page) -> None:
	page.goto("/app/crm-follow-up-note")
	expect(page.locator(".frappe-list:visible")).to_be_visible()
	page.locator(".menu-btn-group:visible > button").click()
	page.get_by_text("My Absence").locator("visible=true").first.click()


def enter_absence(page: Page, label: str, day: str) -> None:
	"""Type a day in the dialog, as it stands in the site's date format."""
	field = page.locator(".modal-dialog:visible .frappe-control", has_text=label).locator("input")
	field.fill(frappe.utils.formatdate(day))
	field.press("Tab")


def save_absence(page: Page) -> None:
	page.locator(".modal-dialog:visible").get_by_role("button", name="Save").click()
	expect(page.locator(".desk-alert", has_text="Saved").last).to_be_visible()
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)


def test_a_person_chooses_what_is_mailed(browser_page, seller, width):
	page = browser_page
	page.goto("/app/crm-follow-up-note")
	expect(page.locator(".frappe-list:visible")).to_be_visible()
	page.locator(".menu-btn-group:visible > button").click()
	page.get_by_text("My Reminders").locator("visible=true").first.click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.get_by_text("Mail me when a follow-up is due").click()
	dialog.get_by_role("button", name="Save").click()
	expect(page.locator(".desk-alert", has_text="Saved")).to_be_visible()
	frappe.db.commit()
	chosen = frappe.get_all(
		"DefaultValue", {"parent": seller, "defkey": ("like", "crm_%")}, ["defkey", "defvalue"]
	)
	assert {row.defkey: row.defvalue for row in chosen} == {
		"crm_reminder_mail": "1",
		"crm_morning_digest": "1",
	}
