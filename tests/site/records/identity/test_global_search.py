import frappe
import pytest
from frappe.utils.global_search import search, sync_global_search

from tests.factories import make_contact, make_customer, make_deal


def test_the_search_bar_looks_in_our_records():
	offered = set(frappe.get_all("Global Search DocType", pluck="document_type"))
	assert {"CRM Contact", "CRM Customer", "CRM Sales Deal"} <= offered


@pytest.mark.parametrize("typed", ["Zephyrine", "zephyrine.quill@example.com", "Quillworks"])
def test_global_search_finds_a_person_by_name_email_and_company(committed, typed):
	contact = make_contact(
		first_name="Zephyrine",
		last_name="Quill",
		email="zephyrine.quill@example.com",
		company_name="Quillworks",
	)
	frappe.db.commit()
	sync_global_search()
	frappe.db.commit()
	assert contact.name in [row.name for row in search(typed)]


def test_global_search_finds_customers_and_deals(committed):
	customer, deal = make_customer(customer_name="Zephyr Rigging"), make_deal(title="Zephyr winches")
	frappe.db.commit()
	sync_global_search()
	frappe.db.commit()
	assert {customer.name, deal.name} <= {row.name for row in search("Zephyr")}
