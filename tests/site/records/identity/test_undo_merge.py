"""A merge is taken back, and what was changed since is left alone."""

import frappe
import pytest

from frappe_crm_app.kit.exceptions import MergeError
from frappe_crm_app.records.identity.api import merge, undo_merge
from tests.factories import (
	insert,
	make_contact,
	make_customer,
	make_deal,
	make_location,
	make_note,
	make_pipeline,
)
from tests.site.records.identity.test_merging import pointing, satellites_of

CHANGING = ("modified", "modified_by")


def stored(doc) -> dict:
	"""Return the record and its rows as they are stored."""
	row = frappe.get_doc(doc.doctype, doc.name).as_dict(convert_dates_to_str=True)
	for values in [row, *(each for value in row.values() if isinstance(value, list) for each in value)]:
		for fieldname in CHANGING:
			values.pop(fieldname, None)
	return row


def merged(keep, remove, **arguments) -> str:
	return merge(keep.name, remove.name, **arguments)["merge"]


@pytest.mark.parametrize("make", [make_contact, make_customer])
def test_both_are_as_they_were_with_what_pointed_to_each(site, make):
	keep, remove = make(email="keep@acme.example"), make(email="gone@acme.example", phone="+14155550100")
	rows = {"keep": satellites_of(keep), "remove": satellites_of(remove)}
	keep.add_tag("big")
	remove.add_tag("big")
	remove.add_tag("vip")
	before = stored(keep), stored(remove)
	undo_merge(merged(keep, remove, values={"email": "remove"}))
	assert (stored(keep), stored(remove)) == before
	assert pointing(rows["keep"], keep.name) == set(rows["keep"])
	assert pointing(rows["remove"], remove.name) == set(rows["remove"])
	tags = frappe.get_all("Tag Link", filters={"document_name": remove.name}, pluck="tag")
	assert sorted(tags) == ["big", "vip"]


def test_what_stands_in_a_stage_that_was_archived_is_merged_and_comes_back_to_it(site):
	first, second, _third = frappe.get_all(
		"CRM Stage",
		{"pipeline": make_pipeline("First", "Second", "Third", tracks="Follow-ups").name},
		order_by="position asc",
		pluck="name",
	)
	keep, remove = make_customer(stage=first), make_customer(stage=second)
	frappe.get_doc("CRM Stage", second).update({"is_archived": 1}).save()
	done = merged(keep, remove, values={"stage": "remove"})
	assert frappe.db.get_value("CRM Customer", keep.name, "stage") == second
	frappe.get_doc("CRM Stage", first).update({"is_archived": 1}).save()
	undo_merge(done)
	assert frappe.db.get_value("CRM Customer", keep.name, "stage") == first
	assert frappe.db.get_value("CRM Customer", remove.name, "stage") == second


def test_a_customers_contacts_deals_relations_and_locations_return(site):
	remove = make_customer(customer_name="Acme Inc")
	keep = make_customer(
		customer_name="Acme",
		referred_by=remove.name,
		relations=[{"customer": remove.name, "relation": "Partner"}],
	)
	docs = [
		make_contact(customer=remove.name),
		make_contact(customer=remove.name, affiliations=[{"customer": keep.name}]),
		make_deal(customer=remove.name),
		make_location(customer=keep.name),
		make_location(customer=remove.name),
		make_customer(relations=[{"customer": remove.name, "relation": "Partner"}]),
		keep,
		remove,
	]
	before = [stored(doc) for doc in docs]
	name = merged(keep, remove, values={"customer_name": "remove"})
	assert frappe.db.get_value("CRM Customer", keep.name, "customer_name") == "Acme Inc"
	undo_merge(name)
	after = [stored(doc) for doc in docs]
	for rows in (row for doc in (*before, *after) for row in doc.values() if isinstance(row, list)):
		rows.sort(key=lambda row: row["name"])
	assert after == before


def test_a_contacts_company_and_what_it_adopted_return(site):
	acme = make_customer()
	keep, remove = make_contact(), make_contact(customer=acme.name)
	deal, note = make_deal(contact=keep.name), make_note(keep)
	before = stored(keep), stored(remove), stored(deal), stored(note)
	name = merged(keep, remove)
	assert deal.reload().customer == note.reload().customer == acme.name
	undo_merge(name)
	assert (stored(keep), stored(remove), stored(deal), stored(note)) == before


def test_what_was_changed_since_stays(site):
	keep, remove, third = make_contact(), make_contact(job_title="Boss", external_id="7"), make_contact()
	moved, elsewhere = make_deal(contact=remove.name), make_deal(contact=remove.name)
	name = merged(keep, remove)
	keep.reload()
	keep.update({"job_title": "Queen", "phone": "+14155550100"})
	keep.save()
	elsewhere.reload().update({"contact": third.name})
	elsewhere.save()
	new = make_deal(contact=keep.name)
	undo_merge(name)
	keep.reload()
	assert (keep.job_title, keep.phone, keep.external_id) == ("Queen", "+14155550100", None)
	assert (moved.reload().contact, elsewhere.reload().contact, new.reload().contact) == (
		remove.name,
		third.name,
		keep.name,
	)
	assert remove.reload().job_title == "Boss"


def test_dates_are_true_again(site):
	keep, remove = make_contact(), make_contact()
	make_note(remove, scheduled_on="2027-01-01 10:00:00")
	undo_merge(merged(keep, remove))
	assert keep.reload().next_follow_up_on is None
	assert str(remove.reload().next_follow_up_on) == "2027-01-01 10:00:00"


def test_it_is_undone_once(site):
	name = merged(make_contact(), make_contact())
	undo_merge(name)
	with pytest.raises(MergeError, match="undone already"):
		undo_merge(name)


def test_it_is_refused_while_another_has_the_email(site):
	keep, remove = make_contact(email="keep@acme.example"), make_contact(email="gone@acme.example")
	name = merged(keep, remove)
	keep.reload().emails = [row for row in keep.emails if row.is_primary]
	keep.save()
	make_contact(email="gone@acme.example")
	with pytest.raises(MergeError, match="used by another record"):
		undo_merge(name)
	assert not frappe.db.exists("CRM Contact", remove.name)


def test_a_merge_into_a_record_that_was_merged_itself_comes_second(site):
	first, second, third = make_contact(), make_contact(), make_contact()
	deal = make_deal(contact=third.name)
	inner, outer = merged(second, third), merged(first, second)
	with pytest.raises(MergeError, match="undo that first"):
		undo_merge(inner)
	undo_merge(outer)
	undo_merge(inner)
	assert deal.reload().contact == third.name


def test_who_made_it_undoes_it_and_others_are_told_nothing(site, make_user):
	seller, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	keep, remove = make_contact(contact_owner=seller), make_contact(contact_owner=seller)
	frappe.set_user(seller)
	name = merged(keep, remove)
	frappe.set_user(other)
	for merge_name in (name, "nothing"):
		with pytest.raises(frappe.PermissionError, match="no such merge"):
			undo_merge(merge_name)
	frappe.set_user(seller)
	assert undo_merge(name)["restored"] == remove.name


def viewed(doc, by: str) -> str:
	return insert(
		"View Log", {"viewed_by": by, "reference_doctype": doc.doctype, "reference_name": doc.name}
	).name


def test_a_row_that_another_app_has_once_of_each_is_put_aside_and_returns(site, another_app):
	another_app(crm_merge_doubles={"View Log": ["viewed_by"]})
	keep, remove = make_contact(), make_contact()
	kept, double = viewed(keep, "Guest"), viewed(remove, "Guest")
	carried = viewed(remove, "Administrator")
	before = frappe.get_doc("View Log", double).as_dict()
	name = merged(keep, remove)
	of_keeper = frappe.get_all("View Log", {"reference_name": keep.name}, pluck="name")
	assert sorted(of_keeper) == sorted([kept, carried])
	assert not frappe.db.exists("View Log", double)
	undo_merge(name)
	assert frappe.get_doc("View Log", double).as_dict() == before
	assert frappe.db.get_value("View Log", carried, "reference_name") == remove.name
	assert frappe.db.get_value("View Log", kept, "reference_name") == keep.name


def test_what_another_app_changes_for_a_merge_returns(site, another_app):
	def close(repointed, keeper, removed):
		theirs = frappe.get_all("ToDo", {"reference_name": removed.name}, pluck="name")
		repointed.change("ToDo", "status", theirs, "Open", "Closed")

	another_app(crm_merging_rows=[close])
	keep, remove = make_contact(), make_contact()
	about = {"reference_type": remove.doctype, "reference_name": remove.name}
	todo = insert("ToDo", {"description": "Call", **about})
	name = merged(keep, remove)
	assert (todo.reload().status, todo.reference_name) == ("Closed", keep.name)
	undo_merge(name)
	assert (todo.reload().status, todo.reference_name) == ("Open", remove.name)


def test_another_app_that_fails_fails_the_merge(site, another_app):
	def refuse(repointed, keeper, removed):
		frappe.throw("The trucks are on the road.")

	another_app(crm_merging_rows=[refuse])
	keep, remove = make_contact(), make_contact()
	with pytest.raises(frappe.ValidationError, match="on the road"):
		merge(keep.name, remove.name)
	assert frappe.db.exists("CRM Contact", remove.name)
