import frappe
import pytest
from frappe.desk.doctype.global_search_settings.global_search_settings import (
	reset_global_search_settings_doctypes,
)
from frappe.utils.global_search import search, sync_global_search

from tests.factories import make_contact, make_customer, make_deal


def test_the_search_bar_looks_in_our_records():
	offered = set(frappe.get_all("Global Search DocType", pluck="document_type"))
	assert {"CRM Contact", "CRM Customer", "CRM Sales Deal"} <= offered


def test_what_the_search_bar_looks_in_is_reset():
	"""Frappe refuses to, where a DocType is offered twice."""
	reset_global_search_settings_doctypes()
	ours = [
		name for name in frappe.get_all("Global Search DocType", pluck="document_type") if name[:4] == "CRM "
	]
	assert len(ours) == len(set(ours))
	assert "CRM Quote" in ours


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


def test_what_was_deleted_since_it_was_indexed_is_left_out(api, make_user):
	"""Frappe 16 answers with an error where it finds the index of a record that is gone."""
	gone, there = make_contact(last_name="Zephyrquill"), make_contact(last_name="Zephyrquill")
	frappe.db.commit()
	sync_global_search()
	frappe.db.delete("CRM Contact", {"name": gone.name})
	frappe.db.commit()
	found = searched(api(make_user("CRM Manager")), "Zephyrquill")
	assert [row["name"] for row in found] == [there.name]
	assert found[0]["title"] == there.full_name


def test_pages_of_what_is_found_follow_each_other(api, make_user):
	rep = make_user("CRM Sales Rep")
	seen = {make_contact(last_name="Zephyrquill", contact_owner=owner).name for owner in (rep, rep, rep)}
	for _number in range(3):
		make_contact(last_name="Zephyrquill")
	frappe.db.commit()
	sync_global_search()
	frappe.db.commit()
	client = api(rep)
	pages = [searched(client, "Zephyrquill & Zephyrquill", start=start, limit=2) for start in (0, 2, 4)]
	assert [len(page) for page in pages] == [2, 1, 0]
	assert {row["name"] for page in pages for row in page} == seen


def test_a_doctype_that_one_does_not_read_is_not_searched(api, make_user):
	make_contact(last_name="Zephyrquill")
	frappe.db.commit()
	sync_global_search()
	frappe.db.commit()
	assert searched(api(make_user()), "Zephyrquill") == []
	assert searched(api(make_user()), "Zephyrquill", doctype="CRM Contact") == []


def searched(client, text: str, **more) -> list[dict]:
	parameters = {"text": text, **more}
	answer = client.get("/api/method/frappe.utils.global_search.search", params=parameters)
	assert answer.ok, answer.text
	return answer.json()["message"]
