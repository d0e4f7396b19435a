"""Mails that people write from a record: who may, and how they are signed."""

import frappe
import pytest

from frappe_crm_app.channels.mail.api import get_signature
from frappe_crm_app.screens.timeline.api import get_timeline
from tests.factories import make_contact, make_deal, make_mail_account

SEND = "/api/method/frappe.core.doctype.communication.email.make"


@pytest.fixture
def house() -> str:
	"""The account of the site, whose signature has two lines."""
	return make_mail_account("house", default_outgoing=1, signature="Blue Harbor\nOslo")


def test_who_works_in_the_crm_is_told_the_signature_and_nothing_else(house, make_user):
	frappe.set_user(make_user("CRM Sales Rep"))
	assert get_signature() == {"signature": "Blue Harbor<br>Oslo", "email_id": "house@example.com"}
	with pytest.raises(frappe.PermissionError):
		frappe.get_list("Email Account")


def test_nobody_else_is(house, make_user):
	frappe.set_user(make_user("Desk User"))
	with pytest.raises(frappe.PermissionError):
		get_signature()


def test_of_other_accounts_only_those_that_somebody_was_given_sign(house, make_user):
	rep, colleague = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	make_mail_account("ada", signature="Ada")
	user = frappe.get_doc("User", rep)
	user.append("user_emails", {"email_account": "ada", "email_id": "ada@example.com"})
	user.user_emails[-1].update({"parent": rep, "parenttype": "User", "parentfield": "user_emails"})
	user.user_emails[-1].db_insert()
	frappe.set_user(rep)
	assert get_signature("ada@example.com")["signature"] == "Ada"
	frappe.set_user(colleague)
	assert get_signature("ada@example.com") == {}


def test_an_account_without_a_signature_signs_nothing(make_user):
	make_mail_account("plain", default_outgoing=1, add_signature=0, signature="Not added")
	frappe.set_user(make_user("CRM Manager"))
	assert get_signature() == {}


@pytest.mark.parametrize("role", ["CRM Sales Rep", "CRM Manager"])
def test_a_mail_is_sent_from_a_record_and_stands_in_its_timeline(committed, house, api, make_user, role):
	user = make_user(role)
	contact = make_contact(email="ada@blue-harbor.example", contact_owner=user)
	deal = make_deal(contact=contact.name, deal_owner=user)
	frappe.db.commit()
	mail = {"doctype": deal.doctype, "name": deal.name, "recipients": contact.email, "subject": "Offer"}
	answer = api(user).post(SEND, json={**mail, "content": "Dear Ada", "send_email": 1})
	assert answer.status_code == 200, answer.text
	for record in (deal, contact):
		(entry,) = [
			each for each in get_timeline(record.doctype, record.name)["entries"] if each["source"] == "mail"
		]
		assert (entry["subject"], entry["is_sent"], entry["by"]) == ("Offer", True, user)


def test_a_mail_about_a_hidden_record_is_refused(committed, house, api, make_user):
	deal = make_deal()
	frappe.db.commit()
	mail = {"doctype": deal.doctype, "name": deal.name, "recipients": "a@example.com", "subject": "Offer"}
	answer = api(make_user("CRM Sales Rep")).post(SEND, json={**mail, "content": "Hi", "send_email": 1})
	assert answer.status_code == 403
