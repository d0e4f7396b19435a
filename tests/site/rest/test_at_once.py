"""Requests that arrive at the same moment: nothing is lost, and nobody is shown a deadlock."""

from collections.abc import Callable

import frappe
import pytest

from tests.factories import make_contact, make_customer, make_deal

# No transaction goes on that waited for what another has changed since it began: its user is told to try again.
BUSY = 409
WHEN = "2027-01-01 10:00:00"


def note_on(record, **values) -> tuple[str, str, dict]:
	reference = {"reference_doctype": record.doctype, "reference_name": record.name, "action": "Call"}
	return "POST", "CRM Follow-up Note", {**reference, "scheduled_on": WHEN, **values}


def test_one_email_is_one_contact(at_once):
	person = {"first_name": "Ada", "last_name": "King", "email": "ada@race.example"}
	answers = at_once(*[("POST", "CRM Contact", person)] * 4)
	assert sorted(answers) == [200, 409, 409, 409]
	assert frappe.db.count("CRM Contact", {"email": "ada@race.example"}) == 1


def test_one_new_company_is_one_customer_and_every_contact_names_it(at_once):
	answers = at_once(
		*[
			(
				"POST",
				"CRM Contact",
				{"first_name": "Ada", "last_name": f"King {number}", "company_name": "Race Harbor"},
			)
			for number in range(8)
		]
	)
	assert 200 in answers
	assert set(answers) <= {200, BUSY}
	assert frappe.db.count("CRM Customer", {"customer_name": "Race Harbor"}) == 1
	names = frappe.get_all("CRM Contact", {"last_name": ("like", "King %")}, pluck="company_name")
	assert set(names) == {"Race Harbor"}


def test_locations_of_one_customer_leave_one_primary(at_once):
	customer = make_customer()
	place = {"location_name": "Depot", "customer": customer.name, "is_primary": 1}
	answers = at_once(*[("POST", "CRM Location", place)] * 8)
	assert 200 in answers
	assert set(answers) <= {200, BUSY}
	assert frappe.db.count("CRM Location", {"customer": customer.name, "is_primary": 1}) == 1


def test_a_deal_is_saved_while_notes_are_written_on_it(at_once):
	contact = make_contact(customer=make_customer().name)
	deal = make_deal(contact=contact.name)
	for round_number in range(3):
		saved = ("PUT", f"CRM Sales Deal/{deal.name}", {"description": f"round {round_number}"})
		answers = at_once(saved, *[note_on(deal)] * 3)
		assert 200 in answers
		assert set(answers) <= {200, BUSY}
	frappe.db.commit()
	for record in (deal, contact):
		if not frappe.db.count("CRM Follow-up Note", {"deal": deal.name}):
			continue
		assert str(frappe.db.get_value(record.doctype, record.name, "next_follow_up_on")) == WHEN


def test_a_note_names_the_customer_that_its_deal_is_just_given(at_once):
	"""Who saves a contact holds it and wants its deals, who writes a note the other way round: one may have to try again."""
	for _round in range(3):
		contact, customer = make_contact(), make_customer()
		deal = make_deal(contact=contact.name)
		given = ("PUT", f"CRM Contact/{contact.name}", {"customer": customer.name})
		assert set(at_once(given, note_on(deal))) <= {200, BUSY}
		at_once(given)
		at_once(note_on(deal))
		for note in frappe.get_all("CRM Follow-up Note", {"deal": deal.name}, pluck="customer"):
			assert note == frappe.db.get_value("CRM Sales Deal", deal.name, "customer") == customer.name
		assert frappe.db.get_value("CRM Customer", customer.name, "next_follow_up_on")


@pytest.fixture
def until_saved(at_once) -> Callable[..., set[int]]:
	"""`until_saved(*calls)` sends all together, those that were told to try again once more, until none is; returns the other answers."""

	def send(*calls: tuple[str, str, dict]) -> set[int]:
		left, others = list(calls), set()
		for _round in range(len(calls) + 2):
			answers = at_once(*left)
			others |= set(answers) - {BUSY}
			left = [call for call, answer in zip(left, answers, strict=True) if answer == BUSY]
			if not left:
				return others
		raise AssertionError(f"Still told to try again: {left}")

	return send


def test_eight_saves_of_one_record_lose_nothing(until_saved):
	fields = (
		"job_title",
		"first_name",
		"last_name",
		"phone",
		"company_name",
		"external_id",
		"email",
		"contact_type",
	)
	values = {name: f"{name} at once" for name in fields} | {
		"phone": "+14155550123",
		"email": "ada@once.example",
		"contact_type": "Partner",
	}
	contact = make_contact()
	saves = [("PUT", f"CRM Contact/{contact.name}", {name: value}) for name, value in values.items()]
	assert until_saved(*saves) == {200}
	stored = frappe.get_doc("CRM Contact", contact.name)
	assert {name: stored.get(name) for name in fields} == values


def test_eight_saves_of_linked_records_crosswise_lose_nothing(until_saved):
	contact, other, customer = make_contact(), make_contact(), make_customer()
	deal = make_deal(contact=contact.name)
	saves = [
		("PUT", f"CRM Contact/{contact.name}", {"customer": customer.name}),
		("PUT", f"CRM Contact/{other.name}", {"customer": customer.name}),
		("PUT", f"CRM Customer/{customer.name}", {"primary_contact": contact.name}),
		("PUT", f"CRM Sales Deal/{deal.name}", {"description": "at once"}),
		*(note_on(record) for record in (deal, contact, customer, other)),
	]
	assert until_saved(*saves) == {200}
	assert frappe.db.get_value("CRM Contact", {"name": other.name}, "customer") == customer.name
	assert frappe.db.get_value("CRM Customer", customer.name, "primary_contact") == contact.name
	assert frappe.db.get_value("CRM Sales Deal", deal.name, ["description", "customer"]) == (
		"at once",
		customer.name,
	)
	assert frappe.db.count("CRM Follow-up Note", {"customer": customer.name}) == 4
	for record in (deal, contact, customer, other):
		assert str(frappe.db.get_value(record.doctype, record.name, "next_follow_up_on")) == WHEN
