"""Whoever has a deal, or an open follow-up, reads its contact and customer: these, and nothing else with them."""

import frappe
import pytest
from frappe.desk.form.assign_to import add as assign
from frappe.desk.form.assign_to import remove as unassign

from frappe_crm_app.records.identity.merging import merge
from frappe_crm_app.visibility import given
from frappe_crm_app.visibility.explain import explain
from frappe_crm_app.visibility.user_access import access_of
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note, move

pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def pair():
	"""A contact and its customer, nobody's in particular."""
	customer = make_customer()
	return make_contact(customer=customer.name), customer


@pytest.fixture
def sees_both(sees):
	def ask(user: str, pair) -> bool:
		seen = {sees(user, doc) for doc in pair}
		assert len(seen) == 1, "one of the two is seen, the other not"
		return seen.pop()

	return ask


def only_assigned(doc, user: str) -> None:
	"""Assign a record, without the share that Frappe adds for who could not see it."""
	assign({"doctype": doc.doctype, "name": doc.name, "assign_to": [user]})
	frappe.db.delete("DocShare", {"share_name": doc.name})
	frappe.clear_cache(user=user)


@pytest.mark.parametrize("stage", ["Lead", "Won", "Lost"])
def test_the_owner_of_a_deal_reads_its_people_whatever_became_of_it(stage, pair, rep, make_user, sees_both):
	contact, _customer = pair
	assert not sees_both(rep, pair)
	deal = make_deal(contact=contact.name, deal_owner=rep)
	if stage != "Lead":
		values = {"lost_reason": frappe.db.get_value("CRM Deal Lost Reason", {})} if stage == "Lost" else {}
		move(deal, stage, **values)
	assert sees_both(rep, pair)
	assert not sees_both(make_user("CRM Sales Rep"), pair)


def test_whom_a_deal_is_assigned_to_reads_its_people_until_it_is_taken_back(pair, rep, sees_both):
	deal = make_deal(contact=pair[0].name)
	only_assigned(deal, rep)
	assert sees_both(rep, pair)
	unassign(deal.doctype, deal.name, rep)
	assert not sees_both(rep, pair)


def test_who_only_sees_a_deal_does_not_read_its_people(pair, rep, sees, sees_both):
	deal = make_deal(contact=pair[0].name)
	frappe.share.add(deal.doctype, deal.name, rep)
	created = make_deal(contact=pair[0].name)
	created.db_set("owner", rep)
	assert sees(rep, deal)
	assert sees(rep, created)
	assert not sees_both(rep, pair)


@pytest.mark.parametrize("fieldname", ["assigned_to", "owner"])
def test_an_open_follow_up_lets_read_its_people_until_it_is_done(fieldname, pair, rep, sees_both):
	note = make_note(pair[0], status="Open", assigned_to="Administrator")
	if fieldname == "owner":
		note.db_set("owner", rep)
	else:
		note.update({"assigned_to": rep})
		note.save()
	given_anew(rep)
	assert sees_both(rep, pair)
	note.reload()
	note.status = "Done"
	note.save()
	assert not sees_both(rep, pair)


def given_anew(user: str) -> None:
	"""Forget what is kept of a user, where a test wrote past the documents."""
	from frappe_crm_app.visibility.cache import forget_now

	forget_now()


def test_a_follow_up_on_a_deal_lets_read_the_deals_people(pair, rep, sees, sees_both):
	deal = make_deal(contact=pair[0].name)
	make_note(deal, status="Open", assigned_to=rep)
	assert sees_both(rep, pair)
	assert not sees(rep, deal)


def test_a_reassignment_counts_at_once(pair, rep, make_user, sees_both):
	other = make_user("CRM Sales Rep")
	deal = make_deal(contact=pair[0].name, deal_owner=rep)
	assert (sees_both(rep, pair), sees_both(other, pair)) == (True, False)
	deal.reload()
	deal.deal_owner = other
	deal.save()
	assert (sees_both(rep, pair), sees_both(other, pair)) == (False, True)


def test_another_contact_of_the_deal_counts_at_once(pair, rep, sees_both):
	other = make_customer()
	others = (make_contact(customer=other.name), other)
	deal = make_deal(contact=pair[0].name, deal_owner=rep)
	assert (sees_both(rep, pair), sees_both(rep, others)) == (True, False)
	deal.reload()
	deal.update({"contact": others[0].name, "customer": other.name})
	deal.save()
	assert (sees_both(rep, pair), sees_both(rep, others)) == (False, True)


def test_a_deleted_deal_opens_nothing_any_more(pair, rep, sees_both):
	deal = make_deal(contact=pair[0].name, deal_owner=rep)
	assert sees_both(rep, pair)
	frappe.delete_doc(deal.doctype, deal.name)
	assert not sees_both(rep, pair)


def test_who_gives_a_contact_away_still_reads_it_by_their_deal(rep, make_user, sees):
	contact = make_contact(contact_owner=rep)
	make_deal(contact=contact.name, deal_owner=rep)
	assert sees(rep, contact)
	contact.reload()
	contact.contact_owner = make_user("CRM Sales Rep")
	contact.save()
	assert sees(rep, contact)
	assert not frappe.has_permission("CRM Contact", "write", contact.name, user=rep)


def test_a_merged_contact_is_read_by_who_had_a_deal_with_it(rep, sees):
	keep, remove = make_contact(), make_contact()
	make_deal(contact=remove.name, deal_owner=rep)
	assert (sees(rep, keep), sees(rep, remove)) == (False, True)
	merge(keep.doctype, keep.name, remove.name, {})
	given_anew(rep)
	assert sees(rep, keep)


def test_it_is_read_and_nothing_else(pair, rep):
	make_deal(contact=pair[0].name, deal_owner=rep)
	for doc in pair:
		may = {
			action: bool(frappe.has_permission(doc.doctype, action, doc.name, user=rep))
			for action in ("read", "write", "delete", "share")
		}
		assert may == {"read": True, "write": False, "delete": False, "share": False}, doc.doctype


def test_it_cannot_be_assigned_on(pair, rep, make_user, acting):
	make_deal(contact=pair[0].name, deal_owner=rep)
	other = make_user("CRM Sales Rep")
	acting(rep)
	for doc in pair:
		with pytest.raises(frappe.PermissionError, match="cannot assign"):
			assign({"doctype": doc.doctype, "name": doc.name, "assign_to": [other]})


def test_what_hangs_on_them_is_read_and_not_changed(pair, rep, sees):
	hanging = [*(make_note(doc) for doc in pair), make_location(customer=pair[1].name)]
	make_deal(contact=pair[0].name, deal_owner=rep)
	for doc in hanging:
		assert sees(rep, doc)
		assert not frappe.has_permission(doc.doctype, "write", doc.name, user=rep)
	assert not sees(rep, make_note(pair[0], is_private=1))


def test_no_other_deal_is_opened_by_it(pair, rep, sees):
	other = make_deal(contact=pair[0].name)
	make_deal(contact=pair[0].name, deal_owner=rep)
	assert not sees(rep, other)
	assert not sees(rep, make_note(other))


def test_what_is_seen_through_the_contact_opens_nothing(pair, rep, sees):
	"""A location of the customer that names somebody else, a note of a colleague about it: no circle."""
	stranger = make_contact()
	location = make_location(customer=pair[1].name, contact=stranger.name)
	make_note(location, status="Open", assigned_to="Administrator")
	make_deal(contact=pair[0].name, deal_owner=rep)
	assert sees(rep, location)
	assert not sees(rep, stranger)


def test_writing_a_follow_up_about_a_location_opens_nobody_else(rep, sees, acting):
	stranger = make_contact()
	location = make_location(customer=make_customer(salesperson=rep).name, contact=stranger.name)
	acting(rep)
	note = make_note(location, status="Open", assigned_to=rep)
	acting("Administrator")
	assert (note.contact, note.customer) == (None, location.customer)
	assert not sees(rep, stranger)


def test_private_stays_private(rep, make_user, sees):
	customer = make_customer(profile_visibility="Private")
	contact = make_contact(customer=customer.name)
	make_deal(contact=contact.name, deal_owner=rep)
	make_note(contact, status="Open", assigned_to=rep)
	assert not sees(rep, contact)
	assert not sees(rep, customer)
	frappe.db.set_value("CRM Customer", customer.name, "profile_visibility", "Everyone")
	assert sees(rep, contact)
	assert sees(rep, customer)


def test_a_leader_reads_the_people_of_what_their_team_has(pair, make_user, set_scope, sees, sees_both):
	boss, rep = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	top = insert("CRM Salesperson", {"user": boss})
	insert("CRM Salesperson", {"user": rep, "reports_to": top.name})
	deal = make_deal(contact=pair[0].name, deal_owner=rep)
	assert not sees_both(boss, pair)
	for doctype in ("CRM Contact", "CRM Customer"):
		set_scope("CRM Sales Rep", doctype, "Team")
	assert sees_both(boss, pair)
	assert not frappe.has_permission("CRM Contact", "write", pair[0].name, user=boss)
	assert not sees(boss, deal)
	assert "reports to them" in explain(pair[0], boss)["summary"]
	deal.reload()
	deal.deal_owner = make_user("CRM Sales Rep")
	deal.save()
	assert not sees_both(boss, pair)


def test_roles_without_a_scope_read_nobody_by_a_deal(pair, make_user, sees_both):
	for role in ("CRM External", "CRM Reassigner", "CRM Location Manager"):
		user = make_user(role)
		make_deal(contact=pair[0].name, deal_owner=user)
		assert not sees_both(user, pair)


def test_the_explanation_names_the_deal_to_who_sees_it(pair, rep, make_user, acting):
	make_deal(title="Two boats", contact=pair[0].name, deal_owner=rep)
	assert "Two boats" in explain(pair[0], rep)["summary"]
	acting(make_user("CRM Viewer"))
	frappe.db.set_value(
		"CRM Record Scope", {"role": "CRM Viewer", "record_type": "CRM Sales Deal"}, "scope", "None"
	)
	given_anew(rep)
	told = explain(pair[0], rep)["summary"]
	assert "theirs" in told
	assert "Two boats" not in told


def test_they_are_kept_with_what_was_given_and_cost_no_query_of_their_own(
	pair, rep, make_user, count_queries
):
	make_deal(contact=pair[0].name, deal_owner=rep)

	def list_as(user: str) -> None:
		frappe.set_user(user)
		frappe.get_list("CRM Contact", limit_page_length=20)
		frappe.set_user("Administrator")

	counts = {}
	for user in (rep, make_user("CRM Sales Rep")):
		list_as(user)
		counts[user] = count_queries(lambda user=user: list_as(user))
	assert len(set(counts.values())) == 1, counts


def test_the_names_of_many_are_not_kept(rep, monkeypatch):
	monkeypatch.setattr(given, "MANY_PEOPLE", 2)
	for _number in range(3):
		make_deal(contact=make_contact().name, deal_owner=rep)
	assert access_of(rep).given.had == given.Had(is_many=True)


def test_ones_own_people_are_not_among_the_names(rep, pair, monkeypatch):
	monkeypatch.setattr(given, "MANY_PEOPLE", 1_000)
	own = make_contact(contact_owner=rep, customer=make_customer(salesperson=rep).name)
	make_deal(contact=own.name, deal_owner=rep)
	make_deal(contact=pair[0].name, deal_owner=rep)
	assert access_of(rep).given.had.names == {"CRM Contact": {pair[0].name}, "CRM Customer": {pair[1].name}}


def test_a_follow_up_about_a_deal_that_is_only_shared_opens_nobody(pair, rep, sees_both):
	deal = make_deal(contact=pair[0].name)
	frappe.share.add(deal.doctype, deal.name, rep)
	frappe.set_user(rep)
	note = make_note(deal, assigned_to=rep)
	frappe.set_user("Administrator")
	assert (note.contact, note.customer, note.deal) == (None, None, deal.name)
	assert not sees_both(rep, pair)


def test_nobody_opens_an_old_follow_up_about_whom_they_do_not_see_any_more(rep, make_user, sees_both):
	customer = make_customer(salesperson=rep)
	contact = make_contact(customer=customer.name, contact_owner=rep)
	frappe.set_user(rep)
	note = make_note(contact, status="Done")
	frappe.set_user("Administrator")
	other = make_user("CRM Sales Rep")
	contact.update({"contact_owner": other}).save()
	customer.reload().update({"salesperson": other}).save()
	assert not sees_both(rep, (contact, customer))
	frappe.set_user(rep)
	note = frappe.get_doc(note.doctype, note.name)
	with pytest.raises(frappe.PermissionError, match="whom this follow-up is about"):
		note.update({"status": "Open"}).save()
	frappe.set_user("Administrator")
	assert not sees_both(rep, (contact, customer))


def test_the_name_of_a_hidden_company_opens_it_to_nobody(rep, sees):
	hidden = make_customer(customer_name="Turn Steel")
	frappe.set_user(rep)
	contact = make_contact(company_name="turn  STEEL", contact_owner=rep)
	assert (contact.customer, contact.company_name) == (None, "turn STEEL")
	make_deal(contact=contact.name, deal_owner=rep)
	frappe.set_user("Administrator")
	assert not sees(rep, hidden)
	titles = frappe.get_all("CRM Customer", pluck="customer_name")
	assert [title for title in titles if title.lower() == "turn steel"] == ["Turn Steel"]
