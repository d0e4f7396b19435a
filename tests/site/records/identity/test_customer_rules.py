import frappe
import pytest

from tests.factories import make_customer, make_location, stage


def test_a_customer_starts_in_the_first_stage_of_the_follow_up_pipeline():
	customer = make_customer()
	assert customer.stage == stage("New", "Follow-up")
	assert frappe.db.get_value("CRM Pipeline", customer.pipeline, "pipeline_name") == "Follow-up"


@pytest.mark.parametrize("kind", ["Supplier", "Other"])
def test_what_is_not_sold_to_stands_on_no_board(kind):
	assert make_customer(customer_kind=kind).stage is None


def test_the_domain_is_taken_from_the_website():
	assert make_customer(website="https://www.Acme.com/about").domain == "acme.com"


def test_what_is_no_domain_is_refused():
	with pytest.raises(frappe.ValidationError, match="is not a web domain"):
		make_customer(domain="not a domain")


def test_email_and_phone_have_their_one_form():
	customer = make_customer(email=" Info@Acme.COM", phone="030 901820", country="Germany")
	assert (customer.email, customer.phone) == ("info@acme.com", "+4930901820")


@pytest.mark.parametrize("fieldname", ["account_value", "monthly_shipments"])
def test_amounts_cannot_be_negative(fieldname):
	with pytest.raises(frappe.ValidationError, match="cannot be negative"):
		make_customer(**{fieldname: -1})


def test_partner_data_belongs_to_partner_prospects_only():
	partner = make_customer(relationship="Partner Prospect", partner_url="https://partner.example")
	with pytest.raises(frappe.ValidationError, match="partner prospect"):
		make_customer(relationship="Client", partner_url="https://partner.example")
	partner.relationship = "Client"
	partner.save()
	assert partner.partner_url == "https://partner.example"


def test_a_customer_is_not_related_to_itself():
	customer = make_customer()
	customer.referred_by = customer.name
	with pytest.raises(frappe.ValidationError, match="itself"):
		customer.save()


def test_a_customers_first_location_is_its_primary_one():
	customer = make_customer()
	assert make_location(customer=customer.name).is_primary == 1
	assert make_location(customer=customer.name).is_primary == 0


def test_a_customer_has_one_primary_location():
	customer = make_customer()
	first = make_location(customer=customer.name)
	second = make_location(customer=customer.name, is_primary=1)
	primaries = frappe.get_all("CRM Location", {"customer": customer.name, "is_primary": 1}, pluck="name")
	assert primaries == [second.name] != [first.name]


def test_a_primary_location_of_one_customer_leaves_anothers_alone():
	one, other = make_location(customer=make_customer().name), make_location(customer=make_customer().name)
	assert [frappe.db.get_value("CRM Location", name, "is_primary") for name in (one.name, other.name)] == [
		1,
		1,
	]


@pytest.mark.parametrize(
	("latitude", "longitude"), [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (float("nan"), 0)]
)
def test_coordinates_off_the_globe_are_refused(latitude, longitude):
	with pytest.raises(frappe.ValidationError, match=r"degrees|no number"):
		make_location(latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180), (52.52, 13.405)])
def test_coordinates_on_the_globe_are_kept(latitude, longitude):
	location = make_location(latitude=latitude, longitude=longitude)
	assert (location.latitude, location.longitude) == (latitude, longitude)


def test_the_primary_location_is_given_away_not_given_up():
	customer = make_customer()
	first, second = make_location(customer=customer.name), make_location(customer=customer.name)
	first.is_primary = 0
	with pytest.raises(frappe.ValidationError, match="keeps one primary location"):
		first.save()
	first.reload().delete()
	assert frappe.db.get_value("CRM Location", second.name, "is_primary") == 1


def test_a_primary_location_that_moves_leaves_its_former_customer_another_one():
	former, other = make_customer(), make_customer()
	first, second = make_location(customer=former.name), make_location(customer=former.name)
	first.customer = other.name
	first.save()
	assert frappe.db.get_value("CRM Location", second.name, "is_primary") == 1
	assert frappe.db.get_value("CRM Location", first.name, "is_primary") == 1
