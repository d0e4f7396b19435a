"""Who a contact or customer that is still being typed may be."""

import frappe
import pytest

from frappe_crm_app.records.identity.api import find_duplicates
from tests.factories import make_contact, make_customer


def found(doctype: str, **values) -> dict[str, str]:
	return {row["name"]: row["sign"] for row in find_duplicates(doctype, values)}


def test_a_contact_is_known_by_phone_name_and_mailbox():
	phone = make_contact(phone="+1 415 555 0100")
	name = make_contact(first_name="Ada", last_name="King", company_name="Acme")
	mailbox = make_contact(email="bob+news@acme.example")
	assert found("CRM Contact", phone="(415) 555 0100") == {phone.name: "Same phone"}
	assert found("CRM Contact", first_name="king", last_name="ADA", company_name="acme") == {
		name.name: "Same name and company"
	}
	assert found("CRM Contact", email=" BOB@acme.example") == {mailbox.name: "Same mailbox"}


def test_a_customer_is_known_by_name_phone_and_domain():
	customer = make_customer(customer_name="Blue Harbor Inc.", website="https://blueharbor.example")
	assert found("CRM Customer", customer_name="blue harbor") == {customer.name: "Same name"}
	assert found("CRM Customer", website="www.blueharbor.example/about") == {customer.name: "Same web domain"}


@pytest.mark.parametrize(
	"values",
	[{}, {"phone": "12"}, {"email": "ada@"}, {"first_name": "Ada"}, {"first_name": ["Ada"]}, {"phone": "\0"}, {"phone": "\ud83d"}, {"x": 1}],
)  # fmt: skip
def test_half_of_it_or_nothing_finds_nobody(values):
	make_contact(first_name="Ada", last_name="King", phone="+14155550100")
	assert find_duplicates("CRM Contact", values) == []


def test_who_is_hidden_is_not_told(make_user):
	make_contact(phone="+14155550100")
	frappe.set_user(make_user("CRM Sales Rep"))
	assert found("CRM Contact", phone="+14155550100") == {}


@pytest.mark.parametrize(("doctype", "values"), [("User", {}), ("CRM Contact", "x"), ("CRM Contact", "[1]")])
def test_what_cannot_be_asked_is_refused(doctype, values):
	with pytest.raises(frappe.ValidationError):
		find_duplicates(doctype, values)


def test_who_reads_no_contacts_asks_for_none(make_user):
	frappe.set_user(make_user())
	with pytest.raises(frappe.PermissionError):
		find_duplicates("CRM Contact", {})
