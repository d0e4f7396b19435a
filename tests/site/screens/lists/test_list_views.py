"""What lists show beside their rows: counts of what one sees, in one statement each."""

import json

import frappe
import pytest

from frappe_crm_app.screens.lists.api import get_chips, get_deal_counts
from tests.factories import make_contact, make_customer, make_deal, move


@pytest.fixture
def people(make_user):
	rep = make_user("CRM Sales Rep")
	mine = {"contact_owner": rep, "job_title": "Chips"}
	make_contact(contact_type="Vendor", **mine)
	make_contact(contact_type="Vendor", status="Inactive", **mine)
	make_contact(contact_type="Customer", **mine)
	make_contact(contact_type="Vendor", job_title="Chips")
	return rep


ABOUT = [["CRM Contact", "job_title", "=", "Chips"]]


def test_chips_count_by_type_under_the_lists_other_filters(people):
	answer = get_chips("CRM Contact", json.dumps(ABOUT))
	assert answer == {"total": 4, "counts": {"Vendor": 3, "Customer": 1}}
	narrowed = [
		*ABOUT,
		["CRM Contact", "status", "=", "Lead"],
		["CRM Contact", "contact_type", "=", "Vendor"],
	]
	assert get_chips("CRM Contact", narrowed) == {"total": 3, "counts": {"Vendor": 2, "Customer": 1}}


def test_chips_count_only_what_one_sees(people):
	frappe.set_user(people)
	assert get_chips("CRM Contact", ABOUT) == {"total": 3, "counts": {"Vendor": 2, "Customer": 1}}
	assert set(frappe.get_list("CRM Contact", ABOUT, pluck="contact_type")) == {"Vendor", "Customer"}


def test_customers_are_counted_by_relationship():
	make_customer(industry="Chips", relationship="Client")
	make_customer(industry="Chips")
	answer = get_chips("CRM Customer", [["industry", "=", "Chips"]])
	assert answer == {"total": 2, "counts": {"Client": 1, "Prospect": 1}}


def test_chips_and_total_take_one_statement(people, count_queries):
	frappe.set_user(people)
	get_chips("CRM Contact", ABOUT)
	assert count_queries(lambda: get_chips("CRM Contact", ABOUT)) == 1


@pytest.mark.parametrize(
	("doctype", "filters"),
	[
		("User", None),
		("CRM Sales Deal", None),
		("CRM Contact", "no json"),
		("CRM Contact", '{"a": 1}'),
		("CRM Contact", '["x"]'),
	],
)
def test_questions_that_make_no_sense_are_refused(doctype, filters):
	with pytest.raises(frappe.ValidationError):
		get_chips(doctype, filters)


def test_who_reads_no_contacts_has_no_chips(make_user):
	frappe.set_user(make_user("Desk User"))
	with pytest.raises(frappe.PermissionError):
		get_chips("CRM Contact")


def test_deals_of_a_page_are_counted_in_one_statement(make_user, count_queries):
	rep = make_user("CRM Sales Rep")
	customer = make_customer()
	busy, idle = make_contact(customer=customer.name), make_contact()
	make_deal(contact=busy.name, deal_owner=rep)
	move(make_deal(contact=busy.name, deal_owner=rep), "Won")
	make_deal(contact=busy.name)
	names = [busy.name, idle.name]
	assert get_deal_counts("CRM Contact", json.dumps(names)) == {busy.name: {"deals": 3, "open": 2}}
	assert get_deal_counts("CRM Customer", [customer.name]) == {customer.name: {"deals": 3, "open": 2}}
	frappe.set_user(rep)
	assert get_deal_counts("CRM Contact", names) == {busy.name: {"deals": 2, "open": 1}}
	assert count_queries(lambda: get_deal_counts("CRM Contact", names)) == 1


def test_deals_are_counted_for_one_page_and_for_who_sees_deals(make_user):
	for doctype, names in (
		("User", []),
		("CRM Contact", "x"),
		("CRM Contact", [{}]),
		("CRM Contact", ["x"] * 501),
	):
		with pytest.raises(frappe.ValidationError):
			get_deal_counts(doctype, names)
	contact = make_contact()
	make_deal(contact=contact.name)
	frappe.set_user(make_user("CRM External"))
	assert get_deal_counts("CRM Contact", [contact.name]) == {}
