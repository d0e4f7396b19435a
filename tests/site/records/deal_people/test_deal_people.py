"""A deal's contact and its people say the same, through merges, their undoing and deletions."""

import frappe
import pytest

from frappe_crm_app.kit.exceptions import RecordInUseError
from frappe_crm_app.records.identity.api import merge, undo_merge
from tests.factories import make_contact, make_customer, make_deal

PERSON = "CRM Deal Contact"


@pytest.fixture
def people():
	return [make_contact() for _ in range(3)]


def of(deal) -> tuple[str | None, list[tuple[str, str, int]]]:
	"""Return the stored deal's contact and its rows."""
	stored = frappe.get_doc(deal.doctype, deal.name)
	rows = [(row.contact, row.deal_role or "", row.is_primary) for row in stored.people]
	assert [row[0] for row in rows if row[2]] == ([stored.contact] if rows else [])
	assert frappe.db.count(PERSON, {"parent": deal.name}) == len(rows)
	return stored.contact, rows


def saved(deal, **values):
	doc = frappe.get_doc(deal.doctype, deal.name)
	doc.update(values)
	return doc.save()


def test_a_deal_with_only_its_contact_has_no_row(people, count_queries):
	ada = people[0].name
	deal = make_deal(contact=ada)
	assert of(deal) == (ada, [])
	assert not frappe.db.exists(PERSON, {"parent": deal.name})
	doc = frappe.get_doc(deal.doctype, deal.name)
	doc.description = "Boats"
	sent, send = [], frappe.db.sql
	frappe.db.sql = lambda *arguments, **options: (
		sent.append(str(arguments[0])) or send(*arguments, **options)
	)
	try:
		doc.save()
		frappe.get_doc(deal.doctype, deal.name)
	finally:
		del frappe.db.sql
	assert [statement for statement in sent if PERSON in statement] == []


def test_the_first_further_person_gives_each_a_row(people):
	ada, mary, _ = (person.name for person in people)
	deal = make_deal(contact=ada)
	saved(deal, people=[{"contact": mary, "deal_role": "Buyer"}])
	assert of(deal) == (ada, [(mary, "Buyer", 0), (ada, "", 1)])


def test_a_role_of_the_contact_alone_is_a_row(people):
	ada = people[0].name
	deal = make_deal(people=[{"contact": ada, "deal_role": "Champion"}])
	assert of(deal) == (ada, [(ada, "Champion", 1)])


def test_whichever_is_changed_leads(people):
	ada, mary, rosa = (person.name for person in people)
	deal = make_deal(contact=ada, people=[{"contact": mary, "deal_role": "User"}])
	assert of(deal)[0] == ada
	saved(deal, contact=mary)
	assert of(deal) == (mary, [(mary, "User", 1), (ada, "", 0)])
	saved(deal, contact=rosa)
	assert of(deal) == (rosa, [(mary, "User", 0), (ada, "", 0), (rosa, "", 1)])
	doc = frappe.get_doc(deal.doctype, deal.name)
	doc.people[1].is_primary = 1  # beside the one that is marked
	doc.save()
	assert of(deal)[0] == ada
	saved(deal, people=[row for row in doc.people if row.contact != ada])
	assert of(deal) == (mary, [(mary, "User", 1), (rosa, "", 0)])
	saved(deal, contact=None)
	assert of(deal) == (rosa, [(rosa, "", 1)])
	saved(deal, people=[])
	assert of(deal) == (None, [])
	assert not frappe.db.get_value(deal.doctype, deal.name, "has_further_people")


def test_a_person_of_another_customer_is_fine_and_the_customer_stays(people):
	customer, other = make_customer(), make_customer()
	advisor = make_contact(customer=other.name)
	deal = make_deal(contact=people[0].name, customer=customer.name)
	saved(deal, people=[{"contact": advisor.name, "deal_role": "Influencer"}])
	assert frappe.db.get_value(deal.doctype, deal.name, "customer") == customer.name
	saved(deal, contact=advisor.name)
	assert frappe.db.get_value(deal.doctype, deal.name, "customer") == customer.name


def test_what_is_sent_for_the_flag_is_ignored(people):
	ada, mary = people[0].name, people[1].name
	deal = make_deal(contact=ada, people=[{"contact": mary}], has_further_people=0)
	saved(deal, has_further_people=0)
	assert of(deal) == (ada, [(mary, "", 0), (ada, "", 1)])


def test_a_merge_makes_one_of_two_people_and_undoing_two_again(people):
	ada, mary, rosa = (person.name for person in people)
	both = make_deal(contact=mary, people=[{"contact": ada}, {"contact": mary, "deal_role": "Buyer"}])
	only = make_deal(contact=rosa, people=[{"contact": mary, "deal_role": "User"}])
	alone = make_deal(contact=mary)
	before = [of(deal) for deal in (both, only, alone)]
	record = merge(ada, mary)["merge"]
	assert of(both) == (ada, [(ada, "Buyer", 1)])
	assert of(only) == (rosa, [(ada, "User", 0), (rosa, "", 1)])
	assert of(alone) == (ada, [])
	undo_merge(record)
	after = [of(deal) for deal in (both, only, alone)]
	assert [(leader, sorted(rows)) for leader, rows in after] == [
		(leader, sorted(rows)) for leader, rows in before
	]


def test_a_merge_keeps_the_role_that_the_kept_person_had(people):
	ada, mary = people[0].name, people[1].name
	deal = make_deal(
		people=[
			{"contact": ada, "deal_role": "Champion", "is_primary": 1},
			{"contact": mary, "deal_role": "User"},
		]
	)
	record = merge(ada, mary)["merge"]
	assert of(deal) == (ada, [(ada, "Champion", 1)])
	undo_merge(record)
	assert of(deal)[0] == ada
	assert sorted(of(deal)[1]) == sorted([(ada, "Champion", 1), (mary, "User", 0)])


def test_undoing_leaves_what_was_changed_since(people):
	ada, mary, rosa = (person.name for person in people)
	led = make_deal(contact=mary, people=[{"contact": ada}])
	emptied = make_deal(contact=mary, people=[{"contact": ada}])
	grown = make_deal(contact=mary)
	record = merge(ada, mary)["merge"]
	saved(led, contact=rosa)
	saved(emptied, people=[])
	saved(grown, people=[{"contact": rosa, "deal_role": "Buyer"}])
	undo_merge(record)
	assert of(led)[0] == rosa
	assert {row[0] for row in of(led)[1]} == {ada, mary, rosa}
	assert of(emptied)[1] == []
	leader, rows = of(grown)
	assert leader == mary
	assert sorted(rows) == sorted([(mary, "", 1), (rosa, "Buyer", 0)])


def test_who_is_deleted_leaves_the_deals_of_others(people):
	ada, mary = people[0].name, people[1].name
	deal = make_deal(contact=ada, people=[{"contact": mary, "deal_role": "User"}])
	with pytest.raises(RecordInUseError):
		frappe.delete_doc("CRM Contact", ada)
	modified = frappe.db.get_value(deal.doctype, deal.name, "modified")
	frappe.delete_doc("CRM Contact", mary)
	assert of(deal) == (ada, [(ada, "", 1)])
	assert frappe.db.get_value(deal.doctype, deal.name, "modified") > modified


def test_people_go_with_their_deal(people):
	deal = make_deal(contact=people[0].name, people=[{"contact": people[1].name}])
	frappe.delete_doc(deal.doctype, deal.name)
	assert frappe.db.count(PERSON, {"parent": deal.name}) == 0
	frappe.delete_doc("CRM Contact", people[1].name)
