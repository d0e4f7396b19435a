"""The customer's page: what is ours, as far as it is seen, in few statements however much there is."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now, now_datetime

from frappe_crm_app.screens.customer_page.api import get_contact_tabs, get_overview
from frappe_crm_app.visibility.cache import forget_now
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note, move

PARTS = ("contacts", "deals", "locations", "follow_ups", "files", "relations")
BUDGET = 10


@pytest.fixture
def harbor():
	"""A customer with one of everything."""
	ally = make_customer(customer_name="Ally")
	customer = make_customer(
		customer_name="Blue Harbor",
		referred_by=ally.name,
		relations=[{"customer": ally.name, "relation": "Partner"}],
	)
	contact = make_contact(
		first_name="Ada", last_name="King", customer=customer.name, email="ada@blue.example"
	)
	deal = make_deal(title="Cranes", value=2500, contact=contact.name)
	move(make_deal(title="Rails", value=400, customer=customer.name), "Won")
	make_location(location_name="Pier 7", customer=customer.name, city="Oslo")
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), 2))
	make_note(contact, subject="Undated", action="Task")
	make_note(customer, subject="Talked", status="Done")
	make_customer(customer_name="Referred", referred_by=customer.name)
	insert(
		"File",
		{
			"file_name": "offer.txt",
			"content": "offer",
			"is_private": 1,
			"attached_to_doctype": customer.doctype,
			"attached_to_name": customer.name,
		},
	)
	return customer


def test_the_page_has_figures_and_all_parts(harbor):
	page = get_overview(harbor.name)
	figures = page["figures"]
	assert (figures["open_deals"], figures["open_value"]) == (1, 2500)
	assert (figures["won_deals"], figures["won_value"]) == (1, 400)
	assert figures["last_activity_on"] is not None
	assert figures["next_step"]["subject"] == "Ask again"
	assert page["customer"]["stage_name"] == "New"
	assert [row["full_name"] for row in page["contacts"]["rows"]] == ["Ada King"]
	assert {row["title"] for row in page["deals"]["rows"]} == {"Cranes", "Rails"}
	assert [row["city"] for row in page["locations"]["rows"]] == ["Oslo"]
	assert [row["subject"] for row in page["follow_ups"]["rows"]] == ["Ask again", "Undated"]
	assert page["files"]["rows"][0]["file_name"].startswith("offer")
	told = {(row["kind"], row["customer_name"]) for row in page["relations"]["rows"]}
	assert told == {("related", "Ally"), ("referred by", "Ally"), ("referral", "Referred")}
	assert {part: page[part]["total"] for part in PARTS} == {
		**{"contacts": 1, "deals": 2, "locations": 1, "follow_ups": 2, "files": 1, "relations": 3}
	}


def test_a_rep_sees_of_a_part_what_is_theirs(harbor, make_user):
	rep = make_user("CRM Sales Rep")
	frappe.db.set_value("CRM Customer", harbor.name, "salesperson", rep)
	frappe.set_user(rep)
	page = get_overview(harbor.name)
	assert {part: page[part]["total"] for part in ("contacts", "deals", "relations")} == {
		**{"contacts": 0, "deals": 0, "relations": 0}
	}
	assert page["deals"]["rows"] == page["contacts"]["rows"] == page["relations"]["rows"] == []
	assert (page["figures"]["open_value"], page["figures"]["won_value"]) == (0, 0)
	assert page["follow_ups"]["rows"] == []  # they are about a deal and a contact that the rep does not see


def test_private_notes_are_for_their_own(harbor, make_user):
	make_note(harbor, subject="Secret", scheduled_on=now_datetime(), is_private=1)
	viewer = make_user("CRM Viewer")
	frappe.set_user(viewer)
	page = get_overview(harbor.name)
	assert "Secret" not in {row["subject"] for row in page["follow_ups"]["rows"]}
	assert page["follow_ups"]["total"] == 2
	assert page["figures"]["next_step"]["subject"] == "Ask again"


def test_partner_data_and_fields_above_ones_level_are_left_out(harbor, make_user):
	frappe.make_property_setter(
		{
			"doctype": "CRM Contact",
			"fieldname": "email",
			"property": "permlevel",
			"value": "1",
			"property_type": "Int",
		}
	)
	frappe.clear_cache(doctype="CRM Contact")
	frappe.set_user(make_user("CRM Viewer"))
	try:
		page = get_overview(harbor.name)
		assert "email" not in page["contacts"]["rows"][0]
		assert "partner_url" not in page["customer"]
	finally:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		frappe.clear_cache(doctype="CRM Contact")


@pytest.mark.parametrize("role", ["CRM Sales Rep", "Desk User", None])
def test_who_may_not_read_the_customer_is_refused_as_if_it_were_not_there(harbor, make_user, role):
	frappe.set_user(make_user(*([role] if role else [])))
	for name in (harbor.name, "nothing"):
		with pytest.raises(frappe.PermissionError):
			get_overview(name)


def test_user_permissions_hold(harbor, make_user):
	manager = make_user("CRM Manager")
	insert("User Permission", {"user": manager, "allow": "CRM Customer", "for_value": make_customer().name})
	frappe.set_user(manager)
	with pytest.raises(frappe.PermissionError):
		get_overview(harbor.name)


def test_the_page_takes_seven_statements_and_ten_with_cold_caches(harbor, make_user, count_queries):
	frappe.set_user(make_user("CRM Viewer", "CRM Account Rep"))
	get_overview(harbor.name)
	assert count_queries(lambda: get_overview(harbor.name)) <= 7
	forget_now()
	assert count_queries(lambda: get_overview(harbor.name)) <= BUDGET


def fill(customer: str, number: int) -> None:
	"""Give a customer that many contacts, deals, open notes and locations, past the documents."""
	from frappe_crm_app.kit.set_based import insert_records

	standard = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
	stamp, user = now(), "Administrator"

	def write(doctype, fields, values):
		for start in range(0, number, 1000):
			rows = [
				(f"{customer}{index:06}", user, stamp, stamp, user, 0, 0, *values(index))
				for index in range(start, min(start + 1000, number))
			]
			insert_records(doctype, (*standard, *fields), rows)

	write(
		"CRM Contact",
		("first_name", "last_name", "full_name", "customer"),
		lambda index: ("Ada", str(index), f"Ada {index:06}", customer),
	)
	write(
		"CRM Contact Affiliation",
		("parent", "parenttype", "parentfield", "customer", "is_primary"),
		lambda index: (f"{customer}{index:06}", "CRM Contact", "affiliations", customer, 1),
	)
	write(
		"CRM Sales Deal",
		("title", "customer", "outcome", "value", "base_value"),
		lambda index: (f"Deal {index}", customer, "Open" if index % 2 else "Won", 10, 10),
	)
	write(
		"CRM Follow-up Note",
		("action", "subject", "customer", "status", "scheduled_on", "reference_doctype", "reference_name"),
		lambda index: (
			*("Call", f"Call {index}", customer, "Open", add_to_date(now_datetime(), minutes=index)),
			*("CRM Customer", customer),
		),
	)
	write(
		"CRM Location",
		("location_name", "customer", "is_primary"),
		lambda index: (f"Depot {index}", customer, 0),
	)


@pytest.mark.parametrize("is_manager", [True, False])
def test_the_page_takes_no_more_with_very_many_records(make_user, count_queries, full_size, is_manager):
	number = 20_000 if full_size else 2_000
	customer = make_customer(customer_name="Giant", relationship="Client").name
	fill(customer, number)
	frappe.set_user(make_user("CRM Manager" if is_manager else "CRM Account Rep"))
	page = get_overview(customer)
	assert page["contacts"]["total"] == page["follow_ups"]["total"] == page["locations"]["total"] == number
	assert page["figures"]["open_value"] == page["figures"]["won_value"] == number * 5
	assert all(len(page[part]["rows"]) == 20 for part in ("contacts", "deals", "locations", "follow_ups"))
	assert page["figures"]["next_step"]["subject"] == "Call 0"
	assert count_queries(lambda: get_overview(customer)) <= 7
	forget_now()
	assert count_queries(lambda: get_overview(customer)) <= BUDGET


def test_a_contacts_tabs_hold_its_deals(harbor, count_queries):
	contact = frappe.db.get_value("CRM Contact", {"email": "ada@blue.example"})
	tabs = get_contact_tabs(contact)
	assert [row["title"] for row in tabs["deals"]["rows"]] == ["Cranes"]
	assert (tabs["deals"]["total"], tabs["deals"]["rows"][0]["stage_name"]) == (1, "Lead")
	assert [section["rows"] for section in tabs["projects"]] == [[]]
	assert tabs["tickets"] == []
	assert count_queries(lambda: get_contact_tabs(contact)) <= 8
