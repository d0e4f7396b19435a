"""What people do with the tasks of a project, as the desk and scripts do it: over HTTP, with their own rights."""

import frappe
import pytest

from frappe_crm_app.work.projects.api import get_plan
from tests.factories import make_contact, make_milestone, make_note, make_task

NOTE, PROJECT = "CRM Follow-up Note", "CRM Project"
METHOD, RESOURCE = "/api/method/", "/api/resource/"


@pytest.fixture
def crew(committed, project, make_user) -> frappe._dict:
	"""A participant with a login, one without, a stranger, and a meeting of which there is a protocol."""
	colleague, stranger = make_user("CRM Account Rep"), make_user("CRM Sales Rep")
	mason = make_contact(first_name="Mona", last_name="Mason", contact_owner=colleague)
	project.append("participants", {"user": colleague})
	project.append("participants", {"contact": mason.name})
	project.save()
	protocol = make_note(project, action="Meeting", subject="Kick-off", status="Done")
	milestone = make_milestone(project)
	frappe.db.commit()
	return frappe._dict(
		colleague=colleague, stranger=stranger, mason=mason, protocol=protocol, milestone=milestone
	)


def refresh() -> None:
	"""Let this transaction see what requests have committed."""
	frappe.db.rollback()


def task_of(project, crew) -> dict:
	return {
		"project": project.name,
		"action": "Task",
		"subject": "Lay bricks",
		"milestone": crew.milestone.name,
		"comes_from": crew.protocol.name,
		"contact_assigned": crew.mason.name,
		"scheduled_on": "2099-01-05 10:00:00",
		"checklist": [{"item": "Bricks"}, {"item": "Mortar", "is_done": 1}],
	}


def test_a_participant_makes_a_task_for_a_contact_that_says_why(crew, project, client_of):
	client = client_of(crew.colleague)
	answer = client.post(f"{RESOURCE}{NOTE}", json=task_of(project, crew))
	assert answer.ok, answer.text
	name = answer.json()["data"]["name"]
	plan = client.get(f"{METHOD}frappe_crm_app.work.projects.api.get_plan", params={"project": project.name})
	(told,) = (task for task in plan.json()["message"]["tasks"] if task["name"] == name)
	assert (told["why"], told["contact_assigned"], told["contact_assigned_title"]) == (
		"Kick-off",
		crew.mason.name,
		"Mona Mason",
	)
	assert (told["milestone"], told["checklist"], told["assigned_to"]) == (
		crew.milestone.name,
		{"total": 2, "done": 1},
		None,
	)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"comes_from": "nothing"}, "nothing"),
		({"contact_assigned": "nothing"}, "nothing"),
		({"milestone": "nothing"}, "nothing"),
		({"project": "nothing"}, "nothing"),
	],
)
def test_what_is_not_there_is_refused(crew, project, client_of, values, sentence):
	before = frappe.db.count(NOTE)
	answer = client_of(crew.colleague).post(f"{RESOURCE}{NOTE}", json=task_of(project, crew) | values)
	assert (answer.status_code // 100, sentence in answer.text) == (4, True)
	refresh()
	assert frappe.db.count(NOTE) == before


def test_a_task_does_not_come_from_what_its_writer_does_not_see(crew, project, client_of):
	hidden = make_note(make_contact(), subject="Secret reason", status="Done")
	frappe.db.commit()
	answer = client_of(crew.colleague).post(
		f"{RESOURCE}{NOTE}", json=task_of(project, crew) | {"comes_from": hidden.name}
	)
	assert answer.status_code in (403, 417)
	assert "Secret reason" not in answer.text


def test_a_reason_is_told_to_who_sees_it_alone(project, rep, sale, acting):
	private = make_note(project, subject="Secret reason", status="Done", is_private=1)
	task = make_task(project, comes_from=private.name)
	acting(rep)
	(told,) = (row for row in get_plan(project.name)["tasks"] if row["name"] == task.name)
	assert "Secret reason" not in str(told)


def test_who_takes_part_comments_on_a_task_and_attaches_a_file(crew, project, client_of):
	task = make_task(project)
	frappe.db.commit()
	said = {
		"reference_doctype": NOTE, "reference_name": task.name, "content": "Bricks are late",
		"comment_email": crew.colleague, "comment_by": "Carl",
	}  # fmt: skip
	attached = {"doctype": NOTE, "docname": task.name, "is_private": 1}
	for user, is_let in ((crew.colleague, True), (crew.stranger, False)):
		comment = client_of(user).post(f"{METHOD}frappe.desk.form.utils.add_comment", json=said)
		upload = client_of(user).post(
			f"{METHOD}upload_file", data=attached, files={"file": ("bricks.txt", b"red ones")}
		)
		assert (comment.ok, upload.ok) == (is_let, is_let), f"{comment.text} {upload.text}"
	refresh()
	about = {"reference_doctype": NOTE, "reference_name": task.name, "comment_type": "Comment"}
	assert frappe.get_all("Comment", about, pluck="content") == ["Bricks are late"]
	files = {"attached_to_doctype": NOTE, "attached_to_name": task.name}
	assert frappe.get_all("File", files, ["file_name", "is_private"]) == [
		{"file_name": "bricks.txt", "is_private": 1}
	]
	url = frappe.db.get_value("File", files, "file_url")
	assert client_of(crew.colleague).get(url).content == b"red ones"
	assert client_of(crew.stranger).get(url).status_code == 403


def test_a_contact_takes_the_place_of_a_user_and_a_user_that_of_nobody(crew, project, client_of):
	task = make_task(project, contact_assigned=crew.mason.name)
	frappe.db.commit()
	client = client_of(crew.colleague)
	assert client.put(f"{RESOURCE}{NOTE}/{task.name}", json={"status": "Done"}).ok
	refresh()
	done = frappe.get_doc(NOTE, task.name)
	assert (done.status, done.contact_assigned, done.assigned_to) == ("Done", crew.mason.name, None)
	answer = client_of(crew.stranger).put(f"{RESOURCE}{NOTE}/{task.name}", json={"status": "Open"})
	assert answer.status_code == 403
