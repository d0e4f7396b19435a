"""Explanations say what is done, and why."""

import frappe
import pytest
from frappe.desk.form.assign_to import add as assign

from frappe_crm_app.visibility.explain import explain, who_can_see
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note, move

MAKERS = {"CRM Contact": make_contact, "CRM Customer": make_customer, "CRM Sales Deal": make_deal}


def summary(doc, user: str) -> str:
	"""Return the deciding sentence, having made sure that it agrees with what the user can do."""
	told = explain(doc, user)
	assert told["visible"] == bool(frappe.has_permission(doc.doctype, "read", doc.name, user=user))
	assert told["visible"] == any(reason["grants"] for reason in told["reasons"])
	return told["summary"]


@pytest.mark.parametrize("make", MAKERS.values())
def test_it_names_the_fact_that_grants(make, rep, make_user):
	fields = {make_contact: "contact_owner", make_customer: "salesperson", make_deal: "deal_owner"}
	assert "They are its" in summary(make(**{fields[make]: rep}), rep)
	other = make()
	assert summary(other, rep) == "It is neither theirs nor created by them or assigned to them."
	assert "reaches every" in summary(other, make_user("CRM Viewer"))
	frappe.db.set_value(other.doctype, other.name, "owner", rep)
	assert "They created it on" in summary(other, rep)


def test_it_names_assignments_and_shares(rep):
	assigned, shared = make_customer(), make_customer()
	assign({"doctype": assigned.doctype, "name": assigned.name, "assign_to": [rep]})
	frappe.share.remove(assigned.doctype, assigned.name, rep)
	assert "Assigned on" in summary(assigned, rep)
	frappe.share.add(shared.doctype, shared.name, rep)
	assert summary(shared, rep) == "It is shared with them."


def test_it_names_who_reports_to_whom(make_user, set_scope):
	set_scope("CRM Sales Rep", "CRM Customer", "Team")
	boss, rep = make_user("CRM Sales Rep"), make_user("CRM Sales Rep", first_name="Grace")
	top = insert("CRM Salesperson", {"user": boss})
	insert("CRM Salesperson", {"user": rep, "reports_to": top.name})
	assert "Grace" in summary(make_customer(salesperson=rep), boss)
	assert "reports to them" in summary(make_customer(salesperson=rep), boss)
	assert "nor of anybody who reports to them" in summary(make_customer(), boss)


def test_it_names_clients_partners_and_links(make_user):
	account_rep, factory = make_user("CRM Account Rep"), make_user("CRM External")
	assert summary(make_customer(relationship="Client"), account_rep) == "The customer is a client."
	assert "is not a client" in summary(make_customer(), account_rep)
	assert "linked to their user" in summary(make_contact(linked_user=factory), factory)
	assert summary(make_contact(), factory) == "It is not linked to their user."
	assert "partner prospect" in summary(
		make_customer(relationship="Partner Prospect"), make_user("CRM Partner Manager")
	)


def test_it_names_privacy(make_user):
	viewer, customer = make_user("CRM Viewer"), make_customer(profile_visibility="Private")
	assert "Its profile is Private" in summary(customer, viewer)
	assert "private" in summary(make_deal(customer=customer.name), viewer)
	assert "private to whoever wrote it" in summary(make_note(make_customer(), is_private=1), viewer)


def test_it_names_the_record_that_a_note_a_location_and_a_move_hang_on(rep):
	customer = make_customer(salesperson=rep)
	for doc in (make_note(customer), make_location(customer=customer.name)):
		assert summary(doc, rep) == "Through the Customer: They are its Salesperson."
	deal = move(make_deal(deal_owner=rep), "Qualified")
	change = frappe.get_doc("CRM Stage Change", {"reference_name": deal.name})
	assert "Through the Deal" in summary(change, rep)
	row = make_contact(customer=customer.name, contact_owner=rep).affiliations[0]
	assert explain(row, rep)["summary"].startswith("They are its")
	note = make_note(make_customer())
	note.db_set("owner", rep)
	assert summary(note, rep) == "They wrote it."


def test_it_says_when_there_is_no_role_at_all(make_user):
	assert summary(make_customer(), make_user()) == "They have no role of the CRM."
	assert "has no scope" in summary(make_customer(), make_user("CRM Reassigner")) or "read no" in summary(
		make_customer(), make_user("CRM Reassigner")
	)


def test_a_user_permission_is_named_when_it_alone_decides(rep):
	seen, other = make_customer(salesperson=rep), make_customer(salesperson=rep)
	insert("User Permission", {"user": rep, "allow": "CRM Customer", "for_value": seen.name})
	told = explain(other, rep)
	assert not told["visible"]
	assert "user permission" in told["summary"]


def test_who_can_see_lists_those_who_see_first(rep, make_user):
	customer = make_customer(salesperson=rep)
	other = make_user("CRM Sales Rep")
	guest = make_user()
	frappe.share.add(customer.doctype, customer.name, guest)
	told = {each["user"]: each["visible"] for each in who_can_see(customer)}
	assert told[rep]
	assert told[guest]
	assert not told[other]
	assert list(told.values()) == sorted(told.values(), reverse=True)


def test_many_roles_cost_no_more_queries(rep, make_user, count_queries):
	customer = make_customer(salesperson=rep)
	user = make_user("CRM Sales Rep", "CRM Account Rep", "CRM Viewer", "CRM Partner Manager", "CRM External")
	explain(customer, user)
	assert count_queries(lambda: explain(customer, user)) <= 2
