"""Who sees what a rule did: whoever sees the record that it was done to."""

import frappe
import pytest

from tests.factories import make_customer, make_deal, move
from tests.site.automation.workflow_rules.engine import RUN, STEP, TAG, asked, rule, work_off

CHANGE = {"step": "change", "of": "customer", "values": {"industry": "Steel"}}


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep")


def seen_by(user: str, doctype: str, **options) -> list:
	frappe.set_user(user)
	try:
		return frappe.get_list(doctype, **options)
	finally:
		frappe.set_user("Administrator")


def test_a_rep_sees_runs_about_their_records_and_steps_done_to_what_they_see(rep):
	rule(TAG, CHANGE)
	customer = make_customer(profile_visibility="Private")
	deal = make_deal(deal_owner=rep)
	frappe.db.set_value("CRM Sales Deal", deal.name, "customer", customer.name)
	other = make_deal(customer=customer.name)
	for moved in (deal, other):
		move(moved, "Proposal")
	work_off()
	assert seen_by(rep, RUN, pluck="reference_name") == [deal.name]
	assert frappe.db.count(STEP) == 4
	reads_customer = frappe.has_permission("CRM Customer", "read", customer.name, user=rep)
	expected = {"tag", "change"} if reads_customer else {"tag"}
	assert set(seen_by(rep, STEP, pluck="step_type")) == expected


def test_steps_done_to_a_record_that_the_rep_does_not_see_are_not_seen(rep):
	hidden = make_customer()
	make_deal(customer=hidden.name)
	rule(
		{"step": "change", "of": "customer", "values": {"industry": "Steel"}},
		record_type="CRM Contact",
		event_kind="contact.updated",
	)
	contact = frappe.get_doc(
		{
			"doctype": "CRM Contact",
			"first_name": "Ada",
			"last_name": "King",
			"customer": hidden.name,
			"contact_owner": rep,
		}
	).insert()
	contact.update({"job_title": "Captain"}).save()
	work_off()
	assert seen_by(rep, RUN, pluck="reference_name") == [contact.name]
	assert frappe.get_all(STEP, pluck="reference_name") == [hidden.name]
	assert seen_by(rep, STEP, pluck="name") == []


def test_what_the_conditions_saw_is_stored_for_admins(rep, make_user):
	rule(conditions=[asked("customer.industry", "is", "Steel")])
	deal = make_deal(deal_owner=rep)
	move(deal, "Proposal")
	work_off()
	name = frappe.db.get_value(RUN, {"reference_name": deal.name})
	told = {}
	users = {user: make_user(user) for user in ("CRM Manager", "CRM Admin")} | {"rep": rep}
	for role, user in users.items():
		frappe.set_user(user)
		doc = frappe.get_doc(RUN, name)
		doc.apply_fieldlevel_read_permissions()
		told[role] = bool(doc.get("seen"))
	assert told == {"CRM Manager": False, "CRM Admin": True, "rep": False}
