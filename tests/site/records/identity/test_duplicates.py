"""Records that may be the same person or company twice."""

import frappe
import pytest

from frappe_crm_app.frappe_crm_app.report.crm_possible_duplicates.crm_possible_duplicates import execute
from frappe_crm_app.indexes import INDEX_OF_NAMES
from frappe_crm_app.records.identity.api import get_possible_duplicates
from frappe_crm_app.records.identity.duplicates import in_any_case
from frappe_crm_app.records.identity.people import find_or_create_contact
from tests.factories import insert, make_contact, make_customer

NAME = {"first_name": "Ada", "last_name": "King"}


def found(doc) -> dict[str, str]:
	return {row["name"]: row["sign"] for row in get_possible_duplicates(doc.doctype, doc.name)}


def test_contacts_with_one_phone_however_written(site):
	first, second = make_contact(phone="+1 415 555 0100"), make_contact(phone="(415) 555-0100")
	make_contact(phone="+1 415 555 0101")
	assert found(first) == {second.name: "Same phone"}


def test_contacts_with_one_name_in_one_company(site):
	first, second = make_contact(**NAME, company_name="Acme"), make_contact(**NAME, company_name="ACME")
	make_contact(**NAME, company_name="Blue Harbor")
	alone = make_contact(**NAME)
	assert found(first) == {second.name: "Same name and company", alone.name: "Same name"}


def test_one_name_without_a_company_is_a_weaker_sign(site):
	first, second = make_contact(**NAME), make_contact(**NAME)
	assert found(first) == {second.name: "Same name"}
	assert [row["name"] for row in execute({"record_type": "CRM Contact"})[1]] == [first.name, second.name]


def test_names_and_companies_are_compared_without_regard_to_case(site):
	first = make_contact(**NAME, company_name="Acme")
	second = make_contact(first_name="ADA", last_name="king", company_name="acme")
	assert found(first) == {second.name: "Same name and company"}
	rows = execute({"record_type": "CRM Contact"})[1]
	assert [row["name"] for row in rows] == [first.name, second.name]


def test_postgresql_looks_for_names_along_an_index(site):
	if frappe.db.db_type != "postgres":
		pytest.skip("MariaDB has the index of the column itself")
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(contact).select(contact.name).where(in_any_case(contact.full_name) == "ada king")
	frappe.db.sql("set local enable_seqscan = off")
	plan = frappe.db.sql(f"explain {query.get_sql()}")
	assert INDEX_OF_NAMES in str(plan)


def test_a_contact_without_signs_has_no_duplicates(site):
	make_contact(**NAME, company_name="Acme")
	assert found(make_contact(**NAME, company_name="Blue Harbor")) == {}


def test_swapped_names_other_apostrophes_and_tagged_emails_are_found(site):
	first = make_contact(first_name="Amy", last_name="D’Hunter", email="amy@x.example")
	swapped = make_contact(first_name="D'Hunter", last_name="Amy")
	tagged = make_contact(email="amy+news@x.example")
	make_contact(email="amy_news@x.example")
	assert found(first) == {tagged.name: "Same mailbox", swapped.name: "Same name"}


def test_companies_are_found_whatever_their_legal_form(site):
	first = make_customer(customer_name="Smith & Sons Ltd")
	second = make_customer(customer_name="Smith and Sons")
	assert found(first) == {second.name: "Same name"}


def test_facebook_is_nobodys_domain(site):
	first = make_customer(website="facebook.com/acme")
	second = make_customer(website="https://www.facebook.com/blue-harbor", domain="facebook.com")
	assert (first.website, first.domain) == ("https://facebook.com/acme", None)
	assert found(second) == {}
	assert execute({"record_type": "CRM Customer"})[1] == []


def test_customers_with_one_domain_or_one_name(site):
	first = make_customer(customer_name="Acme Ltd", website="https://www.acme.example/about")
	by_domain = make_customer(customer_name="Acme Holding", domain="acme.example")
	by_name = make_customer(customer_name="ACME  ltd")
	make_customer(customer_name="Blue Harbor")
	assert found(first) == {by_domain.name: "Same web domain", by_name.name: "Same name"}


def test_hidden_contacts_are_not_named(site, make_user):
	seller = make_user("CRM Sales Rep")
	own = make_contact(phone="+14155550100", contact_owner=seller)
	hidden = make_contact(phone="+14155550100")
	frappe.set_user(seller)
	assert found(own) == {}
	assert execute({"record_type": "CRM Contact"})[1] == []
	with pytest.raises(frappe.PermissionError):
		found(hidden)


def test_contacts_that_user_permissions_withhold_are_not_named(site, make_user):
	manager = make_user("CRM Manager")
	shown, _withheld = make_contact(phone="+14155550100"), make_contact(phone="+14155550100")
	insert("User Permission", {"user": manager, "allow": "CRM Contact", "for_value": shown.name})
	frappe.set_user(manager)
	assert found(shown) == {}
	assert execute({"record_type": "CRM Contact"})[1] == []


def test_the_report_lists_groups_the_oldest_first(site):
	first, second = make_contact(phone="+14155550100"), make_contact(phone="+14155550100")
	make_contact(phone="+14155550101")
	rows = execute({"record_type": "CRM Contact"})[1]
	assert [(row["name"], row["sign"]) for row in rows] == [(first.name, "Same phone"), (second.name, "")]


def test_other_records_are_not_compared(site):
	with pytest.raises(frappe.ValidationError, match="Only contacts and customers"):
		get_possible_duplicates("User", "Administrator")
	with pytest.raises(frappe.ValidationError, match="Only contacts and customers"):
		execute({"record_type": "User"})


def test_a_person_is_found_by_email_and_else_by_external_id(site):
	by_email, by_id = make_contact(email="ada@acme.example"), make_contact(external_id="7")
	assert find_or_create_contact({**NAME, "email": " ADA@acme.example"})[0].name == by_email.name
	assert (
		find_or_create_contact({**NAME, "email": "new@acme.example", "external_id": "7"})[0].name
		== by_id.name
	)


def test_a_new_person_is_made_with_the_company_as_text_where_wanted(site):
	contact, is_new = find_or_create_contact({**NAME, "company_name": "Acme"}, company_is_text=True)
	assert (is_new, contact.company_name, contact.customer) == (True, "Acme", None)
