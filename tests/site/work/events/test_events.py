"""What saving an event asks: its time, its series, what it is about, who comes."""

from datetime import datetime

import frappe
import pytest

from frappe_crm_app.kit.exceptions import PeriodError, RecordInUseError, RecurrenceError
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.explain import explain
from frappe_crm_app.work.events.registering import register_sender
from tests.factories import (
	make_contact,
	make_customer,
	make_deal,
	make_meeting,
	make_project,
	make_submission,
)
from tests.site.work.events.conftest import fresh


def reaches(user: str, doc) -> tuple[bool, bool]:
	return tuple(policy.may(doc.doctype, doc.name, user, action) for action in ("read", "write"))


def test_a_series_keeps_its_hour_by_its_own_clock():
	event = make_meeting(starts_on="2027-01-04 10:00", repeats="Weekly", time_zone="America/New_York")
	assert event.rrule == "FREQ=WEEKLY"
	assert event.series_ends_on is None
	local = datetime.fromisoformat(event.local_starts_on)
	event.reload()
	event.title = "Renamed"
	event.save()
	assert datetime.fromisoformat(event.local_starts_on) == local
	until = make_meeting(repeats="Daily", repeats_until="2027-06-09")
	assert until.rrule == "FREQ=DAILY;UNTIL=20270609T235959"
	assert frappe.utils.getdate(until.series_ends_on) <= frappe.utils.getdate("2027-06-10")


def test_what_is_derived_is_nobodys_to_send(rep, acting):
	acting(rep)
	event = make_meeting(sequence=9, excluded="2027-06-07T10:00", local_starts_on="1999-01-01T00:00")
	assert (event.sequence, event.excluded, event.series) == (0, None, None)
	assert event.local_starts_on.startswith("2027-06-07T")


def test_whole_days_end_at_midnight_whichever_way_they_are_said():
	event = make_meeting(starts_on="2027-06-07 10:00", ends_on="2027-06-08 11:00", is_all_day=1)
	assert (event.local_starts_on, event.local_ends_on) == ("2027-06-07T00:00", "2027-06-09T00:00")
	event.reload()
	event.place = "Harbor"
	event.save()
	assert event.local_ends_on == "2027-06-09T00:00"


@pytest.mark.parametrize(
	("values", "error", "said"),
	[
		({"ends_on": "2027-06-07 09:00"}, PeriodError, "end before"),
		({"ends_on": "2027-12-07 09:00"}, PeriodError, "at most 60 days"),
		({"starts_on": "9999-12-31 23:59"}, PeriodError, "between the years"),
		({"starts_on": "1000-01-01 00:00"}, PeriodError, "between the years"),
		({"time_zone": "Mars/Base"}, frappe.ValidationError, "time zone"),
		({"rrule": "FREQ=HOURLY"}, RecurrenceError, "calendars read alike"),
		({"rrule": "FREQ=WEEKLY;BYDAY=TU"}, RecurrenceError, "leaves out"),
		({"meeting_link": "javascript:alert(1)"}, frappe.ValidationError, "http"),
		({"capacity": -1}, frappe.ValidationError, "seats"),
		({"links": [{"link_doctype": "User", "link_name": "Guest"}]}, frappe.ValidationError, "not about"),
		({"attendees": [{"status": "Invited"}]}, frappe.ValidationError, "neither"),
	],
)
def test_what_cannot_be_is_refused_in_a_sentence(values, error, said):
	with pytest.raises(error, match=said):
		make_meeting(**values)


def test_each_person_is_invited_once(ada):
	with pytest.raises(frappe.ValidationError, match="once"):
		make_meeting(ada, ada)


def test_an_event_is_seen_through_any_of_its_links_by_its_owner_and_by_who_is_invited(rep, colleague):
	customer, deal = make_customer(salesperson=rep), make_deal(deal_owner=rep)
	hidden = make_customer()
	for link in (customer, deal, make_project(customer=customer.name), make_contact(contact_owner=rep)):
		event = make_meeting(about=(hidden, link))
		assert reaches(rep, event) == (True, True), link.doctype
		assert reaches(colleague, event) == (False, False)
	invited = make_meeting(colleague, about=(hidden,))
	assert reaches(colleague, invited) == (True, False)
	assert explain(invited, colleague)["summary"] == "They take part in it."
	assert reaches(rep, invited) == (False, False)
	assert reaches(rep, make_meeting(event_owner=rep)) == (True, True)


def test_a_link_to_a_campaign_or_form_opens_nothing(rep):
	form = frappe.get_all("CRM Lead Form", pluck="name")[0]
	event = make_meeting(links=[{"link_doctype": "CRM Lead Form", "link_name": form}])
	assert reaches(rep, event) == (False, False)


def test_nobody_links_to_what_they_do_not_see(rep, acting):
	hidden = make_customer()
	acting(rep)
	with pytest.raises((frappe.LinkValidationError, frappe.PermissionError)):
		make_meeting(about=(hidden,))


def test_who_comes_last_waits_and_gets_the_seat_that_becomes_free():
	people = [make_contact() for _ in range(3)]
	event = make_meeting(*people, capacity=2)
	for row in event.attendees:
		row.status = "Yes"
		event.save()
	assert [row.is_waiting for row in event.attendees] == [0, 0, 1]
	event.attendees[0].status = "No"
	event.save()
	assert [row.is_waiting for row in event.attendees] == [0, 0, 0]
	event.capacity = 1
	event.save()
	assert [row.is_waiting for row in event.attendees] == [0, 0, 0], "nobody loses a seat"


def test_an_event_to_which_people_were_invited_is_cancelled_before_it_is_deleted(ada):
	from frappe_crm_app.work.events.invitations.owing import invite

	event = make_meeting(ada)
	invite(event)
	with pytest.raises(RecordInUseError, match="Cancel it first"):
		frappe.delete_doc("CRM Event", event.name)
	event = fresh(event)
	event.status = "Cancelled"
	event.save()
	frappe.delete_doc("CRM Event", event.name)
	assert not frappe.db.exists("CRM Event Mail", {"event": event.name})


@pytest.mark.parametrize("kind", ["contact", "customer", "deal", "project"])
def test_what_an_event_is_about_can_be_deleted(kind):
	record = {"contact": make_contact, "customer": make_customer, "deal": make_deal, "project": make_project}[
		kind
	]()
	event = make_meeting(*([record] if kind == "contact" else []), about=(record,))
	frappe.delete_doc(record.doctype, record.name)
	event.reload()
	assert (event.links, event.attendees) == ([], [])


def test_who_sends_a_lead_form_is_registered_for_its_events_and_waits_where_all_seats_are_taken(ada):
	form = frappe.get_all("CRM Lead Form", pluck="name")[0]
	link = [{"link_doctype": "CRM Lead Form", "link_name": form}]
	event = make_meeting(links=link, capacity=1)
	over = make_meeting(links=link, starts_on="2020-01-01 10:00")
	other = make_contact(email="other@harbor.example")
	for contact in (ada, other, ada):
		register_sender(make_submission(form=form), contact.name)
	rows = [(row.contact, row.status, row.is_waiting, row.answered_by) for row in fresh(event).attendees]
	assert rows == [(ada.name, "Yes", 0, "Form"), (other.name, "Yes", 1, "Form")]
	assert not fresh(over).attendees


def test_managers_see_events_that_are_about_nothing(make_user):
	event = make_meeting()
	manager = make_user("CRM Manager")
	assert reaches(manager, event) == (True, True)
	assert explain(event, manager)["summary"] == "Managers see all events."


def test_who_registers_again_says_that_they_come_and_a_full_list_costs_no_lead(ada, monkeypatch):
	from frappe_crm_app.work.events import registering

	form = frappe.get_all("CRM Lead Form", pluck="name")[0]
	event = make_meeting(ada, links=[{"link_doctype": "CRM Lead Form", "link_name": form}])
	event.attendees[0].status = "No"
	event.save()
	register_sender(make_submission(form=form), ada.name)
	assert [(row.status, row.answered_by) for row in fresh(event).attendees] == [("Yes", "Form")]
	monkeypatch.setattr(registering, "MOST", 1)
	register_sender(make_submission(form=form), make_contact().name)
	assert len(fresh(event).attendees) == 1


def test_a_contact_who_gets_a_login_that_is_invited_already_stops_no_save(ada, rep):
	event = make_meeting(ada, rep)
	ada.linked_user = rep
	ada.save()
	event = fresh(event)
	event.title = "Renamed"
	event.save()
	assert [(row.contact, row.user) for row in event.attendees] == [(ada.name, None), (None, rep)]
	with pytest.raises(frappe.ValidationError, match="once"):
		make_meeting(ada, rep)


def test_the_seat_of_a_contact_who_is_deleted_goes_to_who_waits(ada):
	event = make_meeting(ada, make_contact(), capacity=1)
	for row in event.attendees:
		row.status = "Yes"
	event.save()
	frappe.delete_doc("CRM Contact", ada.name)
	assert [row.is_waiting for row in fresh(event).attendees] == [0]
	assert frappe.get_all("CRM Event Mail", {"event": event.name}, pluck="kind") == ["Seat"]


def test_a_copy_of_an_event_says_nothing_for_its_people(ada):
	event = make_meeting(ada)
	event.attendees[0].status = "Yes"
	event.save()
	copy = frappe.copy_doc(event, ignore_no_copy=False)
	copy.insert()
	assert [row.status for row in copy.attendees] == ["Invited"]


def test_a_timeline_tells_nothing_of_an_event_that_its_reader_does_not_read(rep, acting, raised):
	from frappe_crm_app.visibility.labels import label_of
	from frappe_crm_app.work.events import timeline

	event = make_meeting(event_owner=rep, title="Hidden title", place="Quay")
	raised("CRM Event", "title", "event_kind", "starts_on")
	acting(rep)
	row = frappe._dict(
		name=event.name, by=rep, kind="Demo", subject=event.title, status="Planned", place="Quay"
	)
	told = timeline.tell("CRM Event", [frappe._dict(row, scheduled_on=event.starts_on)])[event.name]
	assert (told["headline"], told["text"]) == (f"{label_of('CRM Event')} planned", "Quay")
