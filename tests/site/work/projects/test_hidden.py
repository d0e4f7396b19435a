"""What is hidden of a project comes out on no screen and no path, over HTTP."""

import json
from pprint import pformat

import frappe
import pytest

from frappe_crm_app.work.projects.api import reschedule
from tests.factories import (
	insert,
	make_contact,
	make_customer,
	make_deal,
	make_milestone,
	make_note,
	make_project,
	make_task,
	move,
)

METHOD, OURS = "/api/method/", "/api/method/frappe_crm_app."
# Words that stand in nothing else: of the project and its milestones, and of its tasks and notes.
OF_PLAN, OF_TASKS = "Xylophone", "Zymurgy"
MONTH = {"start": "2099-01-01", "end": "2099-02-01"}


@pytest.fixture
def closed(committed, make_user):
	"""A project for its participants, of a customer whom a rep has, with something of everything that hangs on one."""
	owner, rep = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	contact = make_contact(contact_owner=rep)
	customer = make_customer(salesperson=rep)
	deal = move(make_deal(deal_owner=rep, contact=contact.name, customer=customer.name), "Won")
	project = make_project(
		title=OF_PLAN,
		project_owner=owner,
		customer=customer.name,
		contact=contact.name,
		deal=deal.name,
		visibility="Participants",
		participants=[{"contact": contact.name, "project_role": OF_PLAN}],
	)
	milestone = make_milestone(project, title=OF_PLAN, due_on="2099-01-07")
	task = make_task(
		project,
		subject=OF_TASKS,
		scheduled_on="2099-01-05 10:00:00",
		milestone=milestone.name,
		checklist=[{"item": OF_TASKS}],
	)
	make_note(project, subject=OF_TASKS, content=OF_TASKS, status="Done")
	reschedule(project.name, task.name, "2099-01-12")
	file = {"file_name": f"{OF_TASKS}.txt", "content": OF_TASKS, "is_private": 1}
	attached = insert("File", {**file, "attached_to_doctype": task.doctype, "attached_to_name": task.name})
	frappe.db.commit()
	from frappe.utils.global_search import sync_global_search

	sync_global_search()
	frappe.db.commit()
	return frappe._dict(
		rep=rep, owner=owner, project=project, milestone=milestone, task=task, customer=customer, deal=deal,
		contact=contact, file=attached.file_url, pipeline=deal.pipeline,
	)  # fmt: skip


def requests_about(closed) -> list[tuple[str, str, dict]]:
	"""Verb, path and arguments of what could tell of the project."""
	about = [
		("CRM Project", closed.project),
		("CRM Customer", closed.customer),
		("CRM Sales Deal", closed.deal),
	]
	about += [("CRM Contact", closed.contact)]
	project, words = closed.project.name, (OF_PLAN, OF_TASKS)
	get = [
		*((f"{OURS}screens.timeline.api.get_timeline", {"doctype": doctype, "name": doc.name}) for doctype, doc in about),
		*((f"{METHOD}frappe.desk.form.load.getdoc", {"doctype": doctype, "name": doc.name}) for doctype, doc in about),
		(f"{METHOD}frappe.desk.form.load.getdoc", {"doctype": "CRM Milestone", "name": closed.milestone.name}),
		(f"{METHOD}frappe.desk.form.load.getdoc", {"doctype": "CRM Follow-up Note", "name": closed.task.name}),
		(f"{OURS}screens.customer_page.api.get_overview", {"customer": closed.customer.name}),
		(f"{OURS}screens.customer_page.api.get_sections", {"customer": closed.customer.name}),
		(f"{OURS}screens.customer_page.api.get_deal_sections", {"deal": closed.deal.name}),
		(f"{OURS}screens.customer_page.api.get_contact_tabs", {"contact": closed.contact.name}),
		(f"{OURS}screens.deal_page.api.get_deal_page", {"deal": closed.deal.name}),
		(f"{OURS}screens.board.api.get_board", {"pipeline": closed.pipeline}),
		(f"{OURS}screens.today.api.get_today", {}),
		(f"{OURS}screens.calendar.api.get_follow_ups", MONTH),
		(f"{OURS}screens.calendar.api.get_milestones", MONTH),
		*((f"{OURS}records.search.api.find", {"text": word}) for word in words),
		*((f"{METHOD}frappe.utils.global_search.search", {"text": word}) for word in words),
		*(
			(f"{METHOD}frappe.desk.search.search_link", {"doctype": doctype, "txt": word})
			for word in words
			for doctype in ("CRM Project", "CRM Milestone", "CRM Follow-up Note", "CRM Plan Change")
		),
		*((f"{OURS}work.projects.api.{name}", {"project": project}) for name in ("get_project", "get_plan")),
		(
			f"{OURS}work.projects.api.get_consequence",
			{"project": project, "item": closed.milestone.name, "due_on": "2099-03-02"},
		),
		*(
			(f"/api/resource/{doctype}", {"fields": '["*"]', "limit_page_length": 0})
			for doctype in ("CRM Project", "CRM Milestone", "CRM Follow-up Note", "CRM Plan Change", "File", "Version")
		),
		(closed.file, {}),
	]  # fmt: skip
	post = [
		(
			f"{METHOD}frappe.desk.reportview.export_query",
			{
				"doctype": doctype,
				"fields": json.dumps(["name", title]),
				"file_format_type": "CSV",
				"title": "t",
			},
		)
		for doctype, title in (
			("CRM Project", "title"),
			("CRM Milestone", "title"),
			("CRM Follow-up Note", "subject"),
		)
	]
	post += [
		(f"{OURS}work.projects.api.move_task", {"task": closed.task.name, "status": "Done"}),
		(f"{OURS}work.projects.api.start_from_deal", {"deal": closed.deal.name}),
		(
			f"{OURS}work.projects.api.assign_group",
			{"project": project, "group": OF_PLAN, "task": closed.task.name},
		),
	]
	return [*(("GET", *each) for each in get), *(("POST", *each) for each in post)]


def told(client, closed, words: tuple[str, ...]) -> dict[str, int]:
	"""Which requests of a caller are answered with one of the words, or by an error of ours."""
	found = {}
	for verb, path, arguments in requests_about(closed):
		sent = {"params": arguments} if verb == "GET" else {"json": arguments}
		answer = client.request(verb, path, **sent)
		asked = json.dumps(arguments)
		if answer.status_code >= 500 or any(word in answer.text and word not in asked for word in words):
			found[f"{verb} {path} {asked}"] = answer.status_code
	return found


def test_nothing_of_a_project_for_its_participants_is_told_to_others(closed, api, make_user):
	"""Neither to who has its customer, contact and deal, nor to who takes part elsewhere, reads all customers, or is a guest."""
	other, external = make_user("CRM Sales Rep"), make_user("CRM External")
	make_project(customer=closed.customer.name, participants=[{"user": other}, {"user": external}])
	callers = {"rep": closed.rep, "other": other, "external": external, "guest": None}
	callers["viewer"] = make_user("CRM Viewer")
	frappe.db.commit()
	found = {name: told(api(user), closed, (OF_PLAN, OF_TASKS)) for name, user in callers.items()}
	assert not any(found.values()), pformat(found)
	assert frappe.db.get_value("CRM Follow-up Note", closed.task.name, "status") == "Open"


def test_who_takes_part_from_outside_is_told_of_no_task(closed, api, make_user):
	external = make_user("CRM External")
	closed.project.reload()
	closed.project.append("participants", {"user": external})
	closed.project.save()
	frappe.db.commit()
	client = api(external)
	assert (
		OF_PLAN
		in client.get(f"{OURS}work.projects.api.get_project", params={"project": closed.project.name}).text
	)
	assert told(client, closed, (OF_TASKS,)) == {}


def test_the_owner_is_told_all_of_it(closed, api):
	"""The requests above do tell of a project that one sees."""
	found = told(api(closed.owner), closed, (OF_PLAN, OF_TASKS))
	assert len(found) >= 15, found
