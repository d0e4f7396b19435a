"""Somebody invites, subscribes to their calendar, a stranger answers and ticks a task off; at the width of a desk and of a phone."""

import re

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe
from frappe.utils import add_days, nowdate
from icalendar import Calendar
from playwright.sync_api import Page, expect

from frappe_crm_app.kit.outbox import tasks
from frappe_crm_app.work.events.invitations.links import link_for
from frappe_crm_app.work.events.room import keeping
from tests.browser.conftest import PHONE
from tests.factories import (
	make_contact,
	make_customer,
	make_document,
	make_meeting,
	make_milestone,
	make_project,
	make_task,
)
from tests.site.work.events.conftest import blank_pdf
from tests.stack.browser import overflow, serious_findings, wait_for_dialog
from tests.stack.site import refresh

PDF = blank_pdf()


def check(page: Page) -> None:
	"""Nothing overflows, axe finds nothing that is serious, and the console says nothing."""
	assert overflow(page) <= 0
	found = Axe().run(page).response["violations"]
	findings = [
		f"{each['id']}: {each['nodes'][0]['html'][:200]}"
		for each in found
		if each["impact"] in ("serious", "critical")
	]
	assert not findings, "\n".join(findings)
	assert page.errors == []


def path_of(url: str) -> str:
	return "/" + url.split("/", 3)[3]


@pytest.fixture
def ada():
	return make_contact(first_name="Ada", last_name="King", email="ada@harbor.example")


@pytest.fixture
def stranger(browser_page: Page, width: str) -> Page:
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	return browser_page


def test_whoever_plans_an_event_invites_from_its_form(browser_page, person):
	page = browser_page
	customer = make_customer(salesperson=person)
	ada = make_contact(first_name="Ada", last_name="King", email="ada@harbor.example", contact_owner=person)
	event = make_meeting(ada, about=(customer,), title="Launch at the pier", event_owner=person)
	frappe.db.commit()
	page.goto(f"/app/crm-event/{event.name}")
	is_offered = (
		"Object.keys(window.cur_frm?.custom_buttons || {}).some((name) => name === 'Invite 1 Person')"
	)
	page.wait_for_function(is_offered)  # on a phone it stands in the menu
	page.evaluate(
		"cur_frm.custom_buttons[Object.keys(cur_frm.custom_buttons).find((name) => name.startsWith('Invite'))].click()"
	)
	expect(page.get_by_text("Invited: 1")).to_be_visible()
	refresh()
	tasks.work_off("event_mail")
	refresh()
	assert frappe.get_all("CRM Event Mail", {"event": event.name}, pluck="status") == ["Queued"]
	assert page.errors == []


def test_its_form_names_what_it_is_about_as_people_do(browser_page, person, width, shoot):
	page = browser_page
	customer = make_customer(customer_name="Blue Harbor", salesperson=person)
	ada = make_contact(first_name="Ada", last_name="King", contact_owner=person)
	event = make_meeting(ada, about=(customer, ada), title="Launch at the pier", event_owner=person)
	frappe.db.commit()
	page.goto(f"/app/crm-event/{event.name}")
	rows = page.locator("[data-fieldname='links'] .grid-body .grid-row")
	expect(rows).to_have_count(2)
	rows.first.scroll_into_view_if_needed()
	shoot(page, f"event-form-{width}")
	expect(rows.nth(0)).to_contain_text("Customer")
	expect(rows.nth(0)).to_contain_text("Blue Harbor")
	expect(rows.nth(1)).to_contain_text("Ada King")
	for hidden in ("CRM Customer", "CRM Contact", customer.name, ada.name):
		expect(page.locator("[data-fieldname='links'] .grid-body")).not_to_contain_text(hidden)
	expect(page.locator("[data-fieldname='attendees'] .grid-body")).to_contain_text("Ada King")
	assert page.errors == []


def test_the_one_calendar_shows_what_is_chosen_and_opens_it(browser_page, person):
	page = browser_page
	event = make_meeting(
		event_owner=person, title="Launch at the pier", starts_on=f"{nowdate()} 10:00:00", repeats="Weekly"
	)
	frappe.db.commit()
	page.goto("/app/crm-event/view/calendar/default")
	entry = page.locator(".fc-event, .fc-list-item", has_text="Launch at the pier").first
	expect(entry).to_be_visible()
	box = page.get_by_role("checkbox", name="Events")
	box.uncheck()
	expect(entry).to_be_hidden()
	page.reload()
	expect(page.get_by_role("checkbox", name="Events")).not_to_be_checked()
	page.get_by_role("checkbox", name="Events").check()
	expect(entry).to_be_visible()
	entry.click()
	page.wait_for_function(f"location.pathname.endsWith('/{event.name}')")
	assert page.errors == []


def test_the_grid_of_the_calendar_is_dark_in_the_dark(browser_page, person, shoot):
	page = browser_page
	frappe.db.set_value("User", person, "desk_theme", "Dark")
	frappe.db.commit()
	page.goto("/app/crm-event/view/calendar/default")
	if page.viewport_size["width"] < 500:
		page.get_by_role("button", name="Month", exact=True).click()
	cell = page.locator(".fc-day:visible, .fc-daygrid-day:visible").first
	expect(cell).to_be_visible()
	page.wait_for_timeout(500)  # the theme comes in
	shoot(page, "calendar-dark")
	color = cell.evaluate("cell => getComputedStyle(cell).borderTopColor")
	assert max(int(part) for part in re.findall(r"\d+", color)[:3]) < 100, color


def test_one_subscribes_to_ones_calendar(browser_page, person, api):
	page = browser_page
	make_meeting(event_owner=person, title="Launch at the pier", starts_on=f"{nowdate()} 10:00:00")
	frappe.db.commit()
	page.goto("/app/crm-event/view/list")
	page.wait_for_function("window.crm_desk?.show_feeds && window.cur_list?.doctype === 'CRM Event'")
	page.evaluate("crm_desk.show_feeds() && null")
	page.get_by_role("button", name="Subscribe to My Calendar").click()
	address = page.locator(".modal:visible .crm-copied input")
	expect(address).to_be_visible()
	refresh()
	answer = api(None).get(path_of(address.input_value()))
	assert [str(each["summary"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")] == [
		"Launch at the pier"
	]
	expect(page.locator(".crm-feed")).to_have_count(1)
	assert page.errors == []


def test_a_stranger_answers_an_invitation(stranger, ada, make_user, width, shoot):
	owner = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	event = make_meeting(
		ada,
		event_owner=owner,
		title="Launch at the pier",
		place="Pier 4",
		description="Bring boots.\nAnd a coat.",
	)
	refresh()
	page = stranger
	page.goto(path_of(link_for(event.name, event.attendees[0], "Yes")))
	expect(page.get_by_role("heading", name="Launch at the pier")).to_be_visible()
	expect(page.get_by_label("Yes")).to_be_checked()
	assert frappe.db.get_value("CRM Event Attendee", event.attendees[0].name, "status") == "Invited"
	shoot(page, f"rsvp-{width}")
	check(page)
	page.get_by_role("button", name="Answer").click()
	expect(page.get_by_text("You are coming. Thank you.")).to_be_visible()
	page.get_by_label("No", exact=True).check()
	page.get_by_role("button", name="Answer").click()
	expect(page.get_by_text("You do not come.")).to_be_visible()
	refresh()
	assert frappe.db.get_value("CRM Event Attendee", event.attendees[0].name, "status") == "No"
	check(page)


def test_a_participant_works_in_their_room(stranger, ada, make_user, width, shoot):
	owner = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	project = make_project(title="Twelve boats", project_owner=owner, participants=[{"contact": ada.name}])
	make_milestone(project, title="Keel laid", due_on=add_days(nowdate(), 20))
	task = make_task(project, subject="Choose the paint", contact_assigned=ada.name)
	event = make_meeting(ada, about=(project,), title="Launch at the pier")
	url = keeping.make(ada.name, project.name, None)["url"]
	refresh()
	page = stranger
	page.goto(path_of(url))
	expect(page.get_by_role("heading", name="Twelve boats")).to_be_visible()
	expect(page.get_by_text("Keel laid")).to_be_visible()
	shoot(page, f"room-{width}")
	check(page)
	page.get_by_label("Choose the paint").check()
	page.get_by_text("Comment, or send a file").click()
	page.get_by_label("Your comment").fill("Blue, please")
	page.get_by_role("button", name="Send the comment").click()
	expect(page.get_by_text("Your comment is with the task")).to_be_visible()
	expect(page.locator(".e-comments li")).to_have_text("Blue, please")
	page.get_by_label("A file").set_input_files(
		{"name": "paint.pdf", "mimeType": "application/pdf", "buffer": PDF}
	)
	page.get_by_role("button", name="Send the file").click()
	expect(page.get_by_text("We have “paint.pdf”")).to_be_visible()
	page.get_by_label("Maybe").check()
	page.get_by_role("button", name="Answer").click()
	expect(page.get_by_text("You may come.")).to_be_visible()
	check(page)
	page.reload()
	expect(page.locator(".e-comments li")).to_contain_text("Blue, please")
	shoot(page, f"room-again-{width}")
	check(page)
	refresh()
	assert frappe.db.get_value("CRM Follow-up Note", task.name, "status") == "Done"
	assert frappe.db.exists("File", {"attached_to_name": task.name, "is_private": 1})
	assert frappe.db.get_value("CRM Event Attendee", event.attendees[0].name, "status") == "Maybe"
	done = set(frappe.get_all("CRM Room View", pluck="action"))
	assert {"Looked", "Ticked Off", "Commented", "Uploaded", "Answered"} <= done


@pytest.fixture
def boats(person, ada):
	"""A project of the person's, in which Ada, whose owner they are, takes part."""
	ada.update({"contact_owner": person}).save()
	return make_project(title="Twelve boats", project_owner=person, participants=[{"contact": ada.name}])


def open_dialog(page: Page, name: str):
	"""Click a button of the project's page and return the dialog that it opens."""
	page.locator(".crm-project-ways").get_by_role("button", name=name).click()
	wait_for_dialog(page)
	return page.locator(".modal.show")


def test_a_project_has_its_rooms(browser_page, browser, person, ada, boats, width, shoot, server):
	page = browser_page
	frappe.db.commit()
	page.goto(f"/app/crm-project/{boats.name}")
	dialog = open_dialog(page, "Links to a Room")
	expect(dialog.locator(".crm-rooms li")).to_contain_text("no link")
	dialog.get_by_role("button", name="Make a link for Ada King").click()
	address = dialog.locator(".crm-copied input")
	expect(address).to_be_visible()
	first = path_of(address.input_value())
	assert serious_findings(page, ".modal.show") == []
	shoot(page, f"project-rooms-{width}")
	guest = browser.new_context(base_url=server).new_page()
	guest.goto(first)
	expect(guest.get_by_role("heading", name="Twelve boats")).to_be_visible()
	dialog.get_by_role("button", name="New link for Ada King").click()
	expect(address).not_to_have_value(re.compile(re.escape(first)))
	guest.goto(first)
	expect(guest.get_by_role("heading", name="Twelve boats")).to_have_count(0)
	guest.goto(path_of(address.input_value()))
	expect(guest.get_by_role("heading", name="Twelve boats")).to_be_visible()
	dialog.get_by_role("button", name="End the link of Ada King").click()
	expect(dialog.locator(".crm-rooms li")).to_contain_text("no link")
	guest.goto(guest.url)
	expect(guest.get_by_role("heading", name="Twelve boats")).to_have_count(0)
	guest.context.close()
	assert overflow(page) <= 0
	assert page.errors == []


def test_a_project_has_its_feed(browser_page, person, boats, width, shoot, api):
	page = browser_page
	make_milestone(boats, title="Keel laid", due_on=add_days(nowdate(), 20))
	frappe.db.commit()
	page.goto(f"/app/crm-project/{boats.name}")
	dialog = open_dialog(page, "Calendar Feed")
	dialog.get_by_role("button", name="Subscribe to This Project").click()
	address = dialog.locator(".crm-copied input")
	expect(address).to_be_visible()
	first = address.input_value()
	assert serious_findings(page, ".modal.show") == []
	shoot(page, f"project-feed-{width}")
	refresh()
	assert "Keel laid" in api(None).get(path_of(first)).text
	dialog.get_by_role("button", name="New address for Twelve boats").click()
	expect(address).not_to_have_value(first)
	refresh()
	assert api(None).get(path_of(first)).status_code == 410
	assert "Keel laid" in api(None).get(path_of(address.input_value())).text
	dialog.get_by_role("button", name="End the feed Twelve boats").click()
	expect(dialog.locator(".crm-feed")).to_have_count(0)
	refresh()
	assert all(frappe.get_all("CRM Calendar Feed", {"user": person}, pluck="revoked_on"))
	assert overflow(page) <= 0
	assert page.errors == []


def test_an_event_has_the_rooms_of_who_comes(browser_page, person, ada, width):
	page = browser_page
	ada.update({"contact_owner": person}).save()
	event = make_meeting(ada, title="Launch at the pier", event_owner=person)
	frappe.db.commit()
	page.goto(f"/app/crm-event/{event.name}")
	page.wait_for_function("window.cur_frm?.custom_buttons?.['Links to a Room']")
	page.evaluate("cur_frm.custom_buttons['Links to a Room'].click()")
	wait_for_dialog(page)
	dialog = page.locator(".modal.show")
	dialog.get_by_role("button", name="Make a link for Ada King").click()
	expect(dialog.locator(".crm-copied input")).to_be_visible()
	assert serious_findings(page, ".modal.show") == []
	refresh()
	assert frappe.get_all("CRM Room Link", {"event": event.name}, pluck="contact") == [ada.name]
	assert page.errors == []


def test_a_project_tells_of_its_documents_and_events(browser_page, person, boats, width):
	page = browser_page
	make_document(boats, title="Drawing of the keel", owner=person)
	make_meeting(about=(boats,), title="Launch at the pier", event_owner=person)
	frappe.db.commit()
	page.goto(f"/app/crm-project/{boats.name}")
	for part, title in (("crm_documents", "Drawing of the keel"), ("crm_events", "Launch at the pier")):
		expect(page.locator(f"[data-part={part}]")).to_contain_text(title)
	assert serious_findings(page, ".crm-project") == []
	assert overflow(page) <= 0
	assert page.errors == []


def test_the_list_names_owners_and_begins_with_what_comes_last(browser_page, person):
	page = browser_page
	for title, days in (("Soon", 2), ("Later", 9)):
		make_meeting(title=title, event_owner=person, starts_on=f"{add_days(nowdate(), days)} 09:00:00")
	frappe.db.commit()
	page.goto("/app/crm-event")
	rows = page.locator(".list-row-container .list-subject")
	expect(rows).to_have_text([re.compile("Later"), re.compile("Soon")])
	if page.viewport_size["width"] > PHONE["width"]:
		expect(page.locator(".list-row-container .list-row").first).to_contain_text("Grace Hopper")
		expect(page.locator(".list-row-container .list-row").first).not_to_contain_text(":00:00")
	assert page.errors == []


def test_an_event_begins_from_what_it_is_about(browser_page, person, boats):
	page = browser_page
	frappe.db.commit()
	page.goto(f"/app/crm-project/{boats.name}")
	page.locator("[data-part=crm_events]").get_by_role("button", name="New Event").click()
	page.wait_for_url("**/crm-event/new-*")
	page.wait_for_function("window.cur_frm?.doc?.doctype === 'CRM Event'")
	links = page.evaluate("cur_frm.doc.links.map(({ link_doctype, link_name }) => [link_doctype, link_name])")
	assert links == [["CRM Project", boats.name]]
	expect(page.locator("[data-fieldname='links'] .grid-row")).to_contain_text([boats.title])
	assert page.errors == []
