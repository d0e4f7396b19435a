"""What a project begins with."""

from datetime import date, datetime

import frappe
import pytest
from frappe.utils import get_datetime

from frappe_crm_app.work.projects.api import apply_template, preview_template
from frappe_crm_app.work.projects.templates import applying
from tests.factories import make_contact, make_project, make_template

NOTE, MILESTONE = "CRM Follow-up Note", "CRM Milestone"
MILESTONES = (
	{"title": "Kick-off", "offset_days": 2},
	{"title": "Acceptance", "anchor": "End", "offset_days": -1},
)
TASKS = (
	{
		"subject": "Call",
		"action": "Call",
		"milestone": "Kick-off",
		"project_role": "Lead",
		"checklist": "Price\n\n Terms ",
	},
	{"subject": "Build", "duration_days": 3, "waits_for": "1", "project_role": "Buyer"},
	{
		"subject": "Check",
		"anchor": "Milestone",
		"milestone": "Acceptance",
		"offset_days": -2,
		"waits_for": "1, 2",
	},
)
# The first of June 2026 is a Monday.
DAYS = {"starts_on": "2026-06-01", "ends_on": "2026-06-30"}


@pytest.fixture
def template():
	return make_template(*TASKS, milestones=MILESTONES)


@pytest.fixture
def lead(make_user):
	return make_user("CRM Sales Rep")


def tasks_of(project) -> dict:
	fields = [
		"name",
		"subject",
		"scheduled_on",
		"starts_on",
		"assigned_to",
		"contact_assigned",
		"milestone",
		"action",
		"status",
	]
	return {row.subject: row for row in frappe.get_all(NOTE, {"project": project.name}, fields)}


def test_it_is_shown_and_then_written_as_it_was_shown(template, lead):
	buyer = make_contact()
	people = [{"user": lead, "project_role": "Lead"}, {"contact": buyer.name, "project_role": "Buyer"}]
	project = make_project(participants=people, **DAYS)
	shown = preview_template(project.name, template.name)
	assert tasks_of(project) == {}
	assert [(each["title"], each["due_on"], each["is_new"]) for each in shown["milestones"]] == [
		("Kick-off", date(2026, 6, 3), True),
		("Acceptance", date(2026, 6, 29), True),
	]
	assert shown["missing_roles"] == []
	assert apply_template(project.name, template.name) == {"milestones": 2, "tasks": 3}
	written = tasks_of(project)
	for each in shown["tasks"]:
		row = written[each["subject"]]
		assert (row.starts_on, row.scheduled_on.date()) == (each["starts_on"], each["due_on"])
		assert (row.assigned_to, row.contact_assigned) == (each["assigned_to"], each["contact_assigned"])
	assert (written["Call"].assigned_to, written["Build"].contact_assigned) == (lead, buyer.name)
	assert [
		(written[name].starts_on.day, written[name].scheduled_on.day) for name in ("Call", "Build", "Check")
	] == [
		(1, 1),
		(2, 4),
		(25, 25),
	]
	assert written["Call"].scheduled_on == get_datetime("2026-06-01 17:00:00")


def test_what_was_written_is_whole(template, sale, rep):
	project = make_project(deal=sale.deal.name, project_owner=rep, **DAYS)
	apply_template(project.name, template.name)
	rows = tasks_of(project)
	call, check = frappe.get_doc(NOTE, rows["Call"].name), frappe.get_doc(NOTE, rows["Check"].name)
	assert [row.item for row in call.checklist] == ["Price", "Terms"]
	assert {row.note for row in check.blocked_by} == {rows["Call"].name, rows["Build"].name}
	assert frappe.db.get_value(MILESTONE, call.milestone, "title") == "Kick-off"
	assert (call.customer, call.contact, call.deal) == (sale.customer.name, sale.contact.name, sale.deal.name)
	assert call.assigned_to == rep
	for doc in (sale.customer, sale.contact, sale.deal):
		assert frappe.db.get_value(doc.doctype, doc.name, "next_follow_up_on") == get_datetime(
			"2026-06-01 17:00:00"
		)
	call.save()


def test_applied_again_it_adds_what_is_new(template):
	project = make_project(**DAYS)
	apply_template(project.name, template.name)
	build = tasks_of(project)["Build"]
	frappe.db.set_value(NOTE, build.name, "subject", "Build it")
	assert apply_template(project.name, template.name) == {"milestones": 0, "tasks": 0}
	template.append("tasks", {"subject": "Invoice", "waits_for": "2"})
	template.tasks[0].subject = "Ring"
	template.save()
	assert [each["is_new"] for each in preview_template(project.name, template.name)["tasks"]] == [
		False
	] * 3 + [True]
	assert apply_template(project.name, template.name) == {"milestones": 0, "tasks": 1}
	rows = tasks_of(project)
	assert set(rows) == {"Call", "Build it", "Check", "Invoice"}
	assert frappe.get_all("CRM Task Blocker", {"parent": rows["Invoice"].name}, pluck="note") == [build.name]


def test_applied_again_it_brings_nothing_back_that_was_deleted(template):
	project = make_project(**DAYS)
	apply_template(project.name, template.name)
	frappe.delete_doc(
		MILESTONE, frappe.db.get_value(MILESTONE, {"project": project.name, "title": "Kick-off"})
	)
	frappe.delete_doc(NOTE, tasks_of(project)["Build"].name)
	shown = preview_template(project.name, template.name)
	assert not any(each["is_new"] for each in (*shown["milestones"], *shown["tasks"]))
	assert apply_template(project.name, template.name) == {"milestones": 0, "tasks": 0}
	template.append("tasks", {"subject": "Invoice", "waits_for": "1, 2", "milestone": "Kick-off"})
	template.save()
	assert apply_template(project.name, template.name) == {"milestones": 0, "tasks": 1}
	rows = tasks_of(project)
	assert set(rows) == {"Call", "Check", "Invoice"}
	assert rows["Invoice"].milestone is None
	assert frappe.get_all("CRM Task Blocker", {"parent": rows["Invoice"].name}, pluck="note") == [
		rows["Call"].name
	]


def test_a_task_that_went_to_another_project_is_not_brought_back(template):
	project = make_project(**DAYS)
	apply_template(project.name, template.name)
	check = frappe.get_doc(NOTE, tasks_of(project)["Check"].name)
	check.project = make_project().name
	check.save()
	assert apply_template(project.name, template.name)["tasks"] == 0
	assert set(tasks_of(project)) == {"Call", "Build"}


def test_what_was_removed_from_a_project_is_nobodys_to_say(template):
	project = make_project(removed_rows="all", **DAYS)
	apply_template(project.name, template.name)
	frappe.delete_doc(NOTE, tasks_of(project)["Check"].name)
	project.removed_rows = ""  # a form that was open before
	project.save()
	assert apply_template(project.name, template.name)["tasks"] == 0


def test_roles_that_nobody_has_are_said_and_whoever_has_left_is_given_nothing(template, lead, rep):
	project = make_project(project_owner=rep, participants=[{"user": lead, "project_role": "Lead"}], **DAYS)
	frappe.db.set_value("User", lead, "enabled", 0)
	frappe.clear_document_cache("User", lead)
	shown = preview_template(project.name, template.name)
	assert shown["missing_roles"] == ["Buyer"]
	assert [each["assigned_to"] for each in shown["tasks"]] == [rep] * 3


@pytest.mark.parametrize(("hour", "due"), [(16, "2026-06-05 17:00:00"), (19, "2026-06-08 17:00:00")])
def test_what_is_begun_after_work_on_a_friday_is_due_on_monday(template, monkeypatch, hour, due):
	monkeypatch.setattr(applying, "now_datetime", lambda: datetime(2026, 6, 5, hour))
	project = make_project(starts_on="2026-06-05", ends_on="2026-06-30")
	shown = preview_template(project.name, template.name)["tasks"][0]
	apply_template(project.name, template.name)
	assert tasks_of(project)["Call"].scheduled_on == get_datetime(due)
	assert shown["due_on"] == get_datetime(due).date()


def test_weekends_and_holidays_are_left_out(template):
	settings = frappe.get_doc("CRM Desk Settings")
	settings.append("holidays", {"day": "2026-06-02", "holiday_name": "Boat day"})
	settings.save()
	project = make_project(**DAYS)
	shown = preview_template(project.name, template.name)
	assert [(each["starts_on"].day, each["due_on"].day) for each in shown["tasks"]][:2] == [(1, 1), (3, 5)]


def test_days_counted_from_an_end_need_one(template):
	project = make_project(starts_on="2026-06-01")
	with pytest.raises(frappe.ValidationError, match="Say first when it ends"):
		apply_template(project.name, template.name)
	assert tasks_of(project) == {}


@pytest.mark.parametrize(
	("task", "sentence"),
	[
		({"milestone": "Nothing"}, "has no milestone"),
		({"anchor": "Milestone"}, "counted from a milestone"),
		({"waits_for": "2"}, "by their numbers"),
		({"waits_for": "x"}, "by their numbers"),
		({"waits_for": "1"}, "wait for each other"),
		({"duration_days": 1000}, "number of working days"),
		({"offset_days": -5000}, "number of working days"),
	],
)
def test_what_cannot_be_applied_is_refused_with_a_sentence(task, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		make_template({"subject": "Call", **task})


def test_two_hundred_tasks_are_ten_statements(sale, rep, acting, count_queries):
	rows = [
		{
			"subject": f"Task {number}",
			"waits_for": str(number) if number else "",
			"milestone": "Go",
			"checklist": "One",
		}
		for number in range(200)
	]
	template = make_template(*rows, milestones=({"title": "Go"},))
	project = make_project(deal=sale.deal.name, project_owner=rep, **DAYS)
	acting(rep)
	apply_template(make_project().name, template.name)  # warms the caches
	assert count_queries(lambda: apply_template(project.name, template.name)) <= 10
	assert frappe.db.count(NOTE, {"project": project.name}) == 200
	assert (
		frappe.db.count(
			"CRM Task Blocker", {"note": ("in", [row.name for row in tasks_of(project).values()])}
		)
		== 199
	)


def test_who_only_reads_a_project_applies_nothing(template, make_user, acting):
	viewer = make_user("CRM Viewer")
	project = make_project(participants=[{"user": viewer}], **DAYS)
	acting(viewer)
	assert preview_template(project.name, template.name)["tasks"]
	with pytest.raises(frappe.PermissionError):
		apply_template(project.name, template.name)


def test_who_is_given_tasks_hears_of_them_once(template, lead):
	project = make_project(
		participants=[
			{"user": lead, "project_role": "Lead"},
			{"user": "Administrator", "project_role": "Buyer"},
		],
		**DAYS,
	)
	template.tasks[1].project_role = "Lead"
	template.save()
	apply_template(project.name, template.name)
	(subject,) = frappe.get_all("Notification Log", {"for_user": lead}, pluck="subject")
	assert "gave you 2 follow-ups" in subject
