"""A colleague is found by what they are called."""

import frappe
import pytest

from frappe_crm_app.visibility.people_search import find_users


@pytest.mark.parametrize("typed", ["Grace", "Hopper", "Grace Hop", "grace hopper"])
def test_a_user_is_found_by_any_part_of_the_name(make_user, typed):
	grace = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	frappe.set_user(make_user("CRM Manager"))
	assert [grace, "Grace Hopper"] in [list(row) for row in find_users("User", typed, "name", 0, 20)]


def test_who_cannot_hold_records_is_not_found(make_user):
	gone = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper", enabled=0)
	stranger = make_user(first_name="Grace", last_name="Hopper")
	found = [row[0] for row in find_users("User", "Grace Hopper", "name", 0, 20)]
	assert {gone, stranger}.isdisjoint(found)
