"""What is Frappe's, and people of the CRM choose in link fields."""

import frappe
import pytest
from frappe.desk.search import search_link

from frappe_crm_app.visibility.choices import CHOSEN_BY, granted, remove_choices, ship_choices

ROLES = ("CRM Admin", "CRM Manager", "CRM Sales Rep", "CRM Account Rep", "CRM Partner Manager")


def found(doctype: str, text: str) -> list[str]:
	answer = search_link(doctype, text)
	return [row["value"] for row in (answer or frappe.response.pop("results", []))]


@pytest.mark.parametrize("role", ROLES)
def test_who_writes_amounts_chooses_their_currency(make_user, role):
	frappe.set_user(make_user(role))
	assert "EUR" in found("Currency", "EU")
	assert frappe.has_permission("Currency", "select")
	assert not frappe.has_permission("Currency", "write")


def test_an_administrator_of_the_crm_chooses_a_form_and_a_role(make_user):
	frappe.set_user(make_user("CRM Admin"))
	assert "CRM Viewer" in found("Role", "CRM View")
	assert frappe.has_permission("Web Form", "select")


@pytest.mark.parametrize("doctype", CHOSEN_BY)
def test_others_keep_what_they_have(make_user, doctype):
	frappe.set_user(make_user())
	assert not frappe.has_permission(doctype, "select")
	frappe.set_user("Administrator")
	ours = {str(role) for role in CHOSEN_BY[doctype]}
	assert [row for row in granted("Custom DocPerm", doctype) if row[0] not in ours] == granted(
		"DocPerm", doctype
	)


def test_nothing_of_it_stays(committed):
	remove_choices()
	assert not frappe.db.exists("Custom DocPerm", {"parent": ("in", list(CHOSEN_BY))})
	ship_choices()
	assert frappe.db.exists("Custom DocPerm", {"parent": "Currency", "role": "CRM Sales Rep"})
