"""What happens to projects and milestones is said to who listens."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.kit.domain_events import occasions
from frappe_crm_app.work.projects.api import apply_template
from tests.factories import make_milestone, make_project, make_task, make_template
from tests.site.kit.domain_events.conftest import events, kinds_about, listeners  # noqa: F401


def test_a_project_begins_and_changes_its_status(listeners):  # noqa: F811
	listeners.want()
	project = make_project()
	project.status = "Active"
	project.save()
	assert kinds_about(project.name) == ["project.created", "project.updated", "project.status_changed"]
	assert events(kind="project.status_changed")[0].changes["status"] == ["Planned", "Active"]


def test_a_milestone_is_reached(listeners):  # noqa: F811
	listeners.want("milestone.done")
	milestone = make_milestone(make_project())
	milestone.is_done = 1
	milestone.save()
	milestone.save()
	assert kinds_about(milestone.name) == ["milestone.done"]


def test_a_milestone_is_overdue_once(listeners, committed):  # noqa: F811
	listeners.want("milestone.overdue")
	project = make_project()
	occasions.sweep_all(now_datetime())
	milestone = make_milestone(project, due_on="2026-01-05")
	done = make_milestone(project, due_on="2026-01-05", is_done=1)
	given_up = make_milestone(make_project(status="Cancelled"), due_on="2026-01-05")
	frappe.db.commit()
	for _time in range(2):
		occasions.sweep_all(now_datetime())
	assert kinds_about(milestone.name) == ["milestone.overdue"]
	assert kinds_about(done.name) == kinds_about(given_up.name) == []


def test_tasks_that_a_template_brings_are_written_notes_to_who_listens(listeners):  # noqa: F811
	listeners.want("note.created")
	project = make_project()
	apply_template(project.name, make_template({"subject": "Call"}).name)
	(name,) = frappe.get_all("CRM Follow-up Note", {"project": project.name}, pluck="name")
	assert kinds_about(name) == ["note.created"]


def test_a_project_that_is_deleted_tells_of_its_notes(listeners, project):  # noqa: F811
	task = make_task(project)
	listeners.want("note.updated")
	frappe.delete_doc("CRM Project", project.name)
	assert kinds_about(task.name) == ["note.updated"]
