"""A project's page, its plan, and where else projects stand."""

import itertools

import frappe
import pytest
from frappe.utils import add_days, today

from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.screens.calendar.api import get_milestones
from frappe_crm_app.screens.customer_page.api import get_contact_tabs, get_deal_sections, get_sections
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.work.projects.api import assign_group, get_plan, get_project, reschedule
from frappe_crm_app.work.projects.templates import rows as written_rows
from tests.factories import (
	insert,
	make_contact,
	make_deal,
	make_milestone,
	make_note,
	make_project,
	make_task,
	move,
)
from tests.site.work.projects.conftest import Refused

NOTE = "CRM Follow-up Note"


def test_progress_is_what_milestones_and_tasks_say(project):
	milestone = make_milestone(project, due_on=add_days(today(), 5))
	done = make_task(project, milestone=milestone.name)
	make_task(project, milestone=milestone.name, scheduled_on="2026-01-05 10:00:00")
	make_task(project, status="Cancelled")
	make_note(project, action="Note", status="Done")  # a remark is no task
	frappe.db.set_value(NOTE, done.name, "status", "Done")  # past every document
	answer = get_project(project.name)
	assert answer["progress"]["tasks"] == {"total": 2, "done": 1, "overdue": 1}
	assert (answer["progress"]["percent"], answer["health"]) == (50, "At Risk")
	assert answer["milestones"][0]["tasks"] == {"total": 2, "done": 1, "overdue": 1}
	frappe.db.set_value("CRM Milestone", milestone.name, "due_on", "2026-01-05")
	assert get_project(project.name)["health"] == "Off Track"
	frappe.db.set_value("CRM Project", project.name, "health", "On Track")
	assert get_project(project.name)["health"] == "On Track"


def test_the_page_has_the_files_of_the_project_and_when_people_work(project):
	assert get_project(project.name)["files"] == {"total": 0, "rows": []}
	attached = {"attached_to_doctype": "CRM Project", "attached_to_name": project.name}
	insert("File", {"file_name": "drawing.txt", "content": "a boat", "is_private": 1, **attached})
	insert("File", {"file_name": "other.txt", "content": "no boat", "is_private": 1})
	files = get_project(project.name)["files"]
	assert (files["total"], [row.file_name for row in files["rows"]]) == (1, ["drawing.txt"])
	calendar = get_plan(project.name)["calendar"]
	assert calendar == {"weekdays": [0, 1, 2, 3, 4], "holidays": [], "ends": "17:00"}


def test_only_a_won_deal_offers_to_start_its_project(project, sale, rep):
	def section(deal: str) -> dict:
		return next(each for each in get_deal_sections(deal) if each["name"] == "crm_projects")

	other = move(make_deal(deal_owner=rep), "Won")
	assert section(other.name)["add"]["asked_by"] == "start_project"
	assert "add" not in section(sale.deal.name)
	assert "add" not in section(make_deal(deal_owner=rep).name)


def test_people_stand_in_their_groups_with_their_addresses(committed, project, rep, sale, make_user, get):
	hidden = make_contact(email="hidden@example.com")
	project.set(
		"participants",
		[
			{"contact": sale.contact.name, "participant_group": "Crew"},
			{"user": rep, "participant_group": "Crew"},
			{"contact": hidden.name, "participant_group": "Guests"},
		],
	)
	project.save()
	frappe.db.commit()
	answer = get(rep, "get_project", project=project.name)
	groups = {group["group"]: group["emails"] for group in answer["groups"]}
	assert groups == {"Crew": ["buyer@example.com", rep], "Guests": []}
	assert "hidden@example.com" not in str(answer)
	with pytest.raises(Refused, match="no such record"):
		get(make_user("CRM Sales Rep"), "get_project", project=project.name)


def test_a_task_is_assigned_to_a_group_at_once(project, rep, make_user):
	colleague = make_user("CRM Sales Rep")
	project.set("participants", [{"user": user, "participant_group": "Crew"} for user in (rep, colleague)])
	project.save()
	task = make_task(project)
	assert assign_group(project.name, "Crew", task.name) == [rep, colleague]
	assert assign_group(project.name, "Crew", task.name) == []
	with pytest.raises(frappe.ValidationError, match="Nobody in this group"):
		assign_group(project.name, "Guests", task.name)
	with pytest.raises(frappe.PermissionError):
		assign_group(make_project().name, "Crew", task.name)


def test_the_plan_says_who_when_after_what_and_why(project, rep):
	protocol = make_note(project, action="Meeting", subject="Kick-off", status="Done")
	first = make_task(project, subject="Dig", assigned_to=rep, scheduled_on="2099-01-05 10:00:00")
	second = make_task(
		project,
		first,
		comes_from=protocol.name,
		starts_on="2099-01-06",
		scheduled_on="2099-01-07 10:00:00",
		checklist=[{"item": "Spade", "is_done": 1}, {"item": "Boots"}],
	)
	tasks = {task["name"]: task for task in get_plan(project.name)["tasks"]}
	assert list(tasks) == [first.name, second.name]
	assert tasks[first.name]["assigned_to_title"].startswith("Rita")
	told = tasks[second.name]
	assert (told["blocked_by"], told["why"], told["checklist"]) == (
		[first.name],
		"Kick-off",
		{"total": 2, "done": 1},
	)
	assert (str(told["starts_on"]), str(told["due_on"])) == ("2099-01-06", "2099-01-07")


def test_a_plan_of_two_thousand_tasks_is_eight_statements(project, rep, acting, count_queries):
	to = written_rows.writing(
		project.name, {"contact": None, "customer": None, "deal": None}, frappe.utils.get_time("17:00")
	)
	names = [written_rows.new_name() for _number in range(2_000)]
	values = {
		"action": "Task",
		"status": "Open",
		"scheduled_on": "2099-01-05 17:00:00",
		"assigned_to": rep,
		"has_task_rows": 1,
	}
	at = written_rows.NOTE_COLUMNS
	rows = []
	for number, name in enumerate(names):
		row = dict.fromkeys(at) | dict(zip(at, to.standard(name), strict=False)) | values
		row |= {
			"reference_doctype": "CRM Project",
			"reference_name": project.name,
			"project": project.name,
			"is_private": 0,
		}
		rows.append(tuple({**row, "subject": f"Task {number}"}[column] for column in at))
	insert_records(NOTE, at, rows)
	waiting = [(*to.row_of(name, "blocked_by", 1), before) for before, name in itertools.pairwise(names)]
	insert_records("CRM Task Blocker", written_rows.BLOCKER_COLUMNS, waiting)
	acting(rep)
	assert len(get_plan(project.name)["tasks"]) == 2_000
	assert count_queries(lambda: get_plan(project.name)) <= 8


def test_projects_stand_on_the_pages_of_customer_deal_and_contact(project, sale, rep, acting):
	make_task(project, status="Done")
	guest = make_contact(contact_owner=rep)
	project.append("participants", {"contact": guest.name})
	project.save()
	make_project(customer=sale.customer.name, visibility="Participants")
	acting(rep)
	found = [
		*(each for each in get_sections(sale.customer.name) if each["name"] == "crm_projects"),
		*(each for each in get_deal_sections(sale.deal.name) if each["name"] == "crm_projects"),
		*(each for contact in (sale.contact, guest) for each in get_contact_tabs(contact.name)["projects"]),
	]
	assert len(found) == 4
	for section in found:
		assert [(row["title"], row["progress"], row["health"]) for row in section["rows"]] == [
			("Delivery", 100, "On Track")
		]


def test_one_timeline_has_notes_moves_of_the_plan_and_what_is_about_the_deal(project, sale):
	task = make_task(project, subject="Dig", scheduled_on="2099-01-05 10:00:00")
	make_note(sale.deal, subject="Signed", status="Done")
	reschedule(project.name, task.name, "2099-01-07")
	page = get_timeline("CRM Project", project.name)
	entries = {entry["source"] for entry in page["entries"]}
	assert {"note", "plan_change", "stage"} <= entries
	assert [entry["subject"] for entry in page["planned"]] == ["Dig"]
	assert "Moves 1 task" in str(page["entries"])
	assert "Dig" in str(get_timeline("CRM Customer", sale.customer.name)["planned"])


def test_milestones_stand_in_the_calendar(project, rep, make_user, acting):
	make_milestone(project, title="Acceptance", due_on="2099-01-07")
	acting(rep)
	(event,) = get_milestones("2099-01-01", "2099-02-01")
	assert (event["title"], event["due_on"]) == ("Acceptance · Delivery", "2099-01-07")
	acting(make_user("CRM Sales Rep"))
	assert get_milestones("2099-01-01", "2099-02-01") == []


def test_milestones_come_in_their_order_and_are_done_by_somebody(project):
	first, second = make_milestone(project, title="First"), make_milestone(project, title="Second")
	assert (first.position, second.position) == (1, 2)
	second.is_done = 1
	second.save()
	assert (str(second.done_on), second.done_by) == (today(), "Administrator")
	second.is_done = 0
	second.save()
	assert (second.done_on, second.done_by) == (None, None)
	second.project = make_project().name
	with pytest.raises(frappe.ValidationError, match="stays with its project"):
		second.save()
