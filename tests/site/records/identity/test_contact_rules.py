import frappe
import pytest

from frappe_crm_app.kit.exceptions import DuplicateContactError, InvalidPhoneError
from tests.factories import make_contact, make_customer


@pytest.mark.parametrize("missing", ["first_name", "last_name"])
@pytest.mark.parametrize("given", ["", "   ", None])
def test_first_and_last_name_are_required(missing, given):
	with pytest.raises(frappe.MandatoryError, match=missing):
		make_contact(**{missing: given})


def test_full_name_joins_the_tidied_names():
	contact = make_contact(first_name="  Ada ", last_name="King  Lovelace")
	assert contact.full_name == "Ada King Lovelace"


def test_email_is_stored_lower_cased_and_trimmed():
	assert make_contact(email="  Ada@Example.COM ").email == "ada@example.com"


def test_contacts_without_email_do_not_collide():
	make_contact(email="")
	make_contact(email=None)


@pytest.mark.parametrize("email", ["ada", "ada@", "a b@example.com", "a@b.com,c@d.com"])
def test_what_is_no_email_is_refused_in_a_sentence(email):
	with pytest.raises(frappe.InvalidEmailAddressError, match="is not an email address"):
		make_contact(email=email)


def test_a_second_contact_with_an_email_is_refused_with_a_link_to_the_first():
	first = make_contact(email="ada@example.com")
	with pytest.raises(DuplicateContactError) as refusal:
		make_contact(email="ADA@example.com ")
	assert first.name in str(refusal.value)
	assert first.full_name in str(refusal.value)
	assert frappe.db.count("CRM Contact", {"email": "ada@example.com"}) == 1


def test_the_link_to_the_first_is_in_what_the_desk_shows():
	first = make_contact(email="ada@example.com")
	with pytest.raises(DuplicateContactError):
		make_contact(email="ada@example.com")
	shown = frappe.get_message_log()[-1]["message"]
	assert f'/{first.name}">{first.full_name}</a>' in shown


def test_changing_an_email_to_somebody_elses_is_refused():
	make_contact(email="ada@example.com")
	other = make_contact(email="bob@example.com")
	other.email = "ada@example.com"
	with pytest.raises(DuplicateContactError):
		other.save()


def test_the_name_in_the_refusal_is_escaped():
	make_contact(email="ada@example.com", last_name="R&D <3")
	with pytest.raises(DuplicateContactError, match="R&amp;D &lt;3"):
		make_contact(email="ada@example.com")


def test_the_index_refuses_what_the_check_did_not_see(monkeypatch):
	make_contact(email="ada@example.com")
	monkeypatch.setattr(
		"frappe_crm_app.frappe_crm_app.doctype.crm_contact.crm_contact.refuse_second_contact_with_email",
		lambda contact: None,
	)
	with pytest.raises(frappe.UniqueValidationError):
		make_contact(email="ada@example.com")


def test_a_phone_belongs_to_the_sites_country():
	assert make_contact(phone="(415) 555-0100").phone == "+14155550100"


def test_a_phone_belongs_to_the_customers_country():
	customer = make_customer(country="Germany")
	assert make_contact(customer=customer.name, phone="030 901820").phone == "+4930901820"


def test_a_stored_phone_is_not_read_again():
	contact = make_contact(phone="+4930901820")
	contact.job_title = "CTO"
	contact.save()
	assert contact.phone == "+4930901820"


@pytest.mark.parametrize("phone", ["call me", "12", "555-CALL-NOW-PLEASE", "+999 12345678"])
def test_what_is_no_phone_is_refused_in_a_sentence(phone):
	with pytest.raises(InvalidPhoneError, match="is not a phone number"):
		make_contact(phone=phone)


def test_type_and_status_have_their_defaults():
	contact = make_contact()
	assert (contact.contact_type, contact.status) == ("Customer", "Lead")
	assert contact.contact_owner == "Administrator"


def test_an_unknown_type_is_refused():
	with pytest.raises(frappe.ValidationError, match="Contact Type"):
		make_contact(contact_type="Enemy")


def test_derived_dates_cannot_be_set_by_hand():
	contact = make_contact(next_follow_up_on="2030-01-01 10:00:00")
	assert contact.next_follow_up_on is None
	contact.last_activity_on = "2030-01-01 10:00:00"
	contact.save()
	assert frappe.db.get_value("CRM Contact", contact.name, "last_activity_on") is None


def test_external_id_is_unique_when_set():
	make_contact(external_id="42")
	make_contact(external_id="")
	make_contact(external_id="")
	with pytest.raises(frappe.UniqueValidationError):
		make_contact(external_id="42")
