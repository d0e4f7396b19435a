"""The three projects: one on track, one late, one done."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from frappe_crm_app.demo.generate import generate
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus


def overdue(rows, today, due, is_open):
	return [row for row in rows if is_open(row) and due(row) < today]


def of(rows, project):
	return [row for row in rows if row.project == project.name]


@pytest.mark.parametrize("days", range(0, 40, 3))
def test_one_is_on_track_one_late_and_one_done_on_whatever_day(setting, days):
	today = setting.today + timedelta(days=days)
	world = generate(replace(setting, today=today))
	on_track, late, done = world.projects
	slipped = {
		project.name: [
			row.title for row in of(world.milestones, project) if not row.is_done and row.due_on < today
		]
		for project in world.projects
	}
	assert (slipped[on_track.name], slipped[done.name]) == ([], [])
	assert "First live shipments" in slipped[late.name]
	for project, has_open, has_done in ((on_track, True, True), (late, True, True), (done, False, True)):
		tasks = of(world.tasks, project)
		assert any(task.status == NoteStatus.OPEN for task in tasks) == has_open
		assert any(task.status == NoteStatus.DONE for task in tasks) == has_done
	assert not [
		task
		for task in of(world.tasks, on_track)
		if task.status == NoteStatus.OPEN and task.scheduled_on < datetime.combine(today, time(23))
	]
	assert (done.status, done.completed_on <= today) == ("Completed", True)


def test_each_is_of_a_won_deal_of_a_customer_of_its_own(world):
	deals = {deal.name: deal for deal in world.deals}
	for project in world.projects:
		deal = deals[project.deal]
		assert deal.outcome == "Won"
		assert deal.closed_on < project.starts_on
		assert (project.customer, project.contact) == (deal.customer, deal.contact)
		assert {each.participant_group for each in project.participants} == {"Our Side", "Customer"}
	assert len({project.customer for project in world.projects}) == 3


def test_tasks_wait_for_tasks_before_them_and_nothing_done_waits_for_something_open(world):
	tasks = {task.name: task for task in world.tasks}
	waiting = [(task, tasks[row.note]) for task in world.tasks for row in task.blocked_by]
	assert len(waiting) >= 27
	for task, before in waiting:
		assert task.project == before.project
		assert task.starts_on > before.scheduled_on.date()
		assert not (task.status == NoteStatus.DONE and before.status == NoteStatus.OPEN)


def test_some_tasks_come_from_the_protocol_of_the_kick_off(world):
	tasks = {task.name: task for task in world.tasks}
	caused = [task for task in world.tasks if task.comes_from]
	assert len(caused) == 6
	assert {
		(tasks[task.comes_from].action, tasks[task.comes_from].project == task.project) for task in caused
	} == {("Meeting", True)}
	assert any(item.is_done for task in world.tasks for item in task.checklist)
	assert all(bool(task.assigned_to) != bool(task.contact_assigned) for task in world.tasks)
	assert any(task.contact_assigned for task in world.tasks)
