"""Sections of other apps: ERPNext's, Helpdesk's, and any app's by the hook."""

import frappe
import pytest

from frappe_crm_app.bridges.matching import addresses_of
from frappe_crm_app.screens.board.api import get_details
from frappe_crm_app.screens.customer_page.api import (
	get_contact_tabs,
	get_deal_sections,
	get_overview,
	get_sections,
)
from frappe_crm_app.visibility.user_criteria import UserCriteria
from tests.factories import make_contact, make_customer, make_deal


@pytest.fixture
def harbor():
	customer = make_customer(customer_name="Blue Harbor")
	make_contact(customer=customer.name, email="ada@blue-harbor.example")
	return customer


OURS = ["quotes", "crm_projects", "crm_events"]  # and documents, where there are any


def of_others(sections: list[dict]) -> list[dict]:
	"""The sections of other apps, without ours."""
	return [section for section in sections if section["name"] not in OURS]


def by_name(customer) -> dict[str, dict]:
	return {section["name"]: section for section in of_others(get_sections(customer.name))}


def test_without_other_apps_there_is_no_section_but_ours(harbor):
	assert [section["name"] for section in get_sections(harbor.name)] == OURS


def test_each_list_of_erpnext_and_helpdesk_is_a_section(harbor, other_apps):
	found = by_name(harbor)
	assert list(found) == ["quotations", "invoices", "projects", "tickets", "issues", "assets"]
	titles = {
		name: [row[section["title_field"]] for row in section["rows"]] for name, section in found.items()
	}
	assert titles == {
		"quotations": ["SAL-QTN-1"],
		"invoices": ["ACC-SINV-1"],
		"projects": ["New cranes"],
		"tickets": ["Cannot log in"],
		"issues": ["Crane squeaks"],
		"assets": ["Crane 7"],
	}
	invoice = found["invoices"]
	assert invoice["rows"][0]["outstanding_amount"] == 380
	assert {
		"fieldname": "grand_total",
		"label": "Grand Total",
		"fieldtype": "Currency",
		"options": "currency",
	} in (invoice["columns"])
	assert found["tickets"]["route"] == "/helpdesk/tickets/{name}"


def test_each_amount_of_another_app_has_its_own_currency(harbor, other_apps):
	invoices = by_name(harbor)["invoices"]
	(row,) = invoices["rows"]
	amounts = {
		column["fieldname"]: (row[column["fieldname"]], row[column["options"]])
		for column in invoices["columns"]
		if column["fieldtype"] == "Currency"
	}
	assert amounts == {"grand_total": (900, "USD"), "outstanding_amount": (380, "EUR")}
	for section in by_name(harbor).values():
		named = {column["options"] for column in section["columns"] if column["fieldtype"] == "Currency"} - {
			None
		}
		assert all(named <= set(row) for row in section["rows"])


def test_a_field_that_a_version_lacks_is_left_out(harbor, other_apps):
	columns = {column["fieldname"] for column in by_name(harbor)["quotations"]["columns"]}
	assert columns == {"name", "transaction_date", "valid_till", "grand_total", "currency", "status"}
	from frappe_crm_app.bridges.foreign import ForeignList

	odd = ForeignList("odd", "Odd", "Quotation", "Customer", "name", ("status", "gone_in_17"))
	assert [column["fieldname"] for column in odd.section([], [], 5)["columns"]] == ["name", "status"]


def test_records_of_other_customers_are_not_shown(other_apps):
	found = by_name(make_customer(customer_name="Red Harbor"))
	assert all(section["rows"] == [] for section in found.values())
	assert not any(section["is_limited"] for section in found.values())
	assert len(found) == 6


def test_records_of_no_customer_are_not_those_of_one_unknown_to_the_other_app(other_apps):
	for doctype, title in (("Project", "project_name"), ("Sales Invoice", "status"), ("Issue", "subject")):
		frappe.get_doc({"doctype": doctype, "name": f"{doctype}-9", title: "Nobody's"}).insert()
	found = by_name(make_customer(customer_name="Red Harbor"))
	assert [section["rows"] for section in found.values()] == [[]] * 6


def test_who_may_not_read_the_other_apps_records_has_no_section(harbor, other_apps, make_user):
	frappe.set_user(make_user("CRM Viewer"))
	assert list(by_name(harbor)) == ["tickets"]  # which Helpdesk lets everybody read, if they are one's own


def test_an_empty_section_says_so_of_who_may_read_but_some_of_its_records(harbor, other_apps, make_user):
	viewer = make_user("CRM Viewer")
	frappe.set_user(viewer)
	(tickets,) = of_others(get_sections(harbor.name))
	assert (tickets["rows"], tickets["is_limited"]) == ([], True)
	contact = frappe.db.get_value("CRM Contact", {"email": "ada@blue-harbor.example"})
	assert [section["is_limited"] for section in get_contact_tabs(contact)["tickets"]] == [True]
	frappe.db.set_value("HD Ticket", "77", "owner", viewer)
	(tickets,) = of_others(get_sections(harbor.name))
	assert ([row["name"] for row in tickets["rows"]], tickets["is_limited"]) == (["77"], False)


def test_a_share_of_one_record_is_not_the_right_to_say_that_there_are_no_others(
	harbor, other_apps, make_user
):
	viewer = make_user("CRM Viewer")
	frappe.get_doc({"doctype": "Project", "name": "PROJ-2", "project_name": "Rails"}).insert()
	frappe.share.add("Project", "PROJ-2", viewer, read=1)
	frappe.set_user(viewer)
	projects = by_name(harbor)["projects"]
	assert (projects["rows"], projects["is_limited"]) == ([], True)


def test_tickets_of_people_that_are_hidden_may_be_there(other_apps, make_user):
	rep = make_user("CRM Sales Rep")
	for doctype in ("HD Ticket", "Issue"):
		frappe.permissions.add_permission(doctype, "CRM Sales Rep")
	customer = make_customer(customer_name="Red Harbor", salesperson=rep)
	make_contact(customer=customer.name, email="eve@red-harbor.example", contact_owner="Administrator")
	frappe.set_user(rep)
	found = by_name(customer)
	assert {name: found[name]["is_limited"] for name in ("tickets", "issues")} == {
		"tickets": True,
		"issues": True,
	}


def test_the_other_apps_rules_decide_about_each_row(harbor, other_apps, make_user):
	manager = make_user("CRM Manager")
	frappe.get_doc(
		{"doctype": "Project", "name": "PROJ-2", "project_name": "Rails", "customer": "Blue Harbor"}
	).insert()
	frappe.get_doc(
		{"doctype": "User Permission", "user": manager, "allow": "Project", "for_value": "PROJ-2"}
	).insert()
	frappe.set_user(manager)
	assert [row["name"] for row in by_name(harbor)["projects"]["rows"]] == ["PROJ-2"]


def test_a_section_takes_few_statements(harbor, other_apps, count_queries):
	get_sections(harbor.name)
	assert count_queries(lambda: get_sections(harbor.name)) <= 1 + 6 * 7
	get_overview(harbor.name)
	assert count_queries(lambda: get_overview(harbor.name)) <= 7


def test_long_lists_say_that_there_is_more(harbor, other_apps):
	for number in range(25):
		frappe.get_doc(
			{"doctype": "Issue", "name": f"ISS-X{number}", "subject": "Again", "customer": "Blue Harbor"}
		).insert()
	issues = by_name(harbor)["issues"]
	assert (len(issues["rows"]), issues["has_more"]) == (20, True)


def test_a_contact_has_projects_and_tickets(harbor, other_apps):
	contact = frappe.db.get_value("CRM Contact", {"email": "ada@blue-harbor.example"})
	tabs = get_contact_tabs(contact)
	(projects,) = of_others(tabs["projects"])
	assert [row["project_name"] for row in projects["rows"]] == ["New cranes"]
	assert [[row["subject"] for row in section["rows"]] for section in tabs["tickets"]] == [
		["Cannot log in"],
		[],
	]
	nobody = make_contact()
	assert [section["rows"] for section in get_contact_tabs(nobody.name)["tickets"]] == [[], []]


def test_tickets_from_a_further_address_are_the_contacts_and_its_customers(harbor, other_apps):
	contact = frappe.get_doc("CRM Contact", {"customer": harbor.name})
	contact.append("emails", {"email": "ada@home.example", "is_primary": 1})
	contact.save()
	tickets, _issues = get_contact_tabs(contact.name)["tickets"]
	assert [row["subject"] for row in tickets["rows"]] == ["Cannot log in"]
	found = addresses_of(harbor.name, "info@blue-harbor.example", UserCriteria())
	assert sorted(found) == ["ada@blue-harbor.example", "ada@home.example", "info@blue-harbor.example"]


def of_another_app(customer: str, limit: int) -> dict:
	"""A section as another app would add it."""
	return {"name": "fleet", "label": "Fleet", "facts": [{"label": "Trucks", "value": limit}]}


def that_fails(customer: str, limit: int) -> dict:
	frappe.db.sql("select * from a_table_that_is_not_there")


@pytest.fixture
def hooked(another_app):
	another_app(crm_customer_sections=[that_fails, of_another_app])


def test_another_app_adds_a_section_and_one_that_fails_says_so(harbor, hooked):
	failed, fleet = get_sections(harbor.name)[-2:]
	assert fleet["facts"] == [{"label": "Trucks", "value": 20}]
	assert (failed["name"], failed["problem"]) == (
		"crm_customer_sections_0",
		"This section could not be loaded.",
	)
	assert get_overview(harbor.name)["customer"]["customer_name"] == "Blue Harbor"


def test_sections_are_for_who_may_read_the_customer(harbor, hooked, make_user):
	frappe.set_user(make_user("CRM Sales Rep"))
	with pytest.raises(frappe.PermissionError):
		get_sections(harbor.name)


def test_another_app_adds_a_section_to_deals_of_who_may_read_them(another_app, make_user):
	deal = make_deal()
	assert [section["name"] for section in get_deal_sections(deal.name)] == OURS

	def fleet(deal: str, limit: int) -> dict:
		return {"name": "fleet", "label": "Fleet", "facts": [{"label": deal, "value": limit}]}

	another_app(crm_deal_sections=[fleet, that_fails])
	assert get_details(deal.doctype, deal.name)["other_sections"] is True
	told, failed = of_others(get_deal_sections(deal.name))
	assert told["facts"] == [{"label": deal.name, "value": 20}]
	assert failed["problem"] == "This section could not be loaded."
	frappe.set_user(make_user("CRM Sales Rep"))
	with pytest.raises(frappe.PermissionError):
		get_deal_sections(deal.name)


class Trucks:
	"""A list as another app would add it to a contact's tab."""

	tab = "projects"

	@staticmethod
	def is_offered() -> bool:
		return True

	@staticmethod
	def of_contact(contact, limit: int) -> dict:
		return {"name": "trucks", "label": "Trucks", "facts": [{"label": contact.name, "value": limit}]}


class BrokenTrucks(Trucks):
	@staticmethod
	def is_offered() -> bool:
		return frappe.db.sql("select * from a_table_that_is_not_there")


def test_another_app_adds_to_a_contacts_tab_and_one_that_fails_is_left_out(another_app, logged):
	contact = make_contact()
	another_app(crm_contact_sections=[BrokenTrucks, object(), Trucks])
	projects = [section["name"] for section in of_others(get_contact_tabs(contact.name)["projects"])]
	assert [name for name in projects if name != "projects"] == ["trucks"]
	contact.run_method("onload")
	assert contact.get_onload("crm_tabs")["projects"] is True
	assert any("crm_contact_sections_0" in title for title in logged)
