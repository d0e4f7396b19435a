"""The rules of a plan hold on every way in: rows on their own, REST, imports past the form, far days, a year without work."""

import json
from datetime import date, timedelta

import frappe
import pytest

from frappe_crm_app.work.projects.api import apply_template, get_consequence, reschedule
from tests.factories import make_milestone, make_project, make_task, make_template
from tests.site.work.projects.conftest import API

NOTE, BLOCKER, CHANGE = "CRM Follow-up Note", "CRM Task Blocker", "CRM Plan Change"
RESOURCE, METHOD = "/api/resource/", "/api/method/"


@pytest.fixture
def tasks(committed, project):
	"""Two tasks of a project, of which the second waits for the first, and one of another project."""
	first = make_task(project, subject="Dig", scheduled_on="2099-01-05 15:00:00")
	second = make_task(project, first, subject="Build", scheduled_on="2099-01-06 15:00:00")
	elsewhere = make_task(make_project(project_owner=project.project_owner), subject="Paint")
	frappe.db.commit()
	return frappe._dict(first=first, second=second, elsewhere=elsewhere, row=second.blocked_by[0].name)


def waiting() -> set[tuple[str, str]]:
	return set(frappe.get_all(BLOCKER, fields=["parent", "note"], as_list=True))


def rows_for(task, *others) -> dict:
	return {
		"parent": task.name,
		"parenttype": NOTE,
		"parentfield": "blocked_by",
		**({"note": others[0].name} if others else {}),
	}


def test_no_path_makes_a_circle_or_lets_a_task_wait_for_one_of_another_project(tasks, rep, client_of):
	before = waiting()
	client = client_of(rep)
	for other, task in (
		(tasks.second, tasks.first),
		(tasks.elsewhere, tasks.first),
		(tasks.first, tasks.first),
	):
		row = rows_for(task, other)
		rows = [{"note": other.name}]
		calls = [
			("put", f"{RESOURCE}{NOTE}/{task.name}", {"blocked_by": rows}),
			("put", f"{RESOURCE}{NOTE}/{task.name}", {"blocked_by": rows, "has_task_rows": 0}),
			("post", f"{RESOURCE}{BLOCKER}", row),
			("put", f"{RESOURCE}{BLOCKER}/{tasks.row}", row),
			("put", f"{RESOURCE}{BLOCKER}/{tasks.row}", {"note": tasks.second.name}),
			("post", f"{METHOD}frappe.client.insert", {"doc": {"doctype": BLOCKER, **row}}),
			(
				"post",
				f"{METHOD}frappe.client.insert_many",
				{"docs": json.dumps([{"doctype": BLOCKER, **row}])},
			),
			(
				"post",
				f"{METHOD}frappe.client.set_value",
				{"doctype": BLOCKER, "name": tasks.row, "fieldname": "note", "value": tasks.second.name},
			),
			(
				"post",
				f"{METHOD}frappe.client.bulk_update",
				{"docs": json.dumps([{"doctype": BLOCKER, "docname": tasks.row, "note": tasks.second.name}])},
			),
			(
				"post",
				f"{METHOD}frappe.client.save",
				{"doc": {**frappe.get_doc(NOTE, task.name).as_dict(no_nulls=True), "blocked_by": rows}},
			),
		]
		for verb, path, values in calls:
			answer = getattr(client, verb)(
				path, data=json.dumps(values, default=str), headers={"Content-Type": "application/json"}
			)
			assert answer.status_code < 500, (path, answer.text[-500:])
			assert waiting() == before, (verb, path, values)


def test_a_milestone_of_another_project_comes_by_no_path(tasks, rep, client_of):
	milestone = make_milestone(make_project(project_owner=rep))
	frappe.db.commit()
	client, name = client_of(rep), tasks.first.name
	for path, values in (
		(f"{API}move_task", {"task": name, "milestone": milestone.name}),
		(
			f"{METHOD}frappe.client.set_value",
			{"doctype": NOTE, "name": name, "fieldname": "milestone", "value": milestone.name},
		),
		(
			f"{METHOD}frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			{
				"doctype": NOTE,
				"docnames": json.dumps([name]),
				"action": "update",
				"data": json.dumps({"milestone": milestone.name}),
			},
		),
	):
		client.post(path, json=values)
		assert frappe.db.get_value(NOTE, name, "milestone") is None, path
	client.put(f"{RESOURCE}CRM Milestone/{milestone.name}", json={"project": tasks.first.project})
	assert frappe.db.get_value("CRM Milestone", milestone.name, "project") == milestone.project


def test_what_a_change_moved_is_not_read_by_name(tasks, rep, client_of, post):
	post(rep, "reschedule", project=tasks.first.project, item=tasks.first.name, due_on="2099-01-07")
	answers = [
		client_of(rep).get(f"{RESOURCE}{CHANGE}", params={"fields": '["*"]'}),
		client_of(rep).get(f"{RESOURCE}{CHANGE}/{frappe.db.get_value(CHANGE, {})}"),
	]
	assert all(answer.ok for answer in answers)
	assert not [answer.text for answer in answers if tasks.second.name in answer.text]


def test_a_task_that_one_does_not_see_is_not_moved_by_name(tasks, rep, post, get):
	from tests.site.work.projects.conftest import Refused

	secret = make_task(
		frappe.get_doc("CRM Project", tasks.first.project), is_private=1, scheduled_on="2099-01-05 15:00:00"
	)
	frappe.db.commit()
	move = {"project": secret.project, "item": secret.name, "due_on": "2099-01-12"}
	for ask, endpoint in ((get, "get_consequence"), (post, "reschedule")):
		with pytest.raises(Refused, match="nothing of this name"):
			ask(rep, endpoint, **move)
	assert frappe.db.get_value(NOTE, secret.name, "scheduled_on") == frappe.utils.get_datetime(
		"2099-01-05 15:00:00"
	)


def test_who_does_not_see_what_a_task_waits_for_saves_it_all_the_same(tasks, make_user, client_of):
	colleague = make_user("CRM Sales Rep")
	project = frappe.get_doc("CRM Project", tasks.first.project)
	project.append("participants", {"user": colleague})
	project.save()
	tasks.first.reload()
	tasks.first.is_private = 1
	tasks.first.save()
	before = waiting()
	frappe.db.commit()
	client = client_of(colleague)
	assert client.put(f"{RESOURCE}{NOTE}/{tasks.second.name}", json={"content": "Soon"}).ok
	assert waiting() == before
	third = client.post(
		f"{RESOURCE}{NOTE}",
		json={
			"action": "Task",
			"subject": "T",
			"project": project.name,
			"blocked_by": [{"note": tasks.first.name}],
		},
	)
	assert not third.ok
	assert waiting() == before


@pytest.mark.parametrize("starts_on", ["9999-12-30", "1000-01-01"])
def test_a_template_is_laid_out_for_far_days_or_refused(starts_on):
	project = make_project(starts_on=starts_on)
	template = make_template({"subject": "Call", "offset_days": 20, "duration_days": 200})
	if starts_on.startswith("1"):
		assert apply_template(project.name, template.name)["tasks"] == 1
	else:
		with pytest.raises(frappe.ValidationError):
			apply_template(project.name, template.name)


def test_what_would_move_to_far_days_is_refused_and_what_comes_from_there_moves():
	project = make_project()
	milestone = make_milestone(project, due_on="9999-12-30")
	long = make_task(project, starts_on="1000-01-01", scheduled_on="9999-12-31 23:59:59")
	late = make_task(project, long, milestone=milestone.name, scheduled_on="9999-12-31 10:00:00")
	for item in (long, late):  # whatever the order, the second begins after the first has ended
		with pytest.raises(frappe.ValidationError, match="years 1900 to 2200"):
			get_consequence(project.name, item.name, "2099-01-05")
	endless = make_task(project, scheduled_on="2099-01-05 10:00:00", ends_on="9999-12-31 10:00:00")
	with pytest.raises(frappe.ValidationError, match="years 1900 to 2200"):
		reschedule(project.name, endless.name, "2099-01-06")
	alone = make_milestone(project, due_on="9999-12-30")
	(moved,) = get_consequence(project.name, alone.name, "2099-01-05")["moves"]
	assert [str(day) for day in moved["due_on"]] == ["9999-12-30", "2099-01-05"]


def test_a_year_without_a_working_day_is_a_sentence(project):
	task = make_task(project, scheduled_on="2099-01-02 10:00:00")
	template = make_template({"subject": "Call"})
	settings = frappe.get_doc("CRM Desk Settings")
	for number in range(500):
		settings.append("holidays", {"day": date(2099, 1, 3) + timedelta(number)})
	settings.save()
	late = make_project(starts_on="2099-01-03")
	with pytest.raises(frappe.ValidationError, match="Nobody works"):
		get_consequence(project.name, task.name, "2099-01-10")
	with pytest.raises(frappe.ValidationError, match="Nobody works"):
		apply_template(late.name, template.name)
	assert get_consequence(project.name, task.name, "2099-01-01")["moves"]
