import frappe
import pytest

from tests.factories import make_contact, make_customer


def customers_named(name: str) -> list[str]:
	return frappe.get_all("CRM Customer", filters={"customer_name": name}, pluck="name")


def rows(contact) -> dict[str, int]:
	stored = frappe.get_doc("CRM Contact", contact.name)
	return {row.customer: row.is_primary for row in stored.affiliations}


def test_typing_a_new_company_creates_the_customer():
	contact = make_contact(company_name="Blue Harbor Ltd")
	assert customers_named("Blue Harbor Ltd") == [contact.customer]
	customer = frappe.get_doc("CRM Customer", contact.customer)
	assert (customer.relationship, customer.customer_kind) == ("Prospect", "Company")
	assert rows(contact) == {contact.customer: 1}


@pytest.mark.parametrize("typed", ["Blue Harbor Ltd", "  blue   harbor LTD ", "BLUE HARBOR\u00a0LTD"])
def test_a_known_company_is_linked_whatever_its_case_and_spaces(typed):
	customer = make_customer(customer_name="Blue Harbor Ltd")
	contact = make_contact(company_name=typed)
	assert contact.customer == customer.name
	assert contact.company_name == "Blue Harbor Ltd"


def test_two_contacts_of_a_new_company_share_it():
	one, other = make_contact(company_name="Blue Harbor"), make_contact(company_name="blue harbor")
	assert one.customer == other.customer


def test_a_company_typed_by_two_requests_at_once_is_made_once(monkeypatch):
	"""The second request looked before the first had committed: it must end at the same customer."""
	first = make_contact(company_name="Blue Harbor")
	from frappe_crm_app.records.identity import customers

	seen = []

	def blind_at_first(key, for_update=False):
		seen.append(key)
		return find(key, for_update) if len(seen) > 1 else None

	find = customers.find_customer
	monkeypatch.setattr(customers, "find_customer", blind_at_first)
	assert make_contact(company_name="Blue Harbor").customer == first.customer
	assert len(customers_named("Blue Harbor")) == 1


def test_choosing_a_customer_names_the_company():
	customer = make_customer(customer_name="Blue Harbor")
	assert make_contact(customer=customer.name).company_name == "Blue Harbor"


def test_a_chosen_customer_wins_over_the_text():
	customer = make_customer(customer_name="Blue Harbor")
	contact = make_contact(customer=customer.name, company_name="Something Else")
	assert (contact.customer, contact.company_name) == (customer.name, "Blue Harbor")
	assert not customers_named("Something Else")


def test_a_company_kept_as_text_links_nothing():
	contact = frappe.new_doc("CRM Contact")
	contact.update({"first_name": "Ada", "last_name": "King", "company_name": "Only Text"})
	contact.flags.company_is_text = True
	contact.insert()
	assert (contact.company_name, contact.customer) == ("Only Text", None)
	assert not customers_named("Only Text")


def test_a_contact_belongs_to_several_customers_one_of_them_primary():
	one, other = make_customer(), make_customer()
	contact = make_contact(affiliations=[{"customer": one.name}, {"customer": other.name, "is_primary": 1}])
	assert contact.customer == other.name
	assert rows(contact) == {one.name: 0, other.name: 1}


def test_the_first_affiliation_is_primary_where_none_is_marked():
	one, other = make_customer(), make_customer()
	contact = make_contact(affiliations=[{"customer": one.name}, {"customer": other.name}])
	assert rows(contact) == {one.name: 1, other.name: 0}


def test_marking_another_row_makes_it_primary():
	one, other = make_customer(), make_customer()
	contact = make_contact(customer=one.name, affiliations=[{"customer": other.name}])
	row = next(row for row in contact.affiliations if row.customer == other.name)
	row.is_primary = 1
	contact.save()
	assert contact.customer == other.name
	assert rows(contact) == {one.name: 0, other.name: 1}


def test_changing_the_customer_moves_the_mark_and_keeps_the_former_row():
	one, other = make_customer(), make_customer()
	contact = make_contact(customer=one.name)
	contact.customer = other.name
	contact.save()
	assert rows(contact) == {one.name: 0, other.name: 1}


def test_removing_the_primary_row_makes_the_next_one_primary():
	one, other = make_customer(), make_customer()
	contact = make_contact(customer=one.name, affiliations=[{"customer": other.name}])
	contact.affiliations = [row for row in contact.affiliations if row.customer == other.name]
	contact.save()
	assert contact.customer == other.name
	assert rows(contact) == {other.name: 1}


def test_emptying_the_customer_keeps_the_text():
	contact = make_contact(company_name="Blue Harbor")
	contact.customer = None
	contact.save()
	assert (contact.customer, contact.company_name, rows(contact)) == (None, "Blue Harbor", {})
	contact.job_title = "CTO"
	contact.save()
	assert contact.customer is None


def test_one_customer_twice_is_refused():
	customer = make_customer()
	with pytest.raises(frappe.ValidationError, match="only once"):
		make_contact(affiliations=[{"customer": customer.name}, {"customer": customer.name}])


def test_two_primary_customers_are_refused():
	one, other = make_customer(), make_customer()
	with pytest.raises(frappe.ValidationError, match="primary"):
		make_contact(
			affiliations=[{"customer": one.name, "is_primary": 1}, {"customer": other.name, "is_primary": 1}]
		)


def test_renaming_a_customer_renames_the_company_of_its_contacts():
	contact = make_contact(company_name="Blue Harbor")
	customer = frappe.get_doc("CRM Customer", contact.customer)
	customer.customer_name = "Green Harbor"
	customer.save()
	assert frappe.db.get_value("CRM Contact", contact.name, "company_name") == "Green Harbor"
	assert make_contact(company_name="green harbor").customer == customer.name


@pytest.mark.parametrize(("one", "other"), [("Peña Foods", "Pena Foods"), ("🍎 Store", "🍕 Store")])
def test_names_that_a_database_takes_for_equal_are_two_customers(one, other):
	assert make_contact(company_name=one).customer != make_contact(company_name=other).customer


def test_a_form_opened_before_a_rename_cannot_bring_the_old_name_back():
	contact = make_contact(company_name="Blue Harbor")
	opened = frappe.get_doc("CRM Contact", contact.name)
	customer = frappe.get_doc("CRM Customer", contact.customer)
	customer.customer_name = "Green Harbor"
	customer.save()
	opened.job_title = "CTO"
	with pytest.raises(frappe.TimestampMismatchError):
		opened.save()


def test_a_very_long_name_is_refused_under_its_own_label():
	with pytest.raises(frappe.CharacterLengthExceededError, match=r"Company|Customer Name"):
		make_contact(company_name="ﷺ" * 150)
