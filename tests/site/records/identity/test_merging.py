"""Two records become one, with everything that pointed to either."""

import json

import frappe
import pytest
from frappe.desk.form.assign_to import add as assign

from frappe_crm_app.kit.exceptions import DuplicateContactError, MergeError, ReassignmentError
from frappe_crm_app.records.identity.api import get_differences, merge
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note
from tests.stack.http import send_at_once

API = "/api/method/frappe_crm_app.identity.api."


def satellites_of(doc) -> dict[tuple[str, str], str]:
	"""Hang one of each on a record; `{(DocType, field with the record's name): name}`."""
	about = {"reference_doctype": doc.doctype, "reference_name": doc.name}
	rows = {
		("Comment", "reference_name"): insert(
			"Comment", {"comment_type": "Comment", "content": "Hello", **about}
		),
		("ToDo", "reference_name"): insert(
			"ToDo", {"description": "Call", "reference_type": doc.doctype, "reference_name": doc.name}
		),
		("Communication", "reference_name"): insert(
			"Communication", {"subject": "Offer", "content": "Dear", "communication_medium": "Email", **about}
		),
		("File", "attached_to_name"): insert(
			"File",
			{
				"file_name": "offer.txt",
				"content": doc.name,
				"is_private": 1,
				"attached_to_doctype": doc.doctype,
				"attached_to_name": doc.name,
			},
		),
		("Version", "docname"): insert(
			"Version", {"ref_doctype": doc.doctype, "docname": doc.name, "data": "{}"}
		),
		("View Log", "reference_name"): insert("View Log", {"viewed_by": "Administrator", **about}),
		("DocShare", "share_name"): insert(
			"DocShare", {"user": "Guest", "share_doctype": doc.doctype, "share_name": doc.name, "read": 1}
		),
		("Notification Log", "document_name"): notification_about(doc),
		("CRM Follow-up Note", "reference_name"): make_note(doc),
	}
	event = frappe.new_doc("Event")
	event.update({"subject": "Visit", "starts_on": "2026-12-01 10:00:00"})
	event.append("event_participants", {"reference_doctype": doc.doctype, "reference_docname": doc.name})
	rows[("Event Participants", "reference_docname")] = event.insert().event_participants[0]
	return {key: row.name for key, row in rows.items()}


def notification_about(doc):
	"""Write a notification without the mail that Frappe would send."""
	log = frappe.new_doc("Notification Log")
	log.update({"subject": "Look", "document_type": doc.doctype, "document_name": doc.name})
	log.db_insert()
	return log


def pointing(rows: dict, name: str) -> set:
	"""Return those of the rows that point to this record."""
	return {key for key, row in rows.items() if frappe.db.get_value(key[0], row, key[1]) == name}


@pytest.mark.parametrize("make", [make_contact, make_customer])
def test_what_frappe_keeps_beside_the_removed_record_is_the_keepers(site, make):
	keep, remove, tagged = make(), make(), make()
	rows = satellites_of(remove)
	for doc in (remove, tagged):
		doc.add_tag("vip")
	assert pointing(rows, remove.name) == set(rows)
	merge(keep.name, remove.name)
	assert pointing(rows, keep.name) == set(rows)
	assert not frappe.db.exists(remove.doctype, remove.name)
	assert frappe.db.exists("Deleted Document", {"deleted_name": remove.name})
	kept = frappe.db.get_value(
		keep.doctype, keep.name, ["_user_tags", "_comments", "last_activity_on"], as_dict=True
	)
	assert kept._user_tags == frappe.db.get_value(tagged.doctype, tagged.name, "_user_tags")
	assert "Hello" in [comment["comment"] for comment in json.loads(kept._comments)]
	assert kept.last_activity_on
	assert set(frappe.get_all("Tag Link", {"tag": "vip"}, pluck="document_name")) == {keep.name, tagged.name}


def test_deals_locations_notes_and_primary_contacts_follow_a_contact(site):
	keep, remove = make_contact(), make_contact()
	deal, location = make_deal(contact=remove.name), make_location(contact=remove.name)
	customer = make_customer(primary_contact=remove.name)
	note = make_note(deal, scheduled_on="2027-01-01 10:00:00")
	merge(keep.name, remove.name)
	assert deal.reload().contact == location.reload().contact == note.reload().contact == keep.name
	assert customer.reload().primary_contact == keep.name
	assert str(keep.reload().next_follow_up_on) == "2027-01-01 10:00:00"


def test_contacts_deals_and_relations_follow_a_customer(site):
	keep, remove = make_customer(customer_name="Acme"), make_customer(customer_name="Acme Inc")
	contact, deal = make_contact(customer=remove.name), make_deal(customer=remove.name)
	other = make_customer(
		referred_by=remove.name, relations=[{"customer": remove.name, "relation": "Partner"}]
	)
	merge(keep.name, remove.name)
	contact.reload()
	assert (contact.customer, contact.company_name) == (keep.name, "Acme")
	assert [(row.customer, row.is_primary) for row in contact.affiliations] == [(keep.name, 1)]
	assert deal.reload().customer == keep.name
	other.reload()
	assert other.referred_by == other.relations[0].customer == keep.name


def test_a_contact_of_both_customers_is_listed_once_with_the_keeper(site):
	keep, remove = make_customer(), make_customer()
	contact = make_contact(customer=remove.name, affiliations=[{"customer": keep.name}])
	merge(keep.name, remove.name)
	contact.reload()
	assert [(row.customer, row.is_primary) for row in contact.affiliations] == [(keep.name, 1)]
	contact.save()


def test_related_customers_leave_no_relation_to_themselves(site):
	remove = make_customer()
	keep = make_customer(
		referred_by=remove.name, relations=[{"customer": remove.name, "relation": "Subsidiary"}]
	)
	remove.append("relations", {"customer": keep.name, "relation": "Parent Company"})
	remove.save()
	merge(keep.name, remove.name)
	keep.reload()
	assert (keep.referred_by, keep.relations) == (None, [])


def test_a_customer_keeps_one_primary_location(site):
	keep, remove = make_customer(), make_customer()
	first, second = make_location(customer=keep.name), make_location(customer=remove.name)
	merge(keep.name, remove.name)
	assert (first.reload().is_primary, second.reload().is_primary) == (1, 0)
	assert second.customer == keep.name


def test_affiliations_and_a_missing_company_come_from_the_removed_contact(site):
	acme, blue = make_customer(customer_name="Acme"), make_customer()
	keep, remove = make_contact(), make_contact(customer=acme.name, affiliations=[{"customer": blue.name}])
	make_note(keep)
	merge(keep.name, remove.name)
	keep.reload()
	assert (keep.customer, keep.company_name) == (acme.name, "Acme")
	assert {row.customer: row.is_primary for row in keep.affiliations} == {acme.name: 1, blue.name: 0}


def test_fields_are_chosen_one_by_one(site):
	keep = make_contact(email="old@acme.example", job_title="Buyer", phone="+14155550100")
	remove = make_contact(email="new@acme.example", job_title="Boss", external_id="7")
	merge(keep.name, remove.name, values={"email": "remove", "job_title": "keep"})
	keep.reload()
	assert (keep.email, keep.job_title, keep.phone, keep.external_id) == (
		"new@acme.example",
		"Buyer",
		"+14155550100",
		"7",
	)
	with pytest.raises(DuplicateContactError):
		make_contact(email="new@acme.example")


def test_only_fields_that_differ_are_offered(site):
	source = {"first_name": "Ada", "last_name": "King"}
	keep, remove = make_contact(**source, job_title="Buyer"), make_contact(**source, email="a@acme.example")
	offered = {row["fieldname"]: row["side"] for row in get_differences(keep.name, remove.name)}
	assert offered == {"job_title": "keep", "email": "remove"}


def test_one_assignment_of_each_is_both_on_the_keeper(site, make_user):
	users = make_user("CRM Manager"), make_user("CRM Manager")
	keep, remove = make_contact(), make_contact()
	for user, contact in zip(users, (keep, remove), strict=True):
		assign({"assign_to": [user], "doctype": contact.doctype, "name": contact.name})
	merge(keep.name, remove.name)
	assert set(json.loads(frappe.db.get_value("CRM Contact", keep.name, "_assign"))) == set(users)


@pytest.mark.parametrize("kind", ["keep", "remove"])
def test_who_may_not_write_both_is_told_the_same_as_of_missing_ones(site, make_user, kind):
	seller = make_user("CRM Sales Rep")
	own, hidden = make_contact(contact_owner=seller), make_contact()
	frappe.set_user(seller)
	sentences = set()
	for other in (hidden.name, "nobody"):
		pair = (
			{"keep": own.name, "remove": other} if kind == "remove" else {"keep": other, "remove": own.name}
		)
		with pytest.raises(frappe.PermissionError) as refusal:
			merge(**pair)
		sentences.add(str(refusal.value))
	assert len(sentences) == 1
	assert frappe.db.exists("CRM Contact", hidden.name)


def test_a_seller_merges_their_own_but_gives_nothing_away(site, make_user):
	seller = make_user("CRM Sales Rep")
	keep = make_contact(contact_owner=seller)
	remove = make_contact(contact_owner="Administrator")
	frappe.db.set_value("CRM Contact", remove.name, "owner", seller)
	frappe.clear_document_cache("CRM Contact", remove.name)
	frappe.set_user(seller)
	with pytest.raises(ReassignmentError):
		merge(keep.name, remove.name, values={"contact_owner": "remove"})
	merge(keep.name, remove.name)
	assert keep.reload().contact_owner == seller


@pytest.mark.parametrize(
	"values", ["no json", "[1]", {"email": "both"}, {"nothing": "keep"}, {"full_name": "keep"}, {"email": []}]
)
def test_what_is_no_choice_is_refused(site, values):
	keep, remove = make_contact(), make_contact()
	with pytest.raises(MergeError):
		merge(keep.name, remove.name, values=values)
	assert frappe.db.exists("CRM Contact", remove.name)


def test_only_two_different_contacts_or_customers_are_merged(site):
	contact = make_contact()
	with pytest.raises(MergeError, match="two different"):
		merge(contact.name, contact.name)
	with pytest.raises(MergeError, match="Only contacts and customers"):
		merge("Administrator", "Guest", doctype="User")
	with pytest.raises(frappe.PermissionError):
		merge(contact.name, make_customer().name)


def test_of_two_merges_of_one_pair_at_once_one_wins(committed, api, make_user):
	keep, remove = make_contact(), make_contact()
	make_note(remove)
	client = api(make_user("CRM Manager"))
	pairs = [
		{"keep": keep.name, "remove": remove.name},
		{"keep": remove.name, "remove": keep.name},
	]
	answers = send_at_once(client, *(("POST", f"{API}merge", {"json": pair}) for pair in pairs))
	assert sorted(answer.ok for answer in answers) == [False, True], [answer.text for answer in answers]
	assert all(answer.status_code < 500 for answer in answers)
	assert frappe.db.count("CRM Contact", {"name": ("in", [keep.name, remove.name])}) == 1
	assert frappe.db.count("CRM Merge") == 1


def test_a_merge_is_not_edited_over_rest_and_keeps_its_data_to_itself(committed, api, make_user):
	manager = api(make_user("CRM Manager"))
	keep, remove = make_contact(), make_contact()
	frappe.db.commit()
	answer = manager.post(f"{API}merge", json={"keep": keep.name, "remove": remove.name})
	name = answer.json()["message"]["merge"]
	stored = manager.get(f"/api/resource/CRM Merge/{name}")
	assert stored.ok
	assert stored.json()["data"]["removed"] == remove.name
	assert not stored.json()["data"].get("removed_data")
	assert manager.put(f"/api/resource/CRM Merge/{name}", json={"kept": "x"}).status_code == 403
	assert api(make_user("CRM Sales Rep")).get(f"/api/resource/CRM Merge/{name}").status_code == 403


def test_two_ways_to_write_one_customer_are_no_choice_and_two_customers_are(site):
	customer, namesake = (
		make_customer(customer_name="Luna Textil"),
		make_customer(customer_name="Luna Textil 2"),
	)
	namesake.db_set("customer_name", "Luna Textil")
	keep, linked, other = (
		make_contact(customer=customer.name),
		make_contact(),
		make_contact(customer=namesake.name),
	)
	linked.db_set("company_name", "Luna Textil")
	other.db_set("company_name", "Luna Textil")
	assert "customer" not in {row["fieldname"] for row in get_differences(keep.name, linked.name)}
	assert "customer" in {row["fieldname"] for row in get_differences(keep.name, other.name)}
