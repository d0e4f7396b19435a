"""Projects are found as other records are, by who sees them."""

import frappe

from tests.factories import make_project
from tests.site.records.search.finders import found

PROJECT = "CRM Project"


def test_projects_are_found_by_title_kind_and_customer(project, sale, rep, acting):
	project.project_type = "Commissioning"
	project.save()
	acting(rep)
	for text in ("delivery", "commission", sale.customer.customer_name, "buyer@example.com"):
		assert found(text, PROJECT) == [project.name], text


def test_what_one_does_not_see_is_not_found(project, sale, rep, make_user, acting):
	closed = make_project(title="Delivery of secrets", customer=sale.customer.name, visibility="Participants")
	guest, stranger = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	project.append("participants", {"user": guest})
	project.save()
	for user, names in ((rep, [project.name]), (guest, [project.name]), (stranger, [])):
		acting(user)
		assert found("delivery", PROJECT) == names
	acting("Administrator")
	assert set(found("delivery", PROJECT)) == {project.name, closed.name}


def test_a_title_that_was_changed_and_a_project_that_was_deleted(project):
	project.title = "Launch"
	project.save()
	assert (found("delivery", PROJECT), found("launch", PROJECT)) == ([], [project.name])
	frappe.delete_doc(PROJECT, project.name)
	assert found("launch", PROJECT) == []
