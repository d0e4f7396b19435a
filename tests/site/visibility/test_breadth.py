"""How a criterion is written, for few records or for many, never decides what is seen."""

import frappe
import pytest

from frappe_crm_app.visibility import breadth
from tests.factories import make_contact, make_customer, make_note
from tests.site.visibility import matrix
from tests.site.visibility.conftest import listed
from tests.site.visibility.world import doctype_of, make_world


@pytest.mark.parametrize("role", [role for role in matrix.ROLES if role and role != "Guest"])
def test_each_role_sees_the_same_of_few_and_of_many(role, make_user, written):
	user = make_user(role)
	world = make_world(user, matrix.ALL)
	for kind, row in matrix.RECORDS.items():
		names, listed_names = world.names[kind], listed(doctype_of(kind), user)
		seen = {reason for reason, name in names.items() if name in listed_names}
		assert seen == set(row.seen_by.get(role, ())), f"{role}: {kind}, written {written}"


def test_a_second_affiliation_is_found_in_both_ways(make_user, sees, written):
	client, other = make_customer(relationship="Client"), make_customer()
	contact = make_contact(
		affiliations=[{"customer": other.name, "is_primary": 1}, {"customer": client.name}]
	)
	assert contact.customer == other.name
	rep = make_user("CRM Account Rep")
	assert sees(rep, contact)
	assert sees(rep, make_note(contact))


def test_customers_are_counted_as_far_as_it_matters(monkeypatch):
	monkeypatch.setattr(breadth, "MANY_CUSTOMERS", 1)
	for _number in range(2):
		make_customer(relationship="Client", profile_visibility="Private")
	make_customer(relationship="Partner Prospect")
	frappe.cache.delete_value(breadth.KEY)
	assert breadth.read_breadth() == {"Client": 2, "Partner Prospect": 1, breadth.CLOSED: 2}
	assert breadth.has_many("Client")
	assert not breadth.has_many("Partner Prospect")
	frappe.cache.delete_value(breadth.KEY)
