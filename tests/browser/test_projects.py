"""The page of a project as people work with it: tasks by keyboard, dates that move others, board and plan; at a desk and on a phone."""

import re
from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate, today
from playwright.sync_api import Locator, Page, expect

from tests.factories import (
	make_contact,
	make_customer,
	make_deal,
	make_milestone,
	make_project,
	make_task,
	make_template,
	move,
)
from tests.stack.browser import overflow, serious_findings, wait_for_dialog

NOTE, MILESTONE = "CRM Follow-up Note", "CRM Milestone"
PAGE = ".crm-project"


def workday(number: int) -> date:
	"""Return a day that people work on: number 0 is a Monday after today, 5 the one after it."""
	monday = getdate(today()) + timedelta(days=7 - getdate(today()).weekday())
	return monday + timedelta(days=number // 5 * 7 + number % 5)


def due(number: int) -> str:
	return f"{workday(number)} 17:00:00"


@pytest.fixture
def delivery(person: str) -> frappe._dict:
	"""A project of theirs: three tasks that wait for each other, two of which lead to the acceptance."""
	customer = make_customer(customer_name="Blue Harbor", salesperson=person)
	ada = make_contact(
		first_name="Ada",
		last_name="King",
		customer=customer.name,
		contact_owner=person,
		email="ada@harbor.example",
	)
	project = make_project(
		title="Twelve boats",
		status="Active",
		customer=customer.name,
		contact=ada.name,
		project_owner=person,
		starts_on=workday(0),
		ends_on=workday(14),
		participants=[
			{"user": person, "project_role": "Lead", "participant_group": "Crew"},
			{"contact": ada.name, "project_role": "Buyer", "participant_group": "Guests"},
		],
	)
	built = make_milestone(project, title="Boats are built", due_on=workday(4))
	accepted = make_milestone(project, title="Acceptance", due_on=workday(9))
	hull = make_task(
		project,
		subject="Build the hulls",
		milestone=built.name,
		scheduled_on=due(3),
		starts_on=workday(0),
		assigned_to=person,
	)
	paint = make_task(
		project,
		hull,
		subject="Paint them",
		milestone=accepted.name,
		scheduled_on=due(6),
		starts_on=workday(4),
	)
	sail = make_task(
		project,
		paint,
		subject="Try them at sea",
		milestone=accepted.name,
		scheduled_on=due(8),
		starts_on=workday(7),
	)
	loose = make_task(project, subject="Find a berth")
	frappe.db.commit()
	return frappe._dict(
		project=project.name, built=built.name, accepted=accepted.name, hull=hull.name, paint=paint.name,
		sail=sail.name, loose=loose.name, customer=customer.name,
	)  # fmt: skip


def open_project(page: Page, name: str, view: str = "list") -> None:
	page.goto(f"/app/crm-project/{name}")
	expect(page.locator(f"{PAGE} .crm-figures")).to_be_visible()
	page.locator(f"[data-view='{view}']").click()
	expect(page.locator(f"[data-view='{view}']")).to_have_attribute("aria-pressed", "true")


def row(page: Page, name: str) -> Locator:
	return page.locator(f"{PAGE} [data-row='{name}']")


def stored(doctype: str, name: str, field: str) -> object:
	frappe.db.commit()
	return frappe.db.get_value(doctype, name, field)


def due_of(name: str) -> date:
	return getdate(stored(NOTE, name, "scheduled_on"))


def dialog(page: Page) -> Locator:
	wait_for_dialog(page)
	return page.locator(".modal.show .modal-dialog")


def complaints(page: Page, place: str = PAGE) -> list[str]:
	return [*page.errors, *serious_findings(page, place)]


def test_a_project_starts_with_a_won_deal_by_a_template(browser_page, person, shoot, width):
	page = browser_page
	customer = make_customer(customer_name="Blue Harbor", salesperson=person)
	deal = move(make_deal(title="Twelve boats", customer=customer.name, deal_owner=person), "Won")
	template = make_template(
		{"subject": "Kick-off", "milestone": "Under way"},
		{"subject": "Hand over", "waits_for": "1", "duration_days": 3, "project_role": "Crew"},
		milestones=({"title": "Under way", "offset_days": 5},),
		template_name="Delivery",
	)
	frappe.db.commit()
	page.goto(f"/app/crm-sales-deal/{deal.name}")
	page.locator(".crm-part[data-part='crm_projects']").get_by_role("button", name="Start Project").click()
	asked = dialog(page)
	expect(asked.locator("[data-fieldname='title'] input")).to_have_value("Twelve boats")
	asked.locator("[data-fieldname='template'] select").select_option(template.name)
	expect(asked.locator(".crm-template-preview")).to_contain_text("Adds 1 milestone and 2 tasks.")
	expect(asked.locator(".crm-template-preview")).to_contain_text("Nobody has these roles yet")
	assert complaints(page, ".modal.show .crm-template-preview") == []
	shoot(page, f"project-start-{width}")
	asked.get_by_role("button", name="Start", exact=True).click()
	expect(page.locator(f"{PAGE} .crm-project-about").get_by_role("link", name="Blue Harbor")).to_be_visible()
	page.locator("[data-view='list']").click()
	expect(page.locator(".crm-task-list")).to_contain_text("Kick-off")
	expect(page.locator(".crm-task-list")).to_contain_text("waits for Kick-off")
	frappe.db.commit()
	assert frappe.db.get_value("CRM Project", {"deal": deal.name}, "customer") == customer.name
	page.goto(f"/app/crm-sales-deal/{deal.name}")
	section = page.locator(".crm-part[data-part='crm_projects']")
	section.get_by_role("link", name="Twelve boats").click()
	expect(page.locator(f"{PAGE} .crm-figures")).to_be_visible()
	assert complaints(page) == []
	page.goto(f"/app/crm-sales-deal/{deal.name}")
	page.wait_for_function("window.cur_frm?.custom_buttons?.['Start Project']")
	page.evaluate("cur_frm.custom_buttons['Start Project'].click()")
	page.wait_for_url("**/crm-project/*")  # the one that there is
	assert page.errors == []


def test_a_task_is_given_to_a_contact_who_takes_part(browser_page, person, delivery, width):
	page = browser_page
	open_project(page, delivery.project)
	page.get_by_label("Person", exact=True).select_option(label="Ada King")
	page.get_by_label("What is to be done").fill("Send the colours")
	page.keyboard.press("Enter")
	expect(page.locator(".crm-task-list")).to_contain_text("Send the colours")
	frappe.db.commit()
	task = frappe.get_doc(NOTE, {"subject": "Send the colours"})
	assert (task.contact_assigned, task.assigned_to) == (stored("CRM Contact", task.contact, "name"), None)
	assert page.errors == []


def test_tasks_are_added_ticked_and_opened_by_keyboard(browser_page, person, delivery, shoot, width):
	page = browser_page
	open_project(page, delivery.project)
	expect(page.locator("[data-figure='progress']")).to_contain_text("0 of 4 tasks are done")
	shoot(page, f"project-list-{width}")
	assert complaints(page) == []
	assert overflow(page) <= 0
	page.get_by_label("What is to be done").focus()
	page.keyboard.type("Order the paint")
	page.keyboard.press("Enter")
	expect(page.locator(".crm-task-list")).to_contain_text("Order the paint")
	frappe.db.commit()
	task = frappe.get_doc(NOTE, {"subject": "Order the paint"})
	assert (task.project, task.action, task.assigned_to) == (delivery.project, "Task", person)

	row(page, delivery.built).locator("[data-part='tick']").focus()
	page.keyboard.press("ArrowDown")
	expect(row(page, delivery.hull).locator("[data-part='tick']")).to_be_focused()
	page.keyboard.press("Space")
	expect(page.locator("[data-figure='progress']")).to_contain_text("1 of 5 tasks are done")
	assert stored(NOTE, delivery.hull, "status") == "Done"
	expect(row(page, delivery.hull).locator("[data-part='tick']")).to_be_checked()
	page.keyboard.press("ArrowDown")
	page.keyboard.press("ArrowDown")
	page.keyboard.press("Tab")
	expect(row(page, delivery.paint).locator("[data-part='open']")).to_be_focused()
	page.keyboard.press("Enter")
	page.wait_for_url(f"**/crm-follow-up-note/{delivery.paint}")
	assert page.errors == []


def test_a_milestone_is_added_by_keyboard(browser_page, person, delivery, width):
	page = browser_page
	open_project(page, delivery.project)
	page.get_by_role("button", name="Add Milestone").focus()
	page.keyboard.press("Enter")
	dialog(page)
	page.keyboard.type("Paid")
	page.keyboard.press("Enter")
	expect(page.locator(".crm-task-list")).to_contain_text("Paid")
	frappe.db.commit()
	assert frappe.db.get_value(MILESTONE, {"title": "Paid"}, "project") == delivery.project
	expect(page.get_by_role("button", name="Add Milestone")).to_be_focused()


def test_a_date_that_others_depend_on_shows_what_moves_first(browser_page, person, delivery, shoot, width):
	page = browser_page
	open_project(page, delivery.project)
	row(page, delivery.accepted).locator("[data-part='day']").click()
	asked = dialog(page)
	set_date(page, asked, workday(11))
	asked.get_by_role("button", name="Show What Moves").click()
	shown = page.locator(".modal.show.crm-consequence .modal-dialog")
	expect(shown).to_contain_text("Moves 2 tasks, Acceptance from")
	expect(shown.locator(".crm-moves li")).to_have_count(3)
	wait_for_dialog(page)
	expect(shown.locator("[data-part='told']")).to_contain_text("Nobody but you takes part with a login.")
	expect(shown.get_by_role("button", name="Accept and Tell Users")).to_have_count(0)
	assert complaints(page, ".crm-consequence.show .modal-body") == []
	shoot(page, f"project-consequence-{width}")
	shown.get_by_role("button", name="Cancel").click()
	expect(page.locator(".modal-backdrop")).to_have_count(0)
	assert getdate(stored(MILESTONE, delivery.accepted, "due_on")) == workday(9)

	row(page, delivery.accepted).locator("[data-part='day']").click()
	asked = dialog(page)
	set_date(page, asked, workday(11))
	asked.get_by_role("button", name="Show What Moves").click()
	shown.get_by_role("button", name="Accept", exact=True).click()
	bar = page.locator(".crm-undo-bar")
	expect(bar).to_contain_text("2 tasks moved · 1 milestone moved")
	assert getdate(stored(MILESTONE, delivery.accepted, "due_on")) == workday(11)
	assert (due_of(delivery.paint), due_of(delivery.sail)) == (workday(8), workday(10))
	shoot(page, f"project-moved-{width}")
	assert complaints(page) == []
	bar.get_by_role("button", name="Undo").click()
	expect(said(page)).to_have_text("Everything is where it was.")
	expect(bar).to_have_count(0)
	assert getdate(stored(MILESTONE, delivery.accepted, "due_on")) == workday(9)
	assert (due_of(delivery.paint), due_of(delivery.sail)) == (workday(6), workday(8))
	assert page.errors == []


def set_date(page: Page, asked: Locator, day: date) -> None:
	"""Type a day into the dialog, as the site writes days."""
	box = asked.locator("[data-fieldname='due_on'] input")
	written = page.evaluate("(day) => frappe.datetime.str_to_user(day)", str(day))
	box.fill(written)
	box.press("Tab")


def test_the_plan_moves_a_date_by_the_arrows(browser_page, person, delivery, make_user, shoot, width):
	page = browser_page
	bob = make_user("CRM Sales Rep", first_name="Bob", last_name="Crew")
	project = frappe.get_doc("CRM Project", delivery.project)
	project.append("participants", {"user": bob})
	project.save()
	frappe.db.commit()
	open_project(page, delivery.project, "plan")
	bar = row(page, delivery.hull)
	expect(bar).to_have_attribute("aria-label", re.compile("Build the hulls.*Grace Hopper"))
	shoot(page, f"project-plan-{width}")
	names, head = (page.locator(f".crm-plan-{part}").bounding_box()["x"] for part in ("names", "head"))
	assert names < head
	assert complaints(page) == []
	assert overflow(page) <= 0
	row(page, delivery.built).focus()
	page.keyboard.press("ArrowDown")
	expect(bar).to_be_focused()
	page.keyboard.press("ArrowRight")
	page.keyboard.press("ArrowRight")
	page.keyboard.press("Escape")
	page.keyboard.press("ArrowRight")
	assert due_of(delivery.hull) == workday(3)  # nothing is written before it is confirmed
	page.keyboard.press("Enter")
	shown = page.locator(".modal.show.crm-consequence .modal-dialog")
	expect(shown).to_contain_text("Moves 3 tasks")
	expect(shown.locator("[data-part='told']")).to_have_text(
		"“Accept and Tell Users” tells Bob Crew. 1 contact who takes part has no login and is not told: write to them."
	)
	shown.get_by_role("button", name="Accept and Tell Users").click()
	expect(page.locator(".crm-undo-bar")).to_have_text(re.compile("^3 tasks moved.*Told: 1 person"))
	frappe.db.commit()
	assert frappe.get_all("Notification Log", {"document_name": delivery.project}, pluck="for_user") == [bob]
	assert due_of(delivery.hull) == workday(4)
	expect(bar).to_be_focused()
	page.keyboard.press("Enter")
	expect(dialog(page).locator("[data-fieldname='due_on'] input")).to_be_visible()
	assert page.errors == []


@pytest.mark.parametrize("width", ["desk"])
def test_a_bar_is_dragged_with_the_mouse(browser_page, person, delivery):
	page = browser_page
	open_project(page, delivery.project, "plan")
	page.locator(".crm-plan-bar select").select_option("days")
	box = row(page, delivery.hull).bounding_box()
	x, y = box["x"] + 12, box["y"] + box["height"] / 2
	page.mouse.move(x, y)
	page.mouse.down()
	page.mouse.move(x + 26, y, steps=5)
	page.mouse.up()
	shown = page.locator(".modal.show.crm-consequence .modal-dialog")
	expect(shown).to_contain_text("Moves 3 tasks")
	shown.get_by_role("button", name="Accept", exact=True).click()
	expect(page.locator(".crm-undo-bar")).to_be_visible()
	assert due_of(delivery.hull) == workday(4)
	assert page.errors == []


def test_the_board_moves_tasks_by_mouse_and_by_keyboard(browser_page, person, delivery, shoot, width):
	page = browser_page
	open_project(page, delivery.project, "board")
	expect(card(column(page, "waiting"), delivery.paint)).to_be_visible()
	shoot(page, f"project-board-{width}")
	assert complaints(page) == []
	assert overflow(page) <= 0
	title(card(column(page, "open"), delivery.hull)).focus()
	page.keyboard.press("Shift+ArrowRight")
	expect(title(card(column(page, "done"), delivery.hull))).to_be_focused()
	expect(card(column(page, "open"), delivery.paint)).to_be_visible()  # waits no more
	expect(page.locator("[data-figure='progress']")).to_contain_text("1 of 4")
	assert stored(NOTE, delivery.hull, "status") == "Done"

	page.get_by_label("By").select_option("milestone")
	loose = card(page.locator(PAGE), delivery.loose)
	title(loose).focus()
	page.keyboard.press("m")
	page.get_by_role("menuitem", name="Acceptance").click()
	expect(card(column(page, delivery.accepted), delivery.loose)).to_be_visible()
	expect(said(page)).to_have_text("Find a berth moved to Acceptance")
	assert stored(NOTE, delivery.loose, "milestone") == delivery.accepted

	page.get_by_label("By").select_option("person")
	if width == "desk":
		card(page.locator(PAGE), delivery.loose).drag_to(column(page, person))
		expect(card(column(page, person), delivery.loose)).to_be_visible()
		expect(said(page)).to_have_text("Find a berth moved to Grace Hopper")
		assert stored(NOTE, delivery.loose, "assigned_to") == person
	assert complaints(page) == []


def said(page: Page) -> Locator:
	"""What a screen reader is told."""
	return page.locator(f"{PAGE} > [role='status']")


def column(page: Page, stage: str) -> Locator:
	return page.locator(f"{PAGE} .crm-board-column[data-stage='{stage}']")


def card(place: Locator, name: str) -> Locator:
	return place.locator(f".crm-board-card[data-name='{name}']")


def title(place: Locator) -> Locator:
	return place.locator(".crm-board-card-title")


def test_groups_are_mailed_and_assigned(browser_page, person, delivery, width):
	page = browser_page
	open_project(page, delivery.project)
	people = page.locator(".crm-part[data-part='participants']")
	expect(people).to_contain_text("Ada King")
	people.get_by_role("button", name="Assign a task to Crew").click()
	asked = dialog(page)
	asked.locator("[data-fieldname='task'] select").select_option(delivery.loose)
	asked.get_by_role("button", name="Assign", exact=True).click()
	expect(said(page)).to_have_text("Assigned to 1 person")
	frappe.db.commit()
	assert frappe.get_all("ToDo", {"reference_name": delivery.loose}, pluck="allocated_to") == [person]
	expect(page.locator(".modal-backdrop")).to_have_count(0)
	people.get_by_role("button", name="Mail Guests").click()
	expect(dialog(page)).to_contain_text("ada@harbor.example")


@pytest.mark.parametrize("width", ["desk"])
def test_in_the_dark_nothing_complains(browser_page, person, delivery, shoot):
	page = browser_page
	frappe.db.set_value("User", person, "desk_theme", "Dark")
	frappe.db.commit()
	found = {}
	for view in ("list", "board", "plan"):
		open_project(page, delivery.project, view)
		page.wait_for_load_state("networkidle")
		shoot(page, f"project-in-the-dark-{view}")
		found[view] = complaints(page)
	assert {view: each for view, each in found.items() if each} == {}


@pytest.mark.parametrize("width", ["desk"])
def test_a_viewer_changes_nothing(browser_page, login, make_user, person, delivery):
	page = browser_page
	login(page, make_user("CRM Viewer"))
	open_project(page, delivery.project)
	expect(row(page, delivery.hull)).to_be_visible()
	expect(row(page, delivery.hull).locator("[data-part='tick']")).to_be_disabled()
	expect(page.get_by_role("button", name="Add Milestone")).to_have_count(0)
	expect(page.locator(".crm-task-form")).to_have_count(0)
	page.locator("[data-view='plan']").click()
	row(page, delivery.hull).focus()
	page.keyboard.press("ArrowRight")
	assert complaints(page) == []
	page.keyboard.press("Enter")
	page.wait_for_url(f"**/crm-follow-up-note/{delivery.hull}")
	assert due_of(delivery.hull) == workday(3)


@pytest.mark.parametrize("width", ["desk"])
def test_of_two_thousand_tasks_only_those_in_sight_are_there(browser_page, person, delivery):
	page = browser_page
	add_many(delivery.project, 2_000)
	open_project(page, delivery.project)
	for view, things in (("list", ".crm-task-row"), ("plan", ".crm-plan-item"), ("board", ".crm-board-card")):
		page.locator(f"[data-view='{view}']").click()
		expect(page.locator(things).first).to_be_visible()
		assert 5 < page.locator(things).count() < 80
	page.locator("[data-view='list']").click()
	page.locator(".crm-task-list").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
	expect(page.locator(".crm-task-list")).to_contain_text("Task 1999")
	assert page.errors == []


def add_many(project: str, number: int) -> None:
	"""Insert tasks as rows, without what saving each would do."""
	fields = [
		"name",
		"project",
		"reference_doctype",
		"reference_name",
		"action",
		"subject",
		"status",
		"scheduled_on",
	]
	rows = [
		(f"many{each:06}", project, "CRM Project", project, "Task", f"Task {each}", "Open", due(each % 200))
		for each in range(number)
	]
	frappe.db.bulk_insert(NOTE, fields, rows)
	frappe.db.commit()


@pytest.mark.parametrize("width", ["desk"])
def test_who_takes_part_ticks_tasks_one_after_the_other_and_changes_no_date(browser_page, person):
	page = browser_page
	project = make_project(
		project_owner="Administrator", visibility="Participants", participants=[{"user": person}]
	)
	milestone = make_milestone(project, due_on=workday(3))
	tasks = [
		make_task(project, subject=subject, milestone=milestone.name).name for subject in ("Sand", "Oil")
	]
	frappe.db.commit()
	open_project(page, project.name)
	expect(page.locator("[data-part='day']")).to_have_count(0)
	expect(row(page, milestone.name).locator("[data-part='tick']")).to_be_disabled()
	for name in tasks:
		row(page, name).locator("[data-part='tick']").focus()
		page.keyboard.press("Space")
	expect(page.locator("[data-figure='progress']")).to_contain_text("2 of 2 tasks are done")
	assert [stored(NOTE, name, "status") for name in tasks] == ["Done", "Done"]
	assert page.errors == []
