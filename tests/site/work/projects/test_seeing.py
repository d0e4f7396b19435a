"""Who sees a project and what hangs on it."""

import frappe
import pytest

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.explain import explain
from tests.factories import make_contact, make_customer, make_deal, make_milestone, make_project, make_task

EVERYTHING = ("read", "write")


@pytest.fixture
def colleague(make_user):
	return make_user("CRM Sales Rep", first_name="Carl")


def reaches(user: str, doc) -> tuple[bool, bool]:
	return tuple(policy.may(doc.doctype, doc.name, user, action) for action in EVERYTHING)


def test_who_takes_part_reads_the_project_and_works_on_its_tasks(colleague):
	project = make_project(participants=[{"user": colleague}])
	milestone, task = make_milestone(project), make_task(project)
	assert reaches(colleague, project) == (True, False)
	assert reaches(colleague, milestone) == (True, False)
	assert reaches(colleague, task) == (True, True)
	assert explain(project, colleague)["summary"] == "They take part in it."
	assert explain(task, colleague)["summary"] == "Through the Project: They take part in it."


def test_who_leaves_a_project_sees_it_no_more(colleague):
	project = make_project(participants=[{"user": colleague}])
	project.set("participants", [])
	project.save()
	assert reaches(colleague, project) == (False, False)


def test_whoever_sees_customer_or_deal_sees_the_project_unless_it_is_for_its_participants(rep):
	customer = make_customer(salesperson=rep)
	deal = make_deal(deal_owner=rep)
	for values in (
		{"customer": customer.name},
		{"deal": deal.name},
		{"customers": [{"customer": customer.name}]},
	):
		project = make_project(**values)
		task = make_task(project)
		assert reaches(rep, project) == reaches(rep, task) == (True, True), values
		project.visibility = "Participants"
		project.save()
		assert reaches(rep, project) == reaches(rep, task) == (False, False), values
	assert explain(project, rep)["summary"] == "It is for its owner and whoever takes part in it."


def test_a_further_customer_that_one_does_not_see_opens_nothing(rep):
	project = make_project(customers=[{"customer": make_customer().name}, {"customer": make_customer().name}])
	assert reaches(rep, project) == (False, False)


def test_managers_see_all(make_user):
	manager = make_user("CRM Manager")
	assert reaches(manager, make_project(visibility="Participants")) == (True, True)


def test_an_external_who_takes_part_sees_project_and_milestones_and_no_task(make_user):
	external = make_user("CRM External")
	contact = make_contact(linked_user=external)
	project = make_project(participants=[{"contact": contact.name}])
	assert project.participants[0].user == external
	assert reaches(external, project) == (True, False)
	assert policy.may("CRM Milestone", make_milestone(project).name, external)
	assert not policy.may("CRM Follow-up Note", make_task(project).name, external)


def test_a_private_task_is_for_its_own_people(colleague):
	project = make_project(participants=[{"user": colleague}])
	assert reaches(colleague, make_task(project, is_private=1)) == (False, False)
	assert reaches(colleague, make_task(project, is_private=1, assigned_to=colleague)) == (True, True)


def test_to_take_part_opens_neither_customer_nor_deal(colleague):
	customer, deal = make_customer(), make_deal()
	make_project(customer=customer.name, deal=deal.name, participants=[{"user": colleague}])
	assert reaches(colleague, customer) == reaches(colleague, deal) == (False, False)


def test_a_task_that_a_participant_writes_does_not_name_the_customer_that_they_do_not_see(colleague, acting):
	customer = make_customer()
	project = make_project(customer=customer.name, participants=[{"user": colleague}])
	acting(colleague)
	task = make_task(project)
	assert (task.customer, task.assigned_to) == (None, colleague)
	acting("Administrator")
	assert reaches(colleague, customer) == (False, False)


@pytest.mark.parametrize(
	("participants", "sentence"),
	[
		([{"project_role": "Lead"}], "names neither a contact nor a user"),
		([{"user": "Administrator"}, {"user": "Administrator"}], "takes part in a project once"),
		([{"user": "Guest"}], "no role of the CRM"),
	],
)
def test_who_cannot_take_part_is_refused(participants, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		make_project(participants=participants)
	assert not frappe.get_all("CRM Project")


def test_a_project_does_not_end_before_it_starts():
	with pytest.raises(frappe.ValidationError, match="cannot end before it starts"):
		make_project(starts_on="2026-06-02", ends_on="2026-06-01")


def test_customer_and_contact_come_from_the_deal_and_completion_is_noted(sale):
	project = make_project(deal=sale.deal.name, completed_on="2026-01-01")
	assert (project.customer, project.contact) == (sale.customer.name, sale.contact.name)
	assert project.completed_on is None
	project.status = "Completed"
	project.save()
	assert str(project.completed_on) == frappe.utils.today()


def test_nobody_puts_a_task_into_a_project_that_they_do_not_see(colleague, acting):
	project = make_project()
	acting(colleague)
	for values in ({}, {"reference_doctype": "CRM Project", "reference_name": project.name}):
		with pytest.raises((frappe.LinkValidationError, frappe.PermissionError)):
			make_task(project, **values)
	acting("Administrator")
	assert not frappe.get_all("CRM Follow-up Note", {"project": project.name})


def test_who_takes_part_adds_tasks_and_no_milestones(colleague, acting):
	project = make_project(participants=[{"user": colleague}])
	acting(colleague)
	assert make_task(project).assigned_to == colleague
	with pytest.raises(frappe.PermissionError):
		make_milestone(project)
