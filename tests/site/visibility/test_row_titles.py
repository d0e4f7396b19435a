"""Titles of what the rows of a form name: read at once, and masked as before."""

import frappe
import pytest

from frappe_crm_app.visibility.desk_endpoints import getdoc
from frappe_crm_app.visibility.link_titles import hidden_title
from tests.factories import make_contact, make_customer, make_project


@pytest.fixture
def opened():
	"""``opened(project)`` -> the titles that the form of a project is sent."""

	def titles(project) -> dict[str, str]:
		frappe.local.response = frappe._dict(docs=[])
		frappe.db.value_cache.clear()
		getdoc("CRM Project", project.name)
		return dict(frappe.response["_link_titles"])

	yield titles
	frappe.set_user("Administrator")


def project_of(number: int, **values):
	customers = [make_customer(customer_name=f"Harbor {each}") for each in range(number)]
	people = [make_contact(first_name=f"Ada {each}") for each in range(number)]
	return make_project(
		customer=make_customer(customer_name="Yard").name,
		customers=[{"customer": each.name} for each in customers],
		participants=[{"contact": each.name} for each in people],
		**values,
	)


def test_a_form_is_sent_each_title(opened):
	project = project_of(2)
	titles = opened(project)
	assert titles[f"CRM Customer::{project.customer}"] == "Yard"
	assert [titles[f"CRM Customer::{row.customer}"] for row in project.customers] == ["Harbor 0", "Harbor 1"]
	assert [titles[f"CRM Contact::{row.contact}"].split()[:2] for row in project.participants] == [
		["Ada", "0"],
		["Ada", "1"],
	]


def test_more_rows_are_no_more_statements(opened, count_queries):
	few, many = project_of(2), project_of(12)
	for project in (few, many):
		opened(project)
	assert count_queries(lambda: opened(few)) == count_queries(lambda: opened(many))


def test_what_the_reader_does_not_see_has_no_title(opened, make_user):
	rep = make_user("CRM Sales Rep")
	project = project_of(2, project_owner=rep)
	frappe.set_user(rep)
	assert {opened(project)[f"CRM Customer::{row.customer}"] for row in project.customers} == {hidden_title()}
