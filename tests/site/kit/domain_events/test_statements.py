"""A save sends not one statement more without listeners, and one INSERT more with."""

import frappe
import pytest

from frappe_crm_app.benchmark.statements import statements_of
from tests.factories import make_contact, make_customer, make_deal, make_location, make_note

NEW = {
	"CRM Contact": make_contact,
	"CRM Customer": make_customer,
	"CRM Sales Deal": make_deal,
	"CRM Location": make_location,
	"CRM Follow-up Note": lambda: make_note(make_deal()),
}
FIELD = {
	"CRM Contact": "job_title",
	"CRM Customer": "industry",
	"CRM Sales Deal": "description",
	"CRM Location": "city",
	"CRM Follow-up Note": "content",
}


def save(doctype: str, name: str, value: str) -> list[str]:
	doc = frappe.get_doc(doctype, name)
	doc.set(FIELD[doctype], value)
	return statements_of(doc.save)


def about_events(statements: list[str]) -> list[str]:
	return [statement for statement in statements if "Domain Event" in statement]


@pytest.mark.parametrize("doctype", NEW)
def test_a_save_with_a_listener_sends_one_insert_more(listeners, doctype):
	name = NEW[doctype]().name
	save(doctype, name, "one")
	without = save(doctype, name, "two")
	listeners.want()
	save(doctype, name, "three")  # who listens is asked once
	with_one = save(doctype, name, "four")
	assert about_events(without) == []
	(insert,) = about_events(with_one)
	assert insert.strip().lower().startswith("insert")
	assert len(with_one) == len(without) + 1


@pytest.mark.parametrize("doctype", NEW)
def test_a_listener_to_something_else_costs_nothing(listeners, doctype):
	name = NEW[doctype]().name
	save(doctype, name, "one")
	without = save(doctype, name, "two")
	listeners.want("import.completed")
	save(doctype, name, "three")
	assert len(save(doctype, name, "four")) == len(without)


def test_who_listens_is_asked_anew_once_it_is_forgotten(listeners):
	from frappe_crm_app.kit.domain_events import listening

	wanted: list[str] = []
	listeners.add("crm_event_listeners", "changing", lambda: tuple(wanted))
	make_contact()
	wanted.append("contact.created")
	listening.forget()
	contact = make_contact()
	assert frappe.get_all("CRM Domain Event", pluck="reference_name") == [contact.name]
