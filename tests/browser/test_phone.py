"""The CRM on a phone: what is folded, rows of two lines, agendas, what a thumb reaches; and that a desk has none of it."""

import re
from datetime import date

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime, nowdate
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.factories import (
	insert,
	make_campaign,
	make_contact,
	make_customer,
	make_deal,
	make_document,
	make_location,
	make_mailbox,
	make_meeting,
	make_note,
	make_project,
	make_quote,
)
from tests.stack.browser import overflow, serious_findings

NUMBER = "+14155550100"
TOUCH = 44  # pixels that a thumb hits
SECOND_LINE = ".crm-second-line"
THUMB_BAR = ".page-container:visible .crm-thumb-bar"


@pytest.fixture
def page(browser_page: Page, person: str) -> Page:
	return browser_page


@pytest.fixture
def harbor(person: str) -> frappe._dict:
	"""A customer of the person's with Ada, who has a number, a deal, and a call that is overdue."""
	customer = make_customer(customer_name="Blue Harbor", salesperson=person, phone="+14155550999")
	ada = make_contact(
		first_name="Ada",
		last_name="King",
		customer=customer.name,
		company_name="Blue Harbor",
		contact_owner=person,
		phone=NUMBER,
		email="ada@blue-harbor.example",
	)
	deal = make_deal(title="Harbor cranes", contact=ada.name, deal_owner=person, currency="USD")
	due = add_to_date(now_datetime(), days=-3)
	note = make_note(deal, subject="Call about the cranes", assigned_to=person, scheduled_on=due)
	frappe.db.commit()
	return frappe._dict(customer=customer, ada=ada, deal=deal, note=note)


def themed(person: str, theme: str) -> None:
	frappe.db.set_value("User", person, "desk_theme", theme)
	frappe.db.commit()


def heights(places: Locator) -> list[float]:
	return [place.bounding_box()["height"] for place in places.all()]


ROWS = {
	"crm-follow-up-note": ("Call about the cranes", ["3 days ago", "Ada King"], NUMBER),
	"crm-sales-deal": ("Harbor cranes", ["3 days ago", "Ada King", "$ 1,000"], NUMBER),
	"crm-contact": ("Ada King", ["3 days ago", "Blue Harbor"], NUMBER),
	"crm-customer": ("Blue Harbor", ["3 days ago"], "+14155550999"),
}


@pytest.mark.parametrize("width", ["phone"])
def test_rows_of_quotes_projects_and_events_say_for_whom_and_what(page, person, harbor, width):
	make_quote(deal=harbor.deal.name, customer=harbor.customer.name, quote_owner=person)
	customer, today = harbor.customer.name, nowdate()
	make_project(title="Twelve boats", customer=customer, project_owner=person, ends_on=today)
	make_meeting(title="Launch party", event_owner=person, starts_on=f"{today} 23:30:00", time_zone=None)
	frappe.db.commit()
	for path, facts in {
		"crm-quote": ["Blue Harbor", "$ 1,190"],
		"crm-project": ["Blue Harbor", re.compile(r"^[\d./-]{8,10}$")],
		"crm-event": ["Today 23:30"],
	}.items():
		page.goto(f"/app/{path}")
		expect(page.locator(SECOND_LINE).locator("span")).to_have_text(facts)
		assert overflow(page) <= 0, path


@pytest.mark.parametrize(("theme", "width"), [("Light", "phone"), ("Dark", "phone"), ("Light", "desk")])
def test_rows_say_when_and_with_whom_and_call(page, person, harbor, theme, width, shoot):
	themed(person, theme)
	for path, (title, facts, number) in ROWS.items():
		page.goto(f"/app/{path}")
		row = page.locator(".list-row:visible", has_text=title).first
		expect(row).to_be_visible()
		page.wait_for_load_state("networkidle")
		if width == "desk":
			expect(row.locator(SECOND_LINE)).not_to_be_visible()
			continue
		expect(row.locator(SECOND_LINE).locator("span")).to_have_text(facts)
		call = row.locator(".crm-row-call")
		expect(call).to_have_attribute("href", f"tel:{number}")
		assert min(heights(call)) >= TOUCH
		assert call.bounding_box()["x"] + call.bounding_box()["width"] <= PHONE["width"]
		shoot(page, f"phone-rows-{path}-{theme}")
		assert overflow(page) <= 0, path
		assert serious_findings(page, SECOND_LINE) == []
		assert serious_findings(page, ".crm-row-call") == []
	if width == "phone":  # a call is no click on the row
		page.evaluate("document.addEventListener('click', (event) => event.preventDefault(), true)")
		page.locator(".crm-row-call:visible").first.click()
		assert page.url.endswith("crm-customer") or "view/list" in page.url
	assert page.errors == []


def press(page: Page, name: str) -> None:
	page.locator(THUMB_BAR).locator(f"[data-action='{name}']").click()


def sheet(page: Page) -> Locator:
	return page.locator(".crm-note-sheet .modal-dialog:visible")


def notes_of(deal: str, **facts) -> list[frappe._dict]:
	frappe.db.commit()
	fields = ["name", "action", "status", "content", "call_outcome", "scheduled_on"]
	return frappe.get_all("CRM Follow-up Note", {"deal": deal, **facts}, fields, order_by="creation desc")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("width", ["phone"])
def test_a_thumb_takes_a_note_logs_a_call_and_plans(page, person, harbor, theme, shoot):
	themed(person, theme)
	deal = harbor.deal.name
	page.goto(f"/app/crm-sales-deal/{deal}")
	bar = page.locator(THUMB_BAR)
	expect(bar.get_by_role("button")).to_have_text(["Note", "Call", "Mail", "Next Step"])
	assert min(heights(bar.get_by_role("button"))) >= TOUCH
	box = bar.bounding_box()
	assert round(box["y"] + box["height"]) == PHONE["height"]
	shoot(page, f"phone-thumb-bar-{theme}")
	assert serious_findings(page, ".crm-thumb-bar") == []

	press(page, "note")
	expect(sheet(page).get_by_label("What happened")).to_be_focused()
	page.keyboard.type("Wants the cranes in blue")
	save = sheet(page).get_by_role("button", name="Save")
	assert min(heights(save)) >= TOUCH
	shoot(page, f"phone-note-{theme}")
	assert serious_findings(page, ".crm-note-sheet .crm-surface") == []
	save.click()
	expect(sheet(page)).to_have_count(0)
	assert notes_of(deal, content="Wants the cranes in blue")[0].status == "Done"

	press(page, "call")
	expect(sheet(page).get_by_role("link", name=f"Call Ada King {NUMBER}")).to_have_attribute(
		"href", f"tel:{NUMBER}"
	)
	reached = sheet(page).get_by_role("group", name="Outcome of the call").get_by_role("button").first
	outcome = reached.inner_text().strip()
	assert min(heights(sheet(page).locator(".crm-sheet-numbers a, .crm-outcomes button"))) >= TOUCH
	reached.click()
	shoot(page, f"phone-call-{theme}")
	assert serious_findings(page, ".crm-note-sheet.show .crm-surface") == []
	sheet(page).get_by_role("button", name="Save").click()
	expect(sheet(page)).to_have_count(0)
	(logged,) = notes_of(deal, call_outcome=outcome)
	assert (logged.action, logged.status) == ("Call", "Done")

	press(page, "plan")
	sheet(page).get_by_label("What is to be done").fill("Send the drawings")
	sheet(page).get_by_role("button", name="Save").click()
	expect(sheet(page)).to_have_count(0)
	assert notes_of(deal, content="Send the drawings")[0].status == "Open"
	assert overflow(page) <= 0
	assert page.errors == []


@pytest.mark.parametrize("width", ["phone"])
def test_a_contact_and_a_customer_have_the_bar_and_a_new_one_has_none(page, harbor):
	for doc, who in ((harbor.ada, "Ada King"), (harbor.customer, "Blue Harbor")):
		page.goto(f"/app/{doc.doctype.lower().replace(' ', '-')}/{doc.name}")
		press(page, "call")
		expect(sheet(page).get_by_role("link", name=f"Call {who}").first).to_be_visible()
		sheet(page).get_by_role("button", name="Cancel").click()
		expect(sheet(page)).to_have_count(0)
	page.goto("/app/crm-customer/new")
	expect(page.locator("[data-fieldname='customer_name'] input:visible").first).to_be_visible()
	expect(page.locator(THUMB_BAR)).to_have_count(0)
	assert page.errors == []


@pytest.mark.parametrize("width", ["desk"])
def test_a_desk_has_no_bar_and_nothing_folds(page, harbor):
	page.goto(f"/app/crm-sales-deal/{harbor.deal.name}")
	expect(page.locator(".crm-stages, .crm-deal-who").first).to_be_visible()
	expect(page.locator(".crm-thumb-bar")).not_to_be_visible()
	page.goto("/app/crm-documents")
	expect(page.get_by_label("Kind")).to_be_visible()
	expect(page.get_by_role("button", name="Filters", exact=True)).to_have_count(0)
	assert page.errors == []


def test_numbers_and_addresses_call_and_write_wherever_they_stand(page, harbor, width):
	make_note(harbor.deal, content="Reach him at +49 30 1234567 or bob@example.com, ext. 12", status="Done")
	frappe.db.commit()
	page.goto(f"/app/crm-contact/{harbor.ada.name}")
	phone = page.locator("[data-fieldname='phone']:visible").first
	expect(phone.get_by_role("link", name="Call")).to_have_attribute("href", f"tel:{NUMBER}")
	mail = page.locator("[data-fieldname='email']:visible").first.get_by_role("link", name="Mail")
	expect(mail).to_have_attribute("href", "mailto:ada@blue-harbor.example")
	mail.click()
	recipients = page.locator(".modal-dialog:visible [data-fieldname='recipients'] input")
	expect(recipients).to_have_value(re.compile("^ada@blue-harbor.example"))
	page.goto(f"/app/crm-sales-deal/{harbor.deal.name}")
	said = page.locator(".crm-entry-head strong", has_text="Reach him").first
	expect(said.get_by_role("link")).to_have_text(["+49 30 1234567", "bob@example.com"])
	expect(said.get_by_role("link").first).to_have_attribute("href", "tel:+49301234567")
	expect(said).to_contain_text("Reach him at +49 30 1234567 or bob@example.com, ext. 12")
	assert page.errors == []


CALENDARS = {
	"crm-event": "Launch at the pier",
	"crm-follow-up-note": "Call about the cranes",
	"crm-sales-deal": "Harbor cranes",
}


def test_calendars_are_agendas_on_a_phone_and_months_at_a_desk(page, person, harbor, width, shoot):
	today = date.today()  # by the clock of the browser, with whose month a calendar opens
	make_meeting(event_owner=person, title="Launch at the pier", starts_on=f"{today} 10:00:00")
	frappe.db.set_value("CRM Sales Deal", harbor.deal.name, "expected_close_date", today)
	frappe.db.set_value("CRM Follow-up Note", harbor.note.name, "scheduled_on", f"{today} 08:00:00")
	frappe.db.commit()
	for path, title in CALENDARS.items():
		page.goto(f"/app/{path}/view/calendar/default")
		month = page.locator(".fc-dayGridMonth-view, .fc-month-view")
		if width == "desk":
			expect(month).to_be_visible()
			continue
		entry = page.locator(".fc-list-table .fc-list-item, .fc-list-event").filter(has_text=title)
		expect(entry).to_be_visible()
		expect(month).to_have_count(0)
		page.wait_for_load_state("networkidle")
		shoot(page, f"phone-agenda-{path}")
		assert overflow(page) <= 0, path
	if width == "phone":
		entry.click()
		page.wait_for_function(f"location.pathname.endsWith('/{harbor.deal.name}')")
	assert page.errors == []


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("width", ["phone"])
@pytest.mark.parametrize("role", ["CRM Manager"])
def test_filters_fold_and_say_how_many_are_set(page, person, harbor, theme, shoot):
	themed(person, theme)
	make_mailbox(person)
	make_campaign()
	make_document(harbor.customer)
	frappe.db.commit()
	folded = {
		"crm-today": ("Whose", lambda field: field.select_option("Everybody's"), "Filters (1)"),
		"crm-documents": ("Kind", lambda field: field.select_option(index=1), "Filters (1)"),
		"crm-campaigns": ("Drafts", lambda chip: chip.click(), "Filters (1)"),
		"crm-inbox": ("Sent", lambda folder: folder.click(), "Folders (1)"),
		"crm-board": ("Owner", lambda field: field.select_option("me"), "Filters 1"),
	}
	for path, (name, choose, told) in folded.items():
		page.goto(f"/app/{path}")
		fold = page.get_by_role("button", name=told.split()[0]).locator("visible=true").first
		expect(fold).to_have_attribute("aria-expanded", "false")
		field = page.get_by_role("combobox", name=name).or_(page.get_by_role("button", name=name, exact=True))
		expect(field.first).not_to_be_visible()
		fold.click()
		shoot(page, f"phone-filters-{path}-{theme}")
		assert serious_findings(page, f".{path}") == [], path
		choose(field.locator("visible=true").first)
		expect(fold).to_have_text(told.replace("Filters 1", "Filters1"))
		assert overflow(page) <= 0, path
	assert page.errors == []


@pytest.mark.parametrize("width", ["phone"])
def test_who_sets_nothing_up_is_not_led_to_settings(browser_page, person, login, make_user):
	for user, sees in ((person, False), (make_user("CRM Manager"), True)):
		login(browser_page, user)
		browser_page.goto("/app/crm-desk")
		expect(browser_page.get_by_text("Open Deals", exact=True).first).to_be_visible()
		links = browser_page.locator(".links-widget-box .link-item")
		expect(links.filter(has_text="Contacts").first).to_be_visible()
		expect(browser_page.locator(".links-widget-box")).to_have_count(4 if sees else 3)
		expect(links.filter(has_text="Lost Reasons")).to_have_count(1 if sees else 0)
		if not sees:
			expect(browser_page.locator(".sidebar-item-label", has_text="Lost Reasons")).to_have_count(0)
		assert ("CRM Stage" in browser_page.evaluate("frappe.boot.user.can_search")) == sees
		assert "CRM Sales Deal" in browser_page.evaluate("frappe.boot.user.can_search")
	assert browser_page.errors == []


def routes() -> list[str]:
	"""Return where the workspace leads, and a new record of each kind that people make."""
	links = frappe.get_doc("Workspace", "CRM Desk").links
	made = ("Contact", "Customer", "Sales Deal", "Follow-up Note", "Quote", "Event", "Project", "Location")
	to = {"DocType": frappe.scrub, "Page": str, "Report": lambda name: f"query-report/{name}"}
	lists = [to[link.link_type](link.link_to).replace("_", "-") for link in links if link.link_to]
	return ["crm-desk", *lists, *(f"crm-{frappe.scrub(each).replace('_', '-')}/new" for each in made)]


@pytest.mark.parametrize("width", ["phone"])
@pytest.mark.parametrize("role", ["CRM Admin"])
def test_nothing_is_wider_than_a_phone(page, harbor):
	make_location(customer=harbor.customer.name)
	quote = make_quote(deal=harbor.deal.name)
	project = insert("CRM Project", {"title": "Harbor", "customer": harbor.customer.name})
	frappe.db.commit()
	records = (harbor.ada, harbor.customer, harbor.deal, harbor.note, quote, project)
	forms = [f"{frappe.scrub(doc.doctype).replace('_', '-')}/{doc.name}" for doc in records]
	page.goto("/app/crm-desk")
	page.wait_for_function("window.frappe?.boot?.crm && frappe.router?.current_route")
	wide = {}
	for route in [*routes(), *forms]:
		page.evaluate("(route) => frappe.set_route(route.split('/')) && null", route)
		page.wait_for_timeout(300)
		page.wait_for_load_state("networkidle")
		if overflow(page) > 0:
			wide[route] = overflow(page)
	assert wide == {}
