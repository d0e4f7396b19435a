"""What is left of a project that is deleted, and where records become one."""

import frappe
import pytest

from frappe_crm_app.records.identity.api import merge, undo_merge
from tests.factories import make_contact, make_customer, make_milestone, make_note, make_project, make_task

NOTE = "CRM Follow-up Note"


def about(note) -> tuple:
	fields = ["reference_doctype", "reference_name", "project", "milestone", "customer", "is_private"]
	return frappe.db.get_value(NOTE, note.name, fields)


def test_its_notes_stay_with_the_customer_and_its_plan_goes(project, sale):
	milestone = make_milestone(project)
	first = make_task(project, milestone=milestone.name, scheduled_on="2099-01-05 10:00:00")
	second = make_task(project, first)
	frappe.delete_doc("CRM Project", project.name)
	customer = sale.customer.name
	assert about(first) == ("CRM Customer", customer, None, None, customer, 0)
	assert frappe.get_doc(NOTE, second.name).blocked_by == []
	assert not frappe.db.exists("CRM Milestone", milestone.name)
	assert frappe.db.get_value("CRM Customer", customer, "next_follow_up_on")
	frappe.get_doc(NOTE, first.name).save()


def test_those_of_a_project_for_its_participants_stay_private(project):
	project.visibility = "Participants"
	project.save()
	task = make_task(project)
	frappe.delete_doc("CRM Project", project.name)
	assert about(task)[-1] == 1


def test_those_of_nobody_go_with_it():
	project = make_project()
	first = make_task(project)
	second = make_task(project, first, checklist=[{"item": "Boat"}])
	frappe.delete_doc("CRM Project", project.name)
	assert not frappe.db.exists(NOTE, second.name)
	assert not frappe.db.count("CRM Checklist Item", {"parent": second.name})


def test_a_milestone_that_is_deleted_leaves_its_tasks(project):
	milestone = make_milestone(project)
	task = make_task(project, milestone=milestone.name)
	frappe.delete_doc("CRM Milestone", milestone.name)
	assert about(task)[2:4] == (project.name, None)


def test_who_is_deleted_takes_part_no_more_and_their_login_still_does(project, make_user):
	user = make_user("CRM External")
	alone, with_login = make_contact(), make_contact(linked_user=user)
	project.set("participants", [{"contact": alone.name}, {"contact": with_login.name}])
	project.save()
	for contact in (alone, with_login):
		frappe.delete_doc("CRM Contact", contact.name)
	project.reload()
	assert [(row.contact, row.user) for row in project.participants] == [(None, user)]


def test_a_customer_with_a_project_is_not_deleted(project, sale):
	customer = make_customer()
	make_project(customer=customer.name)
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc("CRM Customer", customer.name)


def test_merging_customers_and_contacts_carries_projects_along_and_back(committed):
	kept, removed = make_customer(), make_customer()
	ada, bob = make_contact(), make_contact()
	project = make_project(
		customer=removed.name,
		customers=[{"customer": kept.name}],
		contact=bob.name,
		participants=[{"contact": ada.name}, {"contact": bob.name}],
	)
	task = make_task(project, contact_assigned=bob.name)
	frappe.db.commit()
	of_customers = merge(kept.name, removed.name, "CRM Customer")["merge"]
	of_contacts = merge(ada.name, bob.name, "CRM Contact")["merge"]
	project.reload()
	assert (project.customer, project.contact) == (kept.name, ada.name)
	assert [row.contact for row in project.participants] == [ada.name]
	task.reload()
	assert (task.customer, task.contact, task.contact_assigned) == (kept.name, ada.name, ada.name)
	undo_merge(of_contacts)
	undo_merge(of_customers)
	project.reload()
	assert (project.customer, project.contact) == (removed.name, bob.name)
	assert sorted(row.contact for row in project.participants) == sorted([ada.name, bob.name])


def test_a_note_that_is_removed_with_its_contact_is_no_cause_any_more(project):
	contact = make_contact()
	task = make_task(project, comes_from=make_note(contact).name)
	frappe.delete_doc("CRM Contact", contact.name)
	assert frappe.db.get_value(NOTE, task.name, "comes_from") is None
