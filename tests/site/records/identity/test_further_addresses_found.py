"""Who is looked for by a further email or phone is found; and what becomes of them when contacts are merged."""

import json

import frappe
import pytest
from frappe.utils.global_search import search, sync_global_search

from frappe_crm_app.frappe_crm_app.report.crm_possible_duplicates.crm_possible_duplicates import execute
from frappe_crm_app.kit.exceptions import MergeError
from frappe_crm_app.records.identity.api import get_possible_duplicates, merge, undo_merge
from frappe_crm_app.records.identity.people import find_by_address, find_contact, find_or_create_contact
from frappe_crm_app.records.identity.search import find_contacts
from tests.factories import make_contact
from tests.site.records.identity.test_addresses import A, B, C, X, emails, row_of, with_emails
from tests.site.records.identity.test_undo_merge import stored

PHONE, SECOND = "+14155550100", "+14155550101"


def found(text: str) -> list[str]:
	return [row[0] for row in find_contacts("CRM Contact", text, "name", 0, 20)]


@pytest.mark.parametrize("text", ["b@acme", "B@ACME.example", "(415) 555-0101"])
def test_link_fields_find_a_person_by_a_further_address(text):
	contact = with_emails(A, B, phone=PHONE, phones=[{"phone": SECOND}])
	make_contact(email=C)
	assert found(text) == [contact.name]


def test_link_fields_find_no_hidden_person_by_a_further_address(make_user):
	with_emails(A, B)
	seller = make_user("CRM Sales Rep")
	own = with_emails(C, "b@acme.test", contact_owner=seller)
	frappe.set_user(seller)
	assert found("b@acme") == [own.name]


def test_a_person_is_found_by_each_email_and_phone():
	contact = with_emails(A, B, phone=PHONE, phones=[{"phone": SECOND}])
	assert {find_contact({"email": email}) for email in (A, B, " B@Acme.example")} == {contact.name}
	assert find_contact({"email": B}, for_update=True) == contact.name
	assert {find_by_address(None, phone) for phone in (PHONE, SECOND)} == {contact.name}
	assert find_by_address("no address", "+14155550199") is None


def test_a_new_person_with_a_further_email_is_the_one_who_has_it():
	contact = with_emails(A, B)
	again, is_made = find_or_create_contact({"first_name": "Ada", "last_name": "King", "email": B})
	assert (again.name, is_made, again.email) == (contact.name, False, A)


def test_a_shared_further_phone_is_a_sign_of_a_duplicate():
	first = make_contact(phone=PHONE, phones=[{"phone": SECOND}])
	by_primary, by_further = (
		make_contact(phone=SECOND),
		make_contact(phones=[{"phone": "+14155550102"}, {"phone": SECOND}]),
	)
	make_contact(phone="+14155550102", phones=[{"phone": "+14155550103"}])

	def signs(doc) -> dict[str, str]:
		return {row["name"]: row["sign"] for row in get_possible_duplicates(doc.doctype, doc.name)}

	assert signs(first) == dict.fromkeys([by_primary.name, by_further.name], "Same phone")
	assert first.name in signs(by_primary)
	groups = [row["name"] for row in execute({"record_type": "CRM Contact"})[1]]
	assert {first.name, by_primary.name, by_further.name} <= set(groups)


def test_the_report_names_no_group_of_one_that_is_seen(make_user):
	make_contact(phone=PHONE, phones=[{"phone": SECOND}])
	seller = make_user("CRM Sales Rep")
	make_contact(phone=SECOND, contact_owner=seller)
	frappe.set_user(seller)
	assert execute({"record_type": "CRM Contact"})[1] == []


def test_the_search_bar_finds_a_person_by_a_further_email(committed):
	further = "zephyrine.quill@quillworks.test"  # whole: PostgreSQL takes an email for one word
	# What others rolled back is in it, and Frappe's search fails on rows of records that are gone.
	frappe.cache.delete_value("global_search_queue")
	contact = with_emails(A, further)
	frappe.db.commit()
	sync_global_search()
	frappe.db.commit()
	assert contact.name in [row.name for row in search(further)]


# --- Merging ---


def merged(keep, remove, **options) -> str:
	return merge(keep.name, remove.name, **options)["merge"]


def test_the_removed_contacts_addresses_become_further_ones():
	keep = make_contact(email=A, phone=PHONE)
	remove = with_emails(B, C, phone=SECOND)
	row_of(remove, C).update({"kind": "Personal", "invalid_since": "2026-11-01 10:00:00"})
	remove.save()
	merged(keep, remove)
	assert emails(keep) == (A, [(B, 0), (C, 0), (A, 1)])
	keep.reload()
	assert (row_of(keep, C).kind, str(row_of(keep, C).invalid_since)) == ("Personal", "2026-11-01 10:00:00")
	assert {(row.phone, row.is_primary) for row in keep.phones} == {(PHONE, 1), (SECOND, 0)}
	assert find_contact({"email": B}) == keep.name


def test_the_kept_contacts_own_email_is_not_lost_where_the_other_is_chosen():
	keep, remove = make_contact(email=A), make_contact(email=B)
	merged(keep, remove, values={"email": "remove"})
	email, rows = emails(keep)
	assert (email, sorted(rows)) == (B, [(A, 0), (B, 1)])


def test_one_email_between_two_needs_no_row():
	keep, remove = make_contact(phone=PHONE), make_contact(email=B, phone=PHONE)
	merged(keep, remove)
	assert emails(keep) == (B, [])
	assert keep.reload().phones == []


@pytest.mark.parametrize("values", [{}, {"email": "remove", "phone": "remove"}])
@pytest.mark.parametrize("rows", ["none", "keep", "remove", "both"])
def test_undoing_a_merge_gives_each_its_addresses_back(rows, values):
	make = {True: lambda *addresses, **given: with_emails(*addresses, **given)}
	keep = make[True](A, X, phone=PHONE) if rows in ("keep", "both") else make_contact(email=A, phone=PHONE)
	further = {"phones": [{"phone": SECOND, "extension": "5"}]}
	remove = (
		make[True](B, C, **further) if rows in ("remove", "both") else make_contact(email=B, phone=SECOND)
	)
	before = stored(keep), stored(remove)
	name = merged(keep, remove, values=values)
	assert {find_contact({"email": email}) for email in (A, B)} == {keep.name}
	undo_merge(name)
	assert (stored(keep), stored(remove)) == before
	assert (find_contact({"email": A}), find_contact({"email": B})) == (keep.name, remove.name)


def test_undoing_is_refused_while_another_has_one_of_the_emails():
	keep, remove = make_contact(email=A), with_emails(B, C)
	name = merged(keep, remove)
	keep.reload()
	keep.remove(row_of(keep, C))
	keep.save()
	make_contact(email=X, emails=[{"email": C}])
	with pytest.raises(MergeError, match=f"Email.*{C}.*is used by another record"):
		undo_merge(name)


def test_undoing_is_refused_where_the_kept_contact_took_an_email_for_its_own():
	keep, remove = make_contact(email=A), make_contact(email=B)
	name = merged(keep, remove)
	keep.reload()
	keep.email = B
	keep.save()
	with pytest.raises(MergeError, match=f"Email.*{B}"):
		undo_merge(name)


def test_a_merge_written_down_before_there_were_rows_is_undone():
	keep, remove = make_contact(email=A), make_contact(email=B)
	name = merged(keep, remove)
	record = frappe.get_doc("CRM Merge", name)
	data = json.loads(record.removed_data)
	for field in ("emails", "phones", "has_further_addresses"):
		data.pop(field)
	frappe.db.set_value("CRM Merge", name, "removed_data", json.dumps(data))
	undo_merge(name)
	assert (emails(keep), emails(remove)) == ((A, []), (B, []))
