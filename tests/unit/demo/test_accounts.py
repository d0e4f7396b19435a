"""Customers, contacts and locations."""

from collections import Counter
from math import dist

import phonenumbers
import pytest

from frappe_crm_app.demo.data.places import CITIES
from frappe_crm_app.records.identity.normalise import (
	name_key,
	normalise_domain,
	normalise_email,
	normalise_phone,
)


def test_customers_are_of_every_kind_and_relationship(world):
	kinds = Counter(customer.customer_kind for customer in world.customers)
	assert kinds["Company"] > 40
	assert min(kinds["Person"], kinds["Supplier"]) >= 4
	assert {customer.relationship for customer in world.customers} == {
		"Prospect",
		"Client",
		"Partner Prospect",
	}
	assert {customer.registration for customer in world.customers} == {"In Process", "Registered", "Removed"}
	assert len({customer.country for customer in world.customers}) >= 12
	assert len({customer.ecommerce_platform for customer in world.customers}) >= 10
	assert len({customer.stage for customer in world.customers}) >= 7


def test_only_partner_prospects_have_partner_data_and_all_of_them_do(world):
	for customer in world.customers:
		data = (customer.partner_url, customer.partner_rating, customer.partner_social_network)
		assert all(data) if customer.relationship == "Partner Prospect" else not any(data)


def test_suppliers_and_others_are_not_on_the_board(world):
	for customer in world.customers:
		is_on_board = customer.customer_kind in ("Company", "Person")
		assert bool(customer.stage and customer.pipeline and customer.stage_entered_on) == is_on_board


def test_every_client_has_won_a_deal_and_stands_at_the_end(world):
	winners = {deal.customer for deal in world.deals if deal.outcome == "Won"}
	clients = {customer.name for customer in world.customers if customer.relationship == "Client"}
	assert winners == clients
	assert {customer.stage for customer in world.customers if customer.name in clients} == {"Became Client"}


def test_names_emails_phones_and_domains_are_as_they_are_stored(world):
	for customer in world.customers:
		assert customer.customer_name_key == name_key(customer.customer_name)
		assert customer.domain == normalise_domain(customer.website)
	for row in (*world.customers, *world.contacts):
		assert (row.email or "") == normalise_email(row.email)
		assert (row.email or "@some.example").endswith(".example")
	for row in (*world.customers, *world.contacts, *world.locations):
		assert (row.phone or "") == normalise_phone(row.phone, None)


@pytest.mark.parametrize("city", CITIES.values(), ids=CITIES.keys())
def test_phone_numbers_of_every_city_are_valid(city):
	for digit in "0123456789":
		assert phonenumbers.is_valid_number(phonenumbers.parse(city.phone.replace("#", digit), None))


def test_no_two_contacts_share_an_email_or_a_name(world):
	emails = [person.email for person in world.contacts if person.email]
	assert len(set(emails)) == len(emails)
	assert len({person.full_name for person in world.contacts}) == len(world.contacts)
	assert all(person.full_name == f"{person.first_name} {person.last_name}" for person in world.contacts)


def test_contacts_are_of_every_type_and_status_and_from_several_sources(world):
	assert len({person.contact_type for person in world.contacts}) == 5
	assert {person.status for person in world.contacts} == {"Lead", "Qualified", "Customer", "Inactive"}
	assert len({person.source for person in world.contacts}) == 4
	assert len({person.contact_owner for person in world.contacts}) == 3


def test_the_primary_affiliation_is_the_customer_and_a_few_have_a_second(world):
	names = {customer.name: customer.customer_name for customer in world.customers}
	for person in world.contacts:
		primary = [row.customer for row in person.affiliations if row.is_primary]
		assert primary == ([person.customer] if person.customer else [])
		assert person.company_name == names.get(person.customer)
	assert 4 <= sum(len(person.affiliations) == 2 for person in world.contacts) <= 8


def test_a_customer_s_primary_contact_is_one_of_its_own(world):
	customer_of = {person.name: person.customer for person in world.contacts}
	assert all(customer_of[customer.primary_contact] == customer.name for customer in world.customers)


def test_contacts_are_younger_than_their_customers(world):
	created = {customer.name: customer.creation for customer in world.customers}
	assert all(created[person.customer] < person.creation for person in world.contacts if person.customer)


def test_every_customer_has_one_primary_location(world):
	primaries = Counter(location.customer for location in world.locations if location.is_primary)
	assert primaries == Counter(customer.name for customer in world.customers)


def test_locations_lie_in_their_city(world):
	cities = {(city.name, city.country): city for city in CITIES.values()}
	for location in world.locations:
		city = cities[location.city, location.country]
		assert dist((location.latitude, location.longitude), (city.latitude, city.longitude)) < 0.05


def test_the_manager_has_three_reps(world):
	manager, *reps = world.salespeople
	assert manager.reports_to is None
	assert [rep.reports_to for rep in reps] == [manager.name] * 3
	assert all(member.user.endswith("@crm-desk.example") for member in world.staff)
