"""What a save must not do: name another creator, link to what one cannot see, give a record away."""

import frappe
import pytest

from frappe_crm_app.kit.exceptions import DuplicateContactError, HiddenRecordError, ReassignmentError
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note

OWNED = [
	(make_contact, "contact_owner"),
	(make_customer, "salesperson"),
	(make_deal, "deal_owner"),
]


def change(doc, **values) -> None:
	"""Save the stored record with these values, as a form does that was opened just now."""
	doc = frappe.get_doc(doc.doctype, doc.name)
	doc.update(values)
	doc.save()


@pytest.fixture
def own(rep):
	"""``own(make)`` inserts a record that belongs to the rep."""
	fields = dict(OWNED)
	return lambda make, **values: make(**{fields[make]: rep}, **values)


@pytest.mark.parametrize(("make", "field"), OWNED)
def test_who_creates_a_record_without_naming_an_owner_owns_it(make, field, rep, acting):
	acting(rep)
	assert make().get(field) == rep


@pytest.mark.parametrize(("make", "field"), OWNED)
def test_only_who_may_reassign_gives_a_record_away(make, field, rep, make_user, acting):
	doc = make(**{field: rep})
	colleague = make_user("CRM Sales Rep")
	acting(rep)
	with pytest.raises(ReassignmentError):
		change(doc, **{field: colleague})
	with pytest.raises(ReassignmentError):
		make(**{field: colleague})
	acting("Administrator")
	frappe.get_doc("User", rep).add_roles("CRM Reassigner")
	acting(rep)
	change(doc, **{field: colleague})
	assert frappe.db.get_value(doc.doctype, doc.name, field) == colleague


def test_nobody_is_robbed_but_what_is_nobodys_may_be_taken(rep, set_scope, acting):
	set_scope("CRM Sales Rep", "CRM Customer", "All")
	taken, free = make_customer(salesperson="Administrator"), make_customer()
	frappe.db.set_value("CRM Customer", free.name, "salesperson", None)
	acting(rep)
	change(free, salesperson=rep)
	with pytest.raises(ReassignmentError):
		change(taken, salesperson=rep)


def test_the_creator_of_a_record_stays_who_it_was(rep, make_user, acting, own):
	customer = own(make_customer)
	acting(rep)
	customer.update({"owner": rep, "creation": "2001-01-01"})
	customer.save()
	assert frappe.db.get_value("CRM Customer", customer.name, "owner") == "Administrator"
	assert frappe.utils.getdate(frappe.db.get_value("CRM Customer", customer.name, "creation")).year > 2001
	assert make_customer(owner="Administrator").owner == rep


@pytest.mark.parametrize(
	("make", "field", "hidden"),
	[
		(make_deal, "contact", make_contact),
		(make_deal, "customer", make_customer),
		(make_contact, "customer", make_customer),
		(make_customer, "referred_by", make_customer),
		(make_customer, "primary_contact", make_contact),
	],
)
def test_a_link_to_a_hidden_record_is_refused_like_one_to_nothing(make, field, hidden, rep, acting, own):
	doc, target, seen = own(make), hidden(), own(hidden)
	acting(rep)
	with pytest.raises(HiddenRecordError, match="Could not find"):
		change(doc, **{field: target.name})
	change(doc, **{field: seen.name})
	with pytest.raises(HiddenRecordError):
		make(**{field: target.name})


def test_a_row_that_links_to_a_hidden_customer_is_refused(rep, acting, own):
	contact, hidden = own(make_contact), make_customer()
	acting(rep)
	contact.append("affiliations", {"customer": hidden.name})
	with pytest.raises(HiddenRecordError):
		contact.save()


def test_a_link_that_others_set_does_not_lock_the_record(rep, acting, own):
	deal = own(make_deal, customer=make_customer().name)
	acting(rep)
	deal = frappe.get_doc("CRM Sales Deal", deal.name)
	deal.value = 5
	deal.save()


def test_a_note_hangs_only_on_what_one_sees(rep, acting, own):
	hidden, seen = make_customer(), own(make_customer)
	acting(rep)
	note = make_note(seen)
	with pytest.raises(frappe.PermissionError):
		make_note(hidden)
	note.reference_name = hidden.name
	with pytest.raises(frappe.PermissionError):
		note.save()


def test_locations_are_written_by_whoever_may_write_the_customer(rep, make_user, acting, own):
	customer, hidden = own(make_customer), make_customer()
	acting(rep)
	location = make_location(customer=customer.name)
	location.city = "Oslo"
	location.save()
	with pytest.raises(frappe.PermissionError):
		make_location(customer=hidden.name)
	acting("Administrator")
	frappe.get_doc("User", rep).add_roles("CRM Viewer")
	acting(rep)
	with pytest.raises(frappe.PermissionError):
		make_location(customer=hidden.name)  # seen now, but not to be written
	location.customer = hidden.name
	with pytest.raises(frappe.PermissionError):
		location.save()


def test_a_location_manager_writes_the_locations_of_whatever_they_see(make_user, acting):
	customer = make_customer()
	user = make_user("CRM Viewer", "CRM Location Manager")
	acting(user)
	location = make_location(customer=customer.name)
	location.city = "Oslo"
	location.save()
	frappe.delete_doc("CRM Location", location.name)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("CRM Customer", customer.name).check_permission("write")


def test_a_location_manager_alone_sees_and_writes_none(make_user, acting):
	customer = make_customer()
	acting(make_user("CRM Location Manager"))
	with pytest.raises(frappe.PermissionError):
		make_location(customer=customer.name)


def test_partner_data_is_written_by_the_partner_manager_alone(make_user, acting, rep):
	partner = make_customer(relationship="Partner Prospect", salesperson=rep)
	for user, stored in ((rep, None), (make_user("CRM Partner Manager"), "https://partner.example")):
		acting(user)
		doc = frappe.get_doc("CRM Customer", partner.name)
		doc.partner_url = "https://partner.example"
		doc.save()
		assert frappe.db.get_value("CRM Customer", partner.name, "partner_url") == stored


def test_a_second_email_names_the_first_contact_only_to_who_sees_it(rep, acting):
	make_contact(first_name="Hidden", last_name="Person", email="ada@example.com")
	acting(rep)
	with pytest.raises(DuplicateContactError) as refusal:
		make_contact(email="ada@example.com")
	assert "Hidden" not in str(refusal.value)


def test_a_typed_company_links_the_customer_of_that_name_whom_the_user_sees(rep, acting):
	customer = make_customer(customer_name="Blue HARBOR", salesperson=rep)
	acting(rep)
	contact = make_contact(company_name="blue harbor")
	assert contact.customer == customer.name


def test_a_typed_company_stays_text_where_the_customer_is_hidden(rep, acting):
	make_customer(customer_name="Blue HARBOR")
	acting(rep)
	contact = make_contact(company_name="blue harbor")
	assert (contact.customer, contact.company_name) == (None, "blue harbor")


def test_external_users_change_nothing(make_user, acting):
	factory = make_user("CRM External")
	contact = make_contact(linked_user=factory)
	acting(factory)
	contact.job_title = "Boss"
	with pytest.raises(frappe.PermissionError):
		contact.save()
	with pytest.raises(frappe.PermissionError):
		insert("CRM Contact", {"first_name": "Ada", "last_name": "King"})


@pytest.mark.parametrize(
	("make", "field"), [*OWNED, (lambda **values: make_note(make_deal(), **values), "assigned_to")]
)
def test_nothing_is_given_to_who_could_not_see_it(make, field, make_user, acting):
	disabled, stranger = make_user("CRM Sales Rep", enabled=0), make_user()
	manager = make_user("CRM Manager")
	doc = make()
	acting(manager)
	for user in (disabled, stranger, "Guest"):
		with pytest.raises(ReassignmentError, match="could not see this"):
			change(doc, **{field: user})
		with pytest.raises(ReassignmentError, match="could not see this"):
			make(**{field: user})
