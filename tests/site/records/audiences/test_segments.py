"""Segments and lists select whom they say, and count whom the asker sees."""

import json

import frappe
import pytest

from frappe_crm_app.intake.bulk_edit.api import add_to_segment
from frappe_crm_app.kit.exceptions import AudienceError, ConditionError
from frappe_crm_app.records.audiences.api import count, count_conditions, remove_from_segment
from frappe_crm_app.records.audiences.members import add_contacts
from frappe_crm_app.records.audiences.selecting import count_for_me, select_contacts
from frappe_crm_app.records.identity.api import merge, undo_merge
from tests.factories import (
	make_contact,
	make_customer,
	make_deal,
	make_list,
	make_member,
	make_segment,
	make_subscription,
)

BOSSES = {"all": [{"field": "job_title", "operator": "is", "value": "Boss"}]}


@pytest.fixture
def acting(monkeypatch):
	"""``acting(user)`` has the rest of the test ask as this user."""
	yield frappe.set_user
	frappe.set_user("Administrator")


def selected(segment) -> set[str]:
	return set(select_contacts(segment.doctype, segment.name).run(pluck=True))


def segment_of(conditions: dict, **values):
	return make_segment(conditions=json.dumps(conditions), **values)


def test_conditions_ask_for_the_person_and_their_customer(site):
	steel = make_customer(industry="Steel")
	boss = make_contact(job_title="Boss", customer=steel.name)
	clerk, other = make_contact(job_title="Clerk", customer=steel.name), make_contact(job_title="Boss")
	of_steel = {"field": "customer.industry", "operator": "is", "value": "Steel"}
	assert selected(segment_of(BOSSES)) >= {boss.name, other.name}
	assert selected(segment_of({"all": [of_steel]})) == {boss.name, clerk.name}
	assert selected(segment_of({"all": [*BOSSES["all"], of_steel]})) == {boss.name}


def test_a_customer_that_one_does_not_see_is_as_if_there_were_none(site, make_user, acting):
	marketer = make_user("CRM Marketer")
	private = make_customer(industry="Steel", profile_visibility="Private", relationship="Client")
	make_contact(job_title="Boss", customer=private.name, contact_owner=marketer)
	of_steel = {"all": [*BOSSES["all"], {"field": "customer.industry", "operator": "is", "value": "Steel"}]}
	assert count_conditions(of_steel) == {"count": 1}
	acting(marketer)
	assert count_conditions(BOSSES) == {"count": 1}
	assert count_conditions(of_steel) == {"count": 0}


def test_deals_count_by_their_contact_and_by_their_further_people(site):
	leader, further, without = (make_contact(job_title="Boss") for _ in range(3))
	make_deal(
		contact=leader.name,
		value=9000,
		people=[{"contact": leader.name, "is_primary": 1}, {"contact": further.name}],
	)
	make_deal(contact=without.name, value=10)
	large = json.dumps({"all": [{"field": "value", "operator": "more_than", "value": 5000}]})
	some = segment_of(BOSSES, deal_match="Any Deal", deal_conditions=large)
	none = segment_of(BOSSES, deal_match="No Deal", deal_conditions=large)
	assert selected(some) == {leader.name, further.name}
	assert selected(none) == {without.name}
	assert selected(segment_of(BOSSES, deal_match="No Deal")) == set()


def test_a_list_has_who_is_subscribed_and_nobody_who_has_left(site):
	news, ada, grace = make_list(), make_contact(email="ada@example.com"), make_contact(email="g@example.com")
	for each in (ada, grace):
		make_subscription(each, news.name)
	frappe.db.set_value("CRM Subscription", {"contact": grace.name}, "status", "Bounced")
	assert selected(news) == {ada.name}


@pytest.mark.parametrize(
	"conditions",
	[
		{"all": [{"field": "nothing", "operator": "is", "value": "x"}]},
		{"all": [{"field": "job_title", "operator": "is", "value": "x", "of": "before"}]},
		{"some": []},
		[],
		"{",
	],
)
def test_what_is_no_condition_is_refused_in_a_sentence(site, conditions):
	given = conditions if isinstance(conditions, str) else json.dumps(conditions)
	with pytest.raises(ConditionError):
		make_segment(conditions=given)


def test_each_counts_whom_they_see(site, make_user, acting):
	people = {role: make_user(role) for role in ("CRM Sales Rep", "CRM Manager", "CRM Marketer")}
	private = make_customer(profile_visibility="Private", relationship="Client")
	make_contact(job_title="Boss", contact_owner=people["CRM Sales Rep"])
	make_contact(job_title="Boss")
	make_contact(job_title="Boss", customer=private.name)
	segment = segment_of(BOSSES)
	counts = {}
	for role, user in people.items():
		acting(user)
		counts[role] = count_for_me(segment.doctype, segment.name)
	assert counts == {"CRM Sales Rep": 1, "CRM Manager": 3, "CRM Marketer": 2}
	acting(people["CRM Sales Rep"])
	with pytest.raises(frappe.PermissionError):
		count(segment.doctype, segment.name)
	acting(people["CRM Marketer"])
	assert count_conditions(json.dumps(BOSSES)) == {"count": 2}


def test_deals_that_one_does_not_see_tell_nothing_by_a_count(site, make_user, acting):
	marketer = make_user("CRM Marketer")
	make_deal(contact=make_contact(job_title="Boss").name)
	acting(marketer)
	assert count_conditions(json.dumps(BOSSES), "Any Deal") == {"count": 1}
	acting("Administrator")
	scope = {"role": "CRM Marketer", "record_type": "CRM Sales Deal"}
	frappe.get_doc("CRM Record Scope", scope).update({"scope": "None"}).save()
	acting(marketer)
	assert count_conditions(json.dumps(BOSSES), "Any Deal") == {"count": 0}


def test_a_marketer_makes_segments_and_lists_and_changes_no_contact(site, make_user, acting):
	contact = make_contact()
	acting(make_user("CRM Marketer"))
	assert selected(segment_of(BOSSES)) == set()
	make_list()
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("CRM Contact", contact.name).update({"job_title": "Boss"}).save()


def test_ten_thousand_are_added_in_few_statements(site, count_queries, full_size):
	number = 10_000 if full_size else 3_000
	segment = make_segment(kind="Chosen")
	stamp = frappe.utils.now()
	rows = [(f"crowd{each:06}", "Ada", "Crowd", "Ada Crowd", "crowd", stamp, stamp) for each in range(number)]
	columns = ["name", "first_name", "last_name", "full_name", "job_title", "creation", "modified"]
	frappe.db.bulk_insert("CRM Contact", columns, rows)
	filters = [["CRM Contact", "job_title", "=", "crowd"]]
	make_contact(job_title="one")
	one = json.dumps([["CRM Contact", "job_title", "=", "one"]])
	add_to_segment(make_segment(kind="Chosen").name, filters=one)  # what Frappe keeps of DocTypes is read
	sent = count_queries(lambda: add_to_segment(segment.name, filters=json.dumps(filters)))
	assert sent <= 12
	assert len(selected(segment)) == number
	assert add_to_segment(segment.name, filters=json.dumps(filters)) == {"added": 0, "of": number}


def test_only_whom_one_sees_is_added_or_removed(site, make_user, acting):
	private = make_customer(profile_visibility="Private", relationship="Client")
	seen, hidden = make_contact(), make_contact(customer=private.name)
	segment = make_segment(kind="Chosen")
	acting(make_user("CRM Marketer"))
	names = json.dumps([seen.name, hidden.name])
	assert add_to_segment(segment.name, names) == {"added": 1, "of": 1}
	assert selected(segment) == {seen.name}
	acting("Administrator")
	add_contacts(segment.name, [hidden.name])
	acting(make_user("CRM Marketer"))
	remove_from_segment(segment.name, names)
	assert selected(segment) == {hidden.name}


def test_nobody_is_added_to_a_segment_by_conditions(site):
	segment, contact = segment_of(BOSSES), make_contact()
	with pytest.raises(AudienceError):
		add_to_segment(segment.name, json.dumps([contact.name]))


def test_of_two_members_that_become_one_one_stays_and_both_return(site):
	segment, both = make_segment(kind="Chosen"), [make_contact(), make_contact()]
	for each in both:
		make_member(each, segment.name)
	done = merge(both[0].name, both[1].name)
	assert selected(segment) == {both[0].name}
	undo_merge(done["merge"])
	assert selected(segment) == {each.name for each in both}


def test_what_hangs_on_a_contact_goes_with_it_and_a_list_with_subscribers_stays(site):
	contact = make_contact(email="ada@example.com")
	subscription, member = make_subscription(contact), make_member(contact)
	with pytest.raises(frappe.LinkExistsError, match=r"has 1 subscriber\."):
		frappe.delete_doc("CRM Mailing List", subscription.mailing_list)
	frappe.delete_doc("CRM Contact", contact.name)
	assert not frappe.db.exists("CRM Subscription", subscription.name)
	assert not frappe.db.exists("CRM Segment Member", member.name)
	frappe.delete_doc("CRM Mailing List", subscription.mailing_list)
