"""An empty section of ours says that there is nothing yet, unless something is there that the reader does not see."""

import frappe
import pytest

from frappe_crm_app.screens.customer_page.api import get_contact_tabs, get_deal_sections, get_sections
from tests.factories import make_contact, make_customer, make_deal, make_project


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep")


def limited(sections: list[dict]) -> dict[str, bool]:
	return {each["name"]: each["is_limited"] for each in sections if "is_limited" in each}


def test_where_nothing_is_nothing_is_said_to_be_hidden(rep):
	customer = make_customer(salesperson=rep)
	contact = make_contact(customer=customer.name, contact_owner=rep)
	deal = make_deal(deal_owner=rep, contact=contact.name, customer=customer.name)
	frappe.set_user(rep)
	assert limited(get_deal_sections(deal.name)) == {
		"crm_projects": False,
		"crm_events": False,
		"quotes": False,
	}
	assert set(limited(get_sections(customer.name)).values()) == {False}
	tabs = get_contact_tabs(contact.name)
	assert set(limited([*tabs["sales"], *tabs["projects"]]).values()) == {False}


def test_what_is_there_and_hidden_is_not_said_to_be_none(rep):
	customer = make_customer(salesperson=rep)
	contact = make_contact(customer=customer.name, contact_owner=rep)
	deal = make_deal(deal_owner=rep, contact=contact.name, customer=customer.name)
	make_project(deal=deal.name, customer=customer.name, visibility="Participants")
	frappe.set_user(rep)
	found = limited(get_deal_sections(deal.name))
	assert found["crm_projects"]
	assert found["quotes"] is False
	assert limited(get_sections(customer.name))["crm_projects"]
