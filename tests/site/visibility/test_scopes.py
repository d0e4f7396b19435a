"""What each scope reaches, asked of the list and of the single record, which must agree."""

import frappe
import pytest

from tests.factories import make_contact, make_customer, make_deal

RECORDS = ("CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Follow-up Note", "CRM Location")


def listed(doctype: str, user: str) -> set[str]:
	frappe.set_user(user)
	try:
		return set(frappe.get_list(doctype, pluck="name", limit_page_length=0))
	except frappe.PermissionError:
		return set()
	finally:
		frappe.set_user("Administrator")


def sees(doc, user: str) -> bool:
	"""Return whether the user sees the record, having made sure that list and document agree."""
	in_list = doc.name in listed(doc.doctype, user)
	alone = bool(frappe.has_permission(doc.doctype, "read", doc.name, user=user))
	assert in_list == alone, (doc.doctype, user, in_list, alone)
	return in_list


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


def test_a_sales_rep_sees_what_is_theirs_and_nothing_else(rep):
	for own, other in (
		(make_contact(contact_owner=rep), make_contact()),
		(make_customer(salesperson=rep), make_customer()),
		(make_deal(deal_owner=rep), make_deal()),
	):
		assert sees(own, rep)
		assert not sees(other, rep)


def test_a_record_without_a_role_is_nobodys(make_user):
	nobody = make_user()
	for doc in (make_contact(), make_customer(), make_deal()):
		assert not sees(doc, nobody)
		assert not sees(doc, "Guest")
