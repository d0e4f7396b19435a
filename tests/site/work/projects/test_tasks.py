"""Notes that are tasks of a project."""

import frappe
import pytest
from frappe.utils import get_datetime

from frappe_crm_app.kit.exceptions import PeriodError
from tests.factories import make_contact, make_customer, make_milestone, make_note, make_project, make_task

NOTE = "CRM Follow-up Note"


def stored(doc, *fields):
	return frappe.db.get_value(doc.doctype, doc.name, fields)


def test_a_task_is_about_its_project_and_belongs_to_its_customer_contact_and_deal(project, sale):
	task = make_task(project)
	assert (task.reference_doctype, task.reference_name) == ("CRM Project", project.name)
	assert (task.customer, task.contact, task.deal) == (sale.customer.name, sale.contact.name, sale.deal.name)
	note = make_note(project)
	assert note.project == project.name


def test_a_task_is_the_next_follow_up_of_its_customer(project, sale):
	make_task(project, scheduled_on="2099-01-05 10:00:00")
	assert stored(sale.customer, "next_follow_up_on") == get_datetime("2099-01-05 10:00:00")


def test_a_note_about_something_else_is_about_the_project_that_it_is_given(project, sale):
	note = make_note(sale.customer)
	note.project = project.name
	note.save()
	assert (note.reference_doctype, note.reference_name) == ("CRM Project", project.name)
	note.update({"reference_doctype": "CRM Customer", "reference_name": sale.customer.name})
	note.save()
	assert not note.project


def test_the_customer_of_a_project_changes_and_its_notes_go_along(project, sale):
	task, other = make_task(project, scheduled_on="2099-01-05 10:00:00"), make_customer()
	project.customer = other.name
	project.save()
	assert stored(task, "customer") == other.name
	assert stored(other, "next_follow_up_on")
	assert stored(sale.customer, "next_follow_up_on") is None


def test_a_task_does_not_wait_for_itself_nor_in_a_circle_nor_for_another_project(project):
	first = make_task(project, subject="Dig")
	second = make_task(project, first, subject="Build")
	third = make_task(project, second)
	first.append("blocked_by", {"note": third.name})
	with pytest.raises(frappe.ValidationError, match="wait for each other"):
		first.save()
	second.append("blocked_by", {"note": second.name})
	with pytest.raises(frappe.ValidationError, match="wait for each other"):
		second.save()
	with pytest.raises(frappe.ValidationError, match="of the same project only"):
		make_task(make_project(), first)
	assert frappe.get_all("CRM Task Blocker", {"parent": first.name}) == []


def test_only_a_task_of_a_project_waits_or_has_a_milestone(project, sale):
	first, milestone = make_task(project), make_milestone(project)
	for values in ({"milestone": milestone.name}, {"blocked_by": [{"note": first.name}]}):
		with pytest.raises(frappe.ValidationError, match="Only a task of a project"):
			make_note(sale.customer, **values)
	with pytest.raises(frappe.ValidationError, match="milestone is one of another project"):
		make_task(make_project(), milestone=milestone.name)


def test_what_others_wait_for_stays_in_its_project(project):
	first = make_task(project)
	make_task(project, first)
	first.project = make_project().name
	with pytest.raises(frappe.ValidationError, match="wait for this one"):
		first.save()


def test_a_task_is_not_due_before_it_starts(project):
	with pytest.raises(PeriodError):
		make_task(project, starts_on="2099-01-06", scheduled_on="2099-01-05 10:00:00")


def test_a_task_that_a_contact_does_is_nobodys_of_ours(project):
	contact = make_contact()
	task = make_task(project, contact_assigned=contact.name)
	assert (task.status, task.assigned_to) == ("Open", None)
	frappe.delete_doc("CRM Contact", contact.name)
	assert stored(task, "contact_assigned") is None


def test_deleting_a_task_leaves_nobody_waiting(project):
	first = make_task(project)
	second = make_task(project, first, comes_from=first.name)
	frappe.delete_doc(NOTE, first.name)
	second.reload()
	assert (second.blocked_by, second.comes_from) == ([], None)


def test_a_template_key_is_nobodys_to_set(project):
	task = make_task(project, template_key="a:b")
	assert task.template_key is None


def test_a_note_without_rows_costs_no_more_than_before(project, sale, count_queries):
	name = make_note(sale.customer).name
	frappe.get_doc(NOTE, name)
	assert count_queries(lambda: frappe.get_doc(NOTE, name)) == 1
