"""Further emails and phones of a contact, in step with the primary ones."""

import frappe
import pytest

from frappe_crm_app.kit.exceptions import DuplicateContactError, InvalidPhoneError
from tests.factories import insert, make_contact, make_customer

A, B, C, X = (f"{letter}@acme.example" for letter in "abcx")
PHONE, SECOND = "+14155550100", "+14155550101"
MAIL, CALL = "CRM Contact Email", "CRM Contact Phone"


def emails(contact) -> tuple[str | None, list[tuple[str, int]]]:
	"""Return the primary email and the rows, as they are stored."""
	stored = frappe.get_doc("CRM Contact", contact.name)
	field = frappe.db.get_value("CRM Contact", contact.name, "email")
	rows = frappe.get_all(
		MAIL, filters={"parent": contact.name}, fields=["email", "is_primary"], order_by="idx"
	)
	assert [(row.email, row.is_primary) for row in stored.emails] == [
		(row.email, row.is_primary) for row in rows
	]
	return field, [(row.email, row.is_primary) for row in rows]


def with_emails(*addresses: str, **values):
	return make_contact(email=addresses[0], emails=[{"email": each} for each in addresses], **values)


def row_of(contact, email: str):
	return next(row for row in contact.emails if row.email == email)


def changed(contact, change) -> tuple[str | None, list[tuple[str, int]]]:
	contact.reload()
	change(contact)
	contact.save()
	return emails(contact)


def test_one_email_has_no_row():
	contact = make_contact(email=A, phone=PHONE)
	assert emails(contact) == (A, [])
	contact.reload()
	assert (contact.emails, contact.phones, contact.has_further_addresses) == ([], [], 0)


def test_the_first_further_email_gives_each_its_row():
	contact = make_contact(email=A)
	assert changed(contact, lambda doc: doc.append("emails", {"email": " B@Acme.example"})) == (
		A,
		[(B, 0), (A, 1)],
	)


def test_rows_alone_make_the_first_or_the_ticked_one_primary():
	assert emails(make_contact(emails=[{"email": A}, {"email": B}])) == (A, [(A, 1), (B, 0)])
	assert emails(make_contact(emails=[{"email": C}, {"email": X, "is_primary": 1}])) == (X, [(C, 0), (X, 1)])


def test_another_email_in_the_field_is_changed_in_the_primary_row():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: doc.update({"email": X})) == (X, [(X, 1), (B, 0)])


def test_a_further_email_in_the_field_becomes_the_primary_row():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: doc.update({"email": B})) == (B, [(A, 0), (B, 1)])


def test_ticking_another_row_changes_the_field():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: row_of(doc, B).update({"is_primary": 1})) == (B, [(A, 0), (B, 1)])


def test_ticking_the_first_further_row_keeps_the_former_email():
	contact = make_contact(email=A)
	assert changed(contact, lambda doc: doc.append("emails", {"email": B, "is_primary": 1})) == (
		B,
		[(B, 1), (A, 0)],
	)


def test_unticking_the_primary_row_changes_nothing():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: row_of(doc, A).update({"is_primary": 0})) == (A, [(A, 1), (B, 0)])


def test_two_newly_ticked_rows_are_refused():
	contact = with_emails(A, B, C)
	row_of(contact, B).is_primary = row_of(contact, C).is_primary = 1
	with pytest.raises(frappe.ValidationError, match="Only one of a contact's Emails"):
		contact.save()


def test_an_address_changed_in_its_row_is_changed_in_the_field():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: row_of(doc, A).update({"email": X})) == (X, [(X, 1), (B, 0)])


def test_removing_the_primary_row_makes_the_first_other_one_primary():
	contact = with_emails(A, B, C)
	assert changed(contact, lambda doc: doc.remove(row_of(doc, A))) == (B, [(B, 1), (C, 0)])


def test_clearing_the_field_removes_its_row():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: doc.update({"email": ""})) == (B, [(B, 1)])
	assert changed(contact, lambda doc: doc.update({"email": None})) == (None, [])


def test_removing_all_rows_clears_the_field():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: doc.set("emails", [])) == (None, [])
	assert frappe.db.get_value("CRM Contact", contact.name, "has_further_addresses") == 0


def test_a_removed_further_row_is_free_for_others():
	contact = with_emails(A, B)
	assert changed(contact, lambda doc: doc.remove(row_of(doc, B))) == (A, [(A, 1)])
	assert make_contact(email=B).email == B


def test_what_is_sent_for_the_derived_field_is_ignored():
	contact = with_emails(A, B)
	contact.has_further_addresses = 0
	contact.save()
	assert emails(contact) == (A, [(A, 1), (B, 0)])
	assert make_contact(has_further_addresses=1).has_further_addresses == 0


def test_an_invalid_address_is_said_of_it_and_not_of_its_successor():
	contact = with_emails(A, B)
	row_of(contact, A).update({"invalid_since": "2026-11-01 10:00:00", "reason": "550 unknown"})
	contact.save()
	assert changed(contact, lambda doc: doc.update({"job_title": "Buyer"})) == (A, [(A, 1), (B, 0)])
	assert row_of(contact.reload(), A).reason == "550 unknown"
	changed(contact, lambda doc: doc.update({"email": X}))
	primary = row_of(contact.reload(), X)
	assert (primary.invalid_since, primary.reason) == (None, None)


# --- Whose it is ---


@pytest.mark.parametrize("taken", [A, B])
def test_an_email_of_anybody_is_refused_as_primary_one_with_a_link(taken):
	first = with_emails(A, B)
	with pytest.raises(DuplicateContactError) as refusal:
		make_contact(email=taken.upper())
	assert first.name in str(refusal.value)
	assert f"already has the email {taken}" in str(refusal.value)


@pytest.mark.parametrize("taken", [A, B])
def test_an_email_of_anybody_is_refused_as_further_one(taken):
	first, other = with_emails(A, B), make_contact(email=C)
	other.append("emails", {"email": taken})
	with pytest.raises(DuplicateContactError, match=first.name):
		other.save()
	lonely = make_contact(email=X)
	with pytest.raises(DuplicateContactError, match=lonely.name):
		make_contact(emails=[{"email": X}])


def test_whose_a_hidden_contacts_email_is_is_not_told(make_user):
	hidden = with_emails(A, B)
	frappe.set_user(make_user("CRM Sales Rep"))
	with pytest.raises(DuplicateContactError) as refusal:
		make_contact(email=B)
	assert "A contact that you cannot see already has" in str(refusal.value)
	assert hidden.name not in str(refusal.value)


def test_whose_an_email_is_is_not_told_to_whom_user_permissions_withhold_it(make_user):
	withheld, manager = make_contact(email=A, customer=make_customer().name), make_user("CRM Manager")
	values = {"user": manager, "allow": "CRM Customer", "for_value": make_customer().name}
	insert("User Permission", values)
	frappe.set_user(manager)
	with pytest.raises(DuplicateContactError) as refusal:
		make_contact(email=A)
	assert "A contact that you cannot see already has" in str(refusal.value)
	assert withheld.name not in str(refusal.value)


@pytest.mark.parametrize("email", ["ada", "a b@example.com", "a@b.com,c@d.com", f"{'a' * 290}@acme.example"])
def test_a_row_that_is_no_email_is_refused_in_a_sentence(email):
	with pytest.raises(frappe.InvalidEmailAddressError, match="is not an email address"):
		make_contact(email=A, emails=[{"email": email}])


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_a_row_without_an_address_is_refused(empty):
	with pytest.raises(frappe.MandatoryError):
		make_contact(email=A, emails=[{"email": empty}])


def test_one_address_twice_in_a_form_is_refused():
	with pytest.raises(frappe.ValidationError, match=f"{B} is listed twice"):
		make_contact(email=A, emails=[{"email": B}, {"email": "B@acme.example "}])


@pytest.mark.parametrize("value", ["soon", "2026-13-01"])
def test_what_is_no_date_is_refused_in_a_row(value):
	with pytest.raises(frappe.ValidationError, match="is not a date"):
		make_contact(email=A, emails=[{"email": A, "invalid_since": value}])


def test_an_unknown_kind_is_refused():
	with pytest.raises(frappe.ValidationError, match="Kind"):
		make_contact(email=A, emails=[{"email": A, "kind": "Pigeon"}])


# --- Phones ---


def phones(contact) -> tuple:
	contact.reload()
	return contact.phone, [(row.phone, row.extension, row.is_primary) for row in contact.phones]


def test_phones_are_normalised_and_kept_in_step():
	customer = make_customer(country="Germany")
	contact = make_contact(
		customer=customer.name, phone=PHONE, phones=[{"phone": "030 901820", "extension": " 12 "}]
	)
	assert phones(contact) == (PHONE, [("+4930901820", "12", 0), (PHONE, None, 1)])
	contact.phones[0].is_primary = 1
	contact.save()
	assert phones(contact) == ("+4930901820", [("+4930901820", "12", 1), (PHONE, None, 0)])
	contact.phone = SECOND
	contact.save()
	assert phones(contact) == (SECOND, [(SECOND, "12", 1), (PHONE, None, 0)])


def test_an_extension_written_behind_the_phone_is_read():
	contact = make_contact(phones=[{"phone": "+1 415 555 0100 ext. 7"}, {"phone": PHONE, "extension": "8"}])
	assert phones(contact) == (PHONE, [(PHONE, "7", 1), (PHONE, "8", 0)])


@pytest.mark.parametrize("extension", ["12a", "x", "1" * 12, "-3"])
def test_an_extension_is_digits(extension):
	with pytest.raises(InvalidPhoneError, match="is not an extension"):
		make_contact(phones=[{"phone": PHONE, "extension": extension}])


@pytest.mark.parametrize("phone", ["call me", "12", "+999 12345678"])
def test_a_row_that_is_no_phone_is_refused(phone):
	with pytest.raises(InvalidPhoneError, match="is not a phone number"):
		make_contact(phones=[{"phone": phone}])


def test_a_phone_may_be_of_several_people():
	make_contact(phone=PHONE, phones=[{"phone": SECOND}])
	assert make_contact(phone=SECOND, phones=[{"phone": PHONE}]).phone == SECOND


def test_one_phone_twice_in_a_form_is_refused():
	with pytest.raises(frappe.ValidationError, match="is listed twice"):
		make_contact(phones=[{"phone": PHONE}, {"phone": "(415) 555-0100"}])


# --- What it costs where there are no rows ---


@pytest.fixture
def statements():
	"""`statements(work)` -> what `work()` sends to the database."""

	def sent_by(work) -> list[str]:
		sent, send = [], frappe.db.sql
		frappe.db.sql = lambda *arguments, **options: (
			sent.append(str(arguments[0])) or send(*arguments, **options)
		)
		try:
			work()
		finally:
			del frappe.db.sql
		return sent

	return sent_by


def about_rows(sent: list[str]) -> list[str]:
	return [statement for statement in sent if MAIL in statement or CALL in statement]


def test_a_contact_without_rows_is_read_and_saved_without_a_statement_about_them(statements):
	contact = make_contact(email=A, phone=PHONE)
	assert about_rows(statements(lambda: frappe.get_doc("CRM Contact", contact.name))) == []
	contact.reload().job_title = "Buyer"
	assert about_rows(statements(contact.save)) == []


def test_a_new_email_is_looked_up_in_one_statement(statements):
	contact = make_contact()
	contact.email = A
	assert len([sent for sent in statements(contact.save) if "union all" in sent.lower()]) == 1
	assert len(about_rows(statements(lambda: make_contact(email=B)))) == 1


def test_a_contact_with_rows_is_read_whole_and_its_rows_are_emptied():
	contact = with_emails(A, B, phones=[{"phone": PHONE}])
	loaded = frappe.get_doc("CRM Contact", contact.name)
	assert (len(loaded.emails), len(loaded.phones)) == (2, 1)
	loaded.update({"emails": [], "phones": []})
	loaded.save()
	assert (
		frappe.db.count(MAIL, {"parent": contact.name})
		== frappe.db.count(CALL, {"parent": contact.name})
		== 0
	)


def test_a_deleted_contact_takes_its_rows_along():
	contact = with_emails(A, B, phones=[{"phone": PHONE}])
	contact.delete()
	assert frappe.db.count(MAIL) == frappe.db.count(CALL) == 0
	assert make_contact(email=B).email == B


def test_a_copy_has_none_of_them():
	copy = frappe.copy_doc(with_emails(A, B, phones=[{"phone": PHONE}]), ignore_no_copy=False)
	assert (copy.email, copy.emails, copy.phones) == (None, [], [])
