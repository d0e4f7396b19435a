from datetime import datetime

import frappe
import pytest
from frappe.utils import add_days, add_to_date, get_datetime

from frappe_crm_app.kit.exceptions import PeriodError
from tests.factories import make_contact, make_customer, make_deal, make_location, make_note, move, stage

TODAY = datetime.now().replace(microsecond=0)


@pytest.fixture
def sale():
	"""A customer with a contact and a deal of theirs."""
	customer = make_customer()
	contact = make_contact(customer=customer.name)
	return frappe._dict(customer=customer, contact=contact, deal=make_deal(contact=contact.name))


def dates(doc) -> tuple:
	return frappe.db.get_value(doc.doctype, doc.name, ["next_follow_up_on", "last_activity_on"])


def soon(days: int):
	return add_days(TODAY, days)


def test_a_note_on_a_deal_fills_contact_customer_deal_and_stage(sale):
	note = make_note(sale.deal)
	assert (note.deal, note.contact, note.customer) == (sale.deal.name, sale.contact.name, sale.customer.name)
	assert note.stage == stage("Lead")


def test_a_note_on_a_contact_fills_contact_and_customer(sale):
	note = make_note(sale.contact)
	assert (note.deal, note.contact, note.customer) == (None, sale.contact.name, sale.customer.name)


def test_a_note_on_a_customer_remembers_its_stage(sale):
	note = make_note(sale.customer)
	assert (note.contact, note.customer, note.stage) == (None, sale.customer.name, stage("New", "Follow-up"))


def test_a_note_on_a_location_belongs_to_its_customer(sale):
	assert make_note(make_location(customer=sale.customer.name)).customer == sale.customer.name


def test_the_stage_is_the_one_at_the_time(sale):
	note = make_note(sale.deal)
	move(sale.deal, "Proposal")
	note.reload()
	note.content = "More"
	note.save()
	assert note.stage == stage("Lead")


def test_a_note_about_something_else_is_refused():
	with pytest.raises(frappe.ValidationError, match="not about User"):
		make_note(frappe.get_doc("User", "Administrator"))


def test_links_cannot_be_set_by_hand(sale):
	other = make_customer()
	assert make_note(sale.deal, customer=other.name).customer == sale.customer.name


def test_next_follow_up_is_the_earliest_open_one_of_all_three(sale):
	make_note(sale.deal, scheduled_on=soon(5))
	make_note(sale.deal, scheduled_on=soon(2))
	for record in (sale.deal, sale.contact, sale.customer):
		assert dates(record)[0] == soon(2)


def test_an_overdue_follow_up_stays_the_next_one(sale):
	make_note(sale.deal, scheduled_on=soon(-2))
	make_note(sale.deal, scheduled_on=soon(2))
	assert dates(sale.deal)[0] == soon(-2)


def test_completing_a_note_moves_it_from_next_to_last(sale):
	note = make_note(sale.deal, scheduled_on=soon(2))
	note.status = "Done"
	note.save()
	next_follow_up, last_activity = dates(sale.contact)
	assert next_follow_up is None
	assert last_activity == get_datetime(note.completed_on)
	assert note.completed_by == "Administrator"


def test_rescheduling_a_note_moves_the_next_follow_up(sale):
	note = make_note(sale.deal, scheduled_on=soon(2))
	note.scheduled_on = soon(9)
	note.save()
	assert dates(sale.customer)[0] == soon(9)


def test_moving_a_note_to_another_record_keeps_both_true(sale):
	other = make_deal()
	note = make_note(sale.deal, scheduled_on=soon(2))
	note.reference_name = other.name
	note.save()
	assert dates(sale.deal)[0] is None
	assert dates(sale.customer)[0] is None
	assert dates(other)[0] == soon(2)


def test_deleting_a_note_keeps_the_dates_true(sale):
	make_note(sale.deal, scheduled_on=soon(5))
	note = make_note(sale.deal, scheduled_on=soon(2))
	note.delete()
	for record in (sale.deal, sale.contact, sale.customer):
		assert dates(record)[0] == soon(5)


def test_cancelling_a_note_takes_it_off(sale):
	note = make_note(sale.deal, scheduled_on=soon(2))
	note.status = "Cancelled"
	note.save()
	assert dates(sale.deal) == (None, None)


def test_reopening_a_note_clears_its_completion(sale):
	note = make_note(sale.deal)
	assert dates(sale.deal)[1] is not None
	note.update({"status": "Open", "scheduled_on": soon(1)})
	note.save()
	assert (note.completed_on, note.completed_by) == (None, None)
	assert dates(sale.deal) == (soon(1), None)


def test_a_deal_that_changes_hands_takes_its_notes_along(sale):
	make_note(sale.deal, scheduled_on=soon(2))
	other = make_contact(customer=make_customer().name)
	sale.deal.reload().update({"contact": other.name})
	sale.deal.save()
	assert dates(sale.contact)[0] is None
	assert dates(sale.customer)[0] is None
	assert dates(other)[0] == soon(2)
	assert frappe.db.get_value("CRM Customer", other.customer, "next_follow_up_on") == soon(2)


def test_a_contact_given_a_customer_brings_its_notes():
	contact = make_contact()
	make_note(contact, scheduled_on=soon(2))
	contact.reload().update({"company_name": "Blue Harbor"})
	contact.save()
	assert frappe.db.get_value("CRM Customer", contact.customer, "next_follow_up_on") == soon(2)


def test_a_contact_that_changes_employer_leaves_its_notes_behind(sale):
	make_note(sale.contact, scheduled_on=soon(2))
	sale.contact.reload().update({"customer": make_customer().name})
	sale.contact.save()
	assert dates(sale.customer)[0] == soon(2)
	assert dates(sale.contact)[0] == soon(2)


def test_what_is_planned_is_open_and_assigned_and_what_was_noted_is_done(sale):
	planned = make_note(sale.deal, scheduled_on=soon(1))
	task = make_note(sale.deal, action="Task")
	noted = make_note(sale.deal)
	assert [note.status for note in (planned, task, noted)] == ["Open", "Open", "Done"]
	assert (planned.assigned_to, noted.assigned_to) == ("Administrator", None)


def test_an_end_before_the_start_is_refused(sale):
	with pytest.raises(PeriodError, match="cannot end before it starts"):
		make_note(sale.deal, scheduled_on=soon(2), ends_on=soon(1))
	with pytest.raises(PeriodError):
		make_note(sale.deal, ends_on=soon(1))


def test_a_completion_in_the_future_is_refused(sale):
	with pytest.raises(PeriodError, match="future"):
		make_note(sale.deal, completed_on=soon(1))


def test_a_completion_in_the_past_is_kept(sale):
	make_note(sale.deal, completed_on=soon(-3))
	assert dates(sale.deal)[1] == soon(-3)


def test_a_note_without_subject_is_named_after_its_first_line(sale):
	assert make_note(sale.deal, content="Wants a quote\nby Friday").subject == "Wants a quote"
	assert make_note(sale.deal, content="").subject == "Call"


def test_refreshing_leaves_modified_alone(sale):
	before = frappe.db.get_value("CRM Sales Deal", sale.deal.name, "modified")
	make_note(sale.deal, scheduled_on=soon(1))
	assert frappe.db.get_value("CRM Sales Deal", sale.deal.name, "modified") == before


def test_a_reference_that_does_not_exist_is_refused(sale):
	with pytest.raises(frappe.LinkValidationError):
		make_note(frappe._dict(doctype="CRM Contact", name="nobody"))


def test_times_across_a_day_are_kept_to_the_second(sale):
	start = get_datetime("2027-03-01 23:30:00")
	note = make_note(sale.deal, scheduled_on=start, ends_on=add_to_date(start, hours=2))
	assert get_datetime(note.reload().ends_on) == get_datetime("2027-03-02 01:30:00")


def test_a_call_has_an_outcome_and_nothing_else_has():
	contact = make_contact()
	assert make_note(contact, action="Call", call_outcome="No Answer").call_outcome == "No Answer"
	with pytest.raises(frappe.ValidationError, match="Only a call"):
		make_note(contact, action="Meeting", call_outcome="Reached")
	with pytest.raises(frappe.ValidationError):
		make_note(contact, action="Call", call_outcome="Perhaps")
