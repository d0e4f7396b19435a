"""What lists show beside their rows: counts of what one sees, in one statement each."""

import json

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.records.agenda.parts import OVERDUE, THIS_WEEK, TODAY, filters_of
from frappe_crm_app.screens.lists import shipping
from frappe_crm_app.screens.lists.api import get_chips, get_contact_counts, get_deal_counts
from tests.factories import make_contact, make_customer, make_deal, make_note, make_submission, move


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


def test_the_deals_of_a_contact_are_those_in_which_they_take_part(make_user, count_queries):
	rep = make_user("CRM Sales Rep")
	main, other = make_contact().name, make_contact().name
	make_deal(contact=main, deal_owner=rep, people=[{"contact": other, "deal_role": "User"}])
	make_deal(contact=other, deal_owner=rep)
	move(make_deal(contact=main, people=[{"contact": other}]), "Won")
	names = [main, other]
	assert get_deal_counts("CRM Contact", names) == {
		main: {"deals": 2, "open": 1},
		other: {"deals": 3, "open": 2},
	}
	frappe.set_user(rep)
	assert get_deal_counts("CRM Contact", names) == {
		main: {"deals": 1, "open": 1},
		other: {"deals": 2, "open": 2},
	}
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


def test_contacts_of_customers_are_counted_as_far_as_one_sees_them(make_user, count_queries):
	rep = make_user("CRM Sales Rep")
	customer, empty = make_customer(salesperson=rep), make_customer()
	make_contact(customer=customer.name, contact_owner=rep)
	make_contact(customer=customer.name)
	names = [customer.name, empty.name]
	assert get_contact_counts(json.dumps(names)) == {customer.name: 2}
	frappe.set_user(rep)
	get_contact_counts(names)
	seen = len(frappe.get_list("CRM Contact", {"customer": customer.name}))
	assert get_contact_counts(names) == {customer.name: seen}
	assert count_queries(lambda: get_contact_counts(names)) == 1


@pytest.fixture
def notes(make_user):
	"""A rep with notes of each chip, on one contact, and a filter that finds just these."""
	rep, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	contact = make_contact(contact_owner=rep)
	now = now_datetime()
	for shift, values in (
		(-48, {}),
		(-30, {"assigned_to": other}),
		(0, {}),
		(24 * 40, {}),
		(-24, {"status": "Done"}),
	):
		make_note(contact, **{"scheduled_on": add_to_date(now, hours=shift), "assigned_to": rep, **values})
	return rep, [["CRM Follow-up Note", "contact", "=", contact.name]]


def test_follow_ups_have_chips_by_when_they_are_due(notes):
	rep, about = notes
	frappe.set_user(rep)
	answer = get_chips("CRM Follow-up Note", json.dumps(about))
	assert answer["total"] == 5
	assert answer["counts"] == {"overdue": 2, "today": 1, "this_week": 0, "done": 1, "mine": 4}


def opened_rows(answer: dict, about: list) -> dict[str, int]:
	"""Return how many rows the list has that each chip opens."""
	return {
		chip: len(frappe.get_list("CRM Follow-up Note", filters=[*about, *filters]))
		for chip, filters in answer["filters"].items()
	}


def test_each_chip_counts_the_rows_that_its_filters_show(notes):
	rep, about = notes
	frappe.set_user(rep)
	answer = get_chips("CRM Follow-up Note", about)
	assert opened_rows(answer, about) == answer["counts"]


def test_a_chip_counts_under_the_other_filters_but_not_its_own(notes):
	rep, about = notes
	frappe.set_user(rep)
	mine = [*about, ["CRM Follow-up Note", "assigned_to", "=", rep]]
	assert get_chips("CRM Follow-up Note", mine)["counts"]["overdue"] == 1
	done = [*about, ["CRM Follow-up Note", "status", "=", "Done"]]
	answer = get_chips("CRM Follow-up Note", done)
	assert answer["counts"]["overdue"] == 2
	assert answer["counts"]["mine"] == 1


def test_what_has_no_date_is_neither_overdue_nor_of_a_day(notes):
	rep, about = notes
	contact = frappe.get_doc("CRM Contact", about[0][3])
	make_note(contact, assigned_to=rep, action="Task", status="Open", scheduled_on=None)
	frappe.set_user(rep)
	answer = get_chips("CRM Follow-up Note", about)
	assert answer["total"] == 6
	assert answer["counts"] == {"overdue": 2, "today": 1, "this_week": 0, "done": 1, "mine": 5}
	assert opened_rows(answer, about) == answer["counts"]


def test_a_chip_opens_what_the_agenda_says_on_the_day_of_who_looks(make_user):
	frappe.db.set_value("User", rep := make_user("CRM Sales Rep"), "time_zone", "Pacific/Kiritimati")
	frappe.clear_document_cache("User", rep)
	frappe.set_user(rep)
	day = day_of(rep)
	assert str(day.zone) == "Pacific/Kiritimati"
	filters = get_chips("CRM Follow-up Note")["filters"]
	for part in (OVERDUE, TODAY, THIS_WEEK):
		assert filters[part.key] == filters_of(part, day, None)


def test_submissions_are_counted_by_status(make_user):
	make_submission(status="Quarantined", first_name="A", company_name="Chips")
	about = [["CRM Lead Submission", "company_name", "=", "Chips"]]
	frappe.set_user(make_user("CRM Manager"))
	assert get_chips("CRM Lead Submission", about) == {"total": 1, "counts": {"Quarantined": 1}}


def test_shipped_columns_are_those_of_the_doctypes():
	for doctype, fieldnames in shipping.COLUMNS.items():
		meta = frappe.get_meta(doctype)
		assert fieldnames[0] == meta.title_field
		others = [name for name in fieldnames[1:] if name != shipping.STATUS]
		assert all(meta.get_field(name).in_list_view for name in others), doctype


def test_a_sites_own_columns_are_kept():
	own = frappe.as_json([{"fieldname": "full_name", "label": "Full Name"}])
	frappe.delete_doc("List View Settings", "CRM Contact", force=True)
	frappe.get_doc({"doctype": "List View Settings", "name": "CRM Contact", "fields": own}).insert()
	frappe.delete_doc("List View Settings", "CRM Customer", force=True)
	shipping.ship_list_settings()
	assert frappe.db.get_value("List View Settings", "CRM Contact", "fields") == own
	shipped = json.loads(frappe.db.get_value("List View Settings", "CRM Customer", "fields"))
	assert [column["fieldname"] for column in shipped] == list(shipping.COLUMNS["CRM Customer"])
