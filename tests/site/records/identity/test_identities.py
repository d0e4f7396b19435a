"""What tells people and companies apart: one form each, compared byte by byte."""

import frappe
import pytest

from frappe_crm_app.indexes import EXACT_COLUMNS, described, ensure_exact_columns
from frappe_crm_app.kit.exceptions import DuplicateContactError, InvalidPhoneError
from frappe_crm_app.patches import normalise_identities
from frappe_crm_app.records.identity.api import merge, undo_merge
from frappe_crm_app.records.identity.customers import find_or_create_customer
from frappe_crm_app.records.identity.people import find_contact
from frappe_crm_app.records.identity.search import find_contacts
from tests.factories import make_contact, make_customer, make_location

PUNYCODE = "info@xn--mller-kva.example"


@pytest.mark.parametrize("written", ["info@Müller.example", "INFO@xn--mller-kva.example", PUNYCODE])
def test_a_domain_and_its_punycode_are_one(site, written):
	contact = make_contact(email=PUNYCODE)
	with pytest.raises(DuplicateContactError):
		make_contact(email=written)
	assert find_contact({"email": written}) == contact.name


@pytest.mark.parametrize("email", ["josé@x.example", "strauß@x.example", "ada@x_y.example"])
def test_an_email_that_frappe_refuses_is_refused_in_our_sentence(site, email):
	with pytest.raises(frappe.InvalidEmailAddressError, match="is not an email address"):
		make_contact(email=email)


def test_accents_and_the_case_of_external_ids_count_in_the_database(site):
	for values in ({"email": "jose@x.example"}, {"external_id": "AbC"}):
		make_contact(**values)
	old = make_contact()
	frappe.db.set_value("CRM Contact", old.name, {"email": "josé@x.example", "external_id": "aBc"})
	assert find_contact({"external_id": "aBc"}) == old.name
	assert find_contact({"email": "jose@x.example"}) != old.name


def test_an_external_id_has_no_spaces_around_it_and_one_contact(site):
	assert make_contact(external_id=" X1 ").external_id == "X1"
	with pytest.raises(DuplicateContactError, match="already has the external ID X1"):
		make_contact(external_id="X1")


def test_mariadb_compares_them_byte_by_byte_after_every_migration(site):
	if frappe.db.db_type != "mariadb":
		pytest.skip("PostgreSQL always does")
	for doctype, columns in EXACT_COLUMNS.items():
		assert {column.collation for column in described(doctype, columns)} == {"utf8mb4_bin"}
		assert len(described(doctype, columns)) == len(columns)


def test_the_name_of_a_merged_customer_finds_the_kept_one(site):
	first, second, third = (make_customer(customer_name=name) for name in ("Alpha", "Beta", "Gamma"))
	into_second = merge(second.name, first.name)["merge"]
	assert find_or_create_customer("ALPHA") == second.name
	into_third = merge(third.name, second.name)["merge"]
	assert find_or_create_customer("alpha") == third.name
	assert make_contact(company_name="Beta").customer == third.name
	undo_merge(into_third)
	undo_merge(into_second)
	assert find_or_create_customer("Alpha") == first.name
	assert find_or_create_customer("Beta") == second.name


def test_a_customer_of_that_name_goes_before_the_kept_one(site):
	keep, remove = make_customer(customer_name="Keep"), make_customer(customer_name="Gone")
	merge(keep.name, remove.name)
	again = make_customer(customer_name="Gone")
	assert find_or_create_customer("Gone") == again.name


def test_a_kept_customer_that_is_deleted_is_found_by_no_name(site):
	keep, remove = make_customer(customer_name="Keep"), make_customer(customer_name="Gone")
	merge(keep.name, remove.name)
	keep.reload()
	keep.delete()
	assert find_or_create_customer("Gone") not in (keep.name, remove.name)


# --- phones ---


@pytest.mark.parametrize("phone", ["06 12 34 56 78", "0412 345 678", "98765 43210", "0501234567"])
def test_a_number_of_no_country_that_is_meant_is_refused(site, phone):
	with pytest.raises(InvalidPhoneError, match="is not a phone number"):
		make_contact(phone=phone)


def test_the_customers_country_goes_before_the_sites(site):
	customer = make_customer(country="France", phone="06 12 34 56 78")
	contact = make_contact(customer=customer.name, phone="0612345679")
	assert (customer.phone, contact.phone) == ("+33612345678", "+33612345679")
	assert make_contact(customer=customer.name, phone="(202) 555-0143").phone == "+12025550143"


def test_an_extension_and_further_numbers_in_the_phone_become_rows(site):
	contact = make_contact(phone="(202) 555-0128 x12 / 202-555-0129")
	assert contact.phone == "+12025550128"
	rows = [(row.phone, row.extension, row.is_primary) for row in contact.phones]
	assert rows == [("+12025550128", "12", 1), ("+12025550129", None, 0)]
	contact.phone = "202-555-0130 ext. 7"
	contact.save()
	rows = [(row.phone, row.extension, row.is_primary) for row in contact.phones]
	assert rows == [("+12025550130", "7", 1), ("+12025550129", None, 0)]


def test_an_extension_of_the_stored_number_is_added(site):
	contact = make_contact(phone="+12025550128")
	contact.phone = "+1 202 555 0128 x12"
	contact.save()
	contact = frappe.get_doc("CRM Contact", contact.name)
	assert [(row.phone, row.extension, row.is_primary) for row in contact.phones] == [
		("+12025550128", "12", 1)
	]


@pytest.mark.parametrize("make", [make_customer, make_location])
def test_where_there_are_no_rows_an_extension_is_refused_rather_than_lost(site, make):
	with pytest.raises(InvalidPhoneError, match="without an extension"):
		make(phone="+12025550111 ext 5")


def test_digits_without_their_plus_are_the_stored_number(site):
	contact = make_contact(phone="+4930901820", phones=[{"phone": "+4930901821"}])
	contact.phone = "4930901820"
	contact.phones[0].phone = "4930901821"
	contact.save()
	assert contact.phone == "+4930901820"
	assert sorted(row.phone for row in contact.phones) == ["+4930901820", "+4930901821"]


def test_a_number_of_before_that_is_no_valid_one_stays_and_is_merged(site):
	keep, remove = make_contact(), make_contact()
	frappe.db.set_value("CRM Contact", remove.name, "phone", "+10501234567")
	stored = frappe.get_doc("CRM Contact", remove.name)
	stored.job_title = "Boss"
	stored.save()
	merge(keep.name, remove.name)
	keep.reload()
	assert keep.phone == "+10501234567"


# --- search ---


def test_a_person_is_found_by_any_apostrophe_and_an_email_in_any_case_or_spelling(site):
	contact = make_contact(last_name="O’Connor", email=PUNYCODE)
	for text in ("O'Connor", "o’connor", "INFO@", "müller.example", PUNYCODE):
		found = find_contacts("CRM Contact", text, "name", 0, 20)
		assert [row[0] for row in found] == [contact.name], text


# --- a site from before ---


def test_a_site_from_before_is_normalised_and_told_what_collides(site, capsys):
	alone, twin, first, broken = (make_contact() for _number in range(4))
	put(alone, email="info@ümlaut.example", external_id=" E1")
	put(twin, email="info@müller.example")
	put(first, email=PUNYCODE)
	put(broken, email="josé@x.example")
	customer = make_customer(website="https://acme.example")
	put(customer, domain="müller.example", company_key=None)
	keep, remove = make_customer(customer_name="Keep"), make_customer(customer_name="Gone")
	merged = merge(keep.name, remove.name)["merge"]
	frappe.db.set_value("CRM Merge", merged, "removed_name_key", None)
	for _run in range(2):
		normalise_identities.execute()
	values = frappe.db.get_value("CRM Contact", alone.name, ["email", "external_id"])
	assert values == ("info@xn--mlaut-jva.example", "E1")
	assert frappe.db.get_value("CRM Contact", twin.name, "email") == "info@müller.example"
	assert frappe.db.get_value("CRM Customer", customer.name, "domain") == "xn--mller-kva.example"
	assert frappe.db.get_value("CRM Customer", customer.name, "company_key")
	assert find_or_create_customer("Gone") == keep.name
	told = capsys.readouterr().out
	assert f"{twin.name}: “info@müller.example” is the same email as that of {first.name}" in told
	assert f"{broken.name}: “josé@x.example” is no email that a record can be saved with" in told


def put(doc, **values) -> None:
	frappe.db.set_value(doc.doctype, doc.name, values, update_modified=False)


def test_ensuring_the_columns_twice_changes_nothing(committed):
	ensure_exact_columns()
