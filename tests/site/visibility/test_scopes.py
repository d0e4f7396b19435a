"""What each scope reaches, asked of the list and of the single record, which must agree (fixture `sees`)."""

import frappe
import pytest
from frappe.desk.form.assign_to import add as assign
from frappe.desk.form.assign_to import remove as unassign

from frappe_crm_app.visibility.cache import forget_now
from frappe_crm_app.visibility.user_access import access_of
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note, move

pytestmark = pytest.mark.usefixtures("written")

MAKERS = {
	"CRM Contact": (make_contact, "contact_owner"),
	"CRM Customer": (make_customer, "salesperson"),
	"CRM Sales Deal": (make_deal, "deal_owner"),
}


@pytest.fixture(params=list(MAKERS))
def scoped(request):
	"""``(make, owner_field)`` of each record that has a scope."""
	return MAKERS[request.param]


@pytest.fixture
def team(make_user):
	"""A boss, a rep of theirs, a trainee of the rep's, and a rep of nobody's: users."""
	boss, rep, trainee, stranger = (make_user("CRM Sales Rep") for _ in range(4))
	rows = {}
	for user, reports_to in ((boss, None), (rep, boss), (trainee, rep), (stranger, None)):
		rows[user] = insert("CRM Salesperson", {"user": user, "reports_to": rows.get(reports_to)}).name
	return frappe._dict(boss=boss, rep=rep, trainee=trainee, stranger=stranger)


def test_own_is_what_one_owns_created_or_is_assigned(scoped, rep, sees):
	make, owner_field = scoped
	other = make()
	assert sees(rep, make(**{owner_field: rep}))
	assert not sees(rep, other)
	created = make()
	frappe.db.set_value(created.doctype, created.name, "owner", rep)
	assert sees(rep, created)
	assign({"doctype": other.doctype, "name": other.name, "assign_to": [rep]})
	frappe.db.delete(
		"DocShare", {"share_name": other.name}
	)  # Frappe shares what it assigns to who cannot see it
	assert sees(rep, other)
	unassign(other.doctype, other.name, rep)
	assert not sees(rep, other)


def test_what_is_shared_is_seen_whatever_the_scope(scoped, make_user, sees):
	make, _ = scoped
	doc = make()
	for user in (
		make_user("CRM Sales Rep"),
		make_user("CRM Account Rep"),
		make_user("CRM Reassigner"),
		make_user(),
	):
		assert not sees(user, doc)
		frappe.share.add(doc.doctype, doc.name, user)
		assert sees(user, doc)
		assert not frappe.has_permission(doc.doctype, "write", doc.name, user=user)


def test_shared_with_everyone_is_not_shared_with_guests(make_user, sees):
	customer = make_customer()
	frappe.share.add(customer.doctype, customer.name, everyone=1)
	assert sees(make_user("CRM Sales Rep"), customer)
	assert not sees("Guest", customer)


def test_clients_and_what_hangs_off_them(scoped, make_user, sees):
	make, owner_field = scoped
	account_rep = make_user("CRM Account Rep")
	customer = make_customer()
	doc = customer if make is make_customer else make(customer=customer.name)
	assert not sees(account_rep, doc)
	frappe.db.set_value("CRM Customer", customer.name, "relationship", "Client")
	assert sees(account_rep, doc)
	assert sees(account_rep, make(**{owner_field: account_rep}))


def test_a_contact_of_a_second_customer_that_is_a_client_hangs_off_it(make_user, sees):
	client = make_customer(relationship="Client")
	contact = make_contact(
		affiliations=[{"customer": make_customer().name, "is_primary": 1}, {"customer": client.name}]
	)
	assert sees(make_user("CRM Account Rep"), contact)


def test_partner_prospects_are_for_the_partner_manager(scoped, make_user, sees):
	make, _ = scoped
	partner_manager = make_user("CRM Partner Manager")
	partner = make_customer(relationship="Partner Prospect")
	assert sees(partner_manager, partner if make is make_customer else make(customer=partner.name))
	assert not sees(partner_manager, make())


def test_team_is_what_those_who_report_to_me_have(scoped, team, set_scope, sees):
	make, owner_field = scoped
	doc = make(**{owner_field: team.trainee})
	assert not sees(team.boss, doc)
	set_scope("CRM Sales Rep", doc.doctype, "Team")
	assert [sees(user, doc) for user in (team.trainee, team.rep, team.boss)] == [True] * 3
	assert not sees(team.stranger, doc)
	assert not sees(team.trainee, make(**{owner_field: team.boss}))


def test_a_change_of_boss_counts_at_once(team, set_scope, sees):
	set_scope("CRM Sales Rep", "CRM Customer", "Team")
	customer = make_customer(salesperson=team.trainee)
	assert not sees(team.stranger, customer)
	trainee = frappe.get_doc("CRM Salesperson", {"user": team.trainee})
	trainee.reports_to = frappe.db.get_value("CRM Salesperson", {"user": team.stranger})
	trainee.save()
	assert sees(team.stranger, customer)
	assert not sees(team.rep, customer)


def test_linked_is_ones_own_login(make_user, sees):
	factory = make_user("CRM External")
	assert sees(factory, make_contact(linked_user=factory))
	assert sees(factory, make_customer(linked_users=[{"user": factory}]))
	assert not sees(factory, make_customer(salesperson=factory))
	assert not sees(factory, make_contact())
	assert not sees(factory, make_deal(customer=make_customer(linked_users=[{"user": factory}]).name))


def test_the_widest_of_several_roles_wins(scoped, make_user, sees):
	make, _ = scoped
	assert sees(make_user("CRM Sales Rep", "CRM Viewer"), make())


def test_clients_and_team_add_up(team, set_scope, sees):
	frappe.get_doc("User", team.boss).add_roles("CRM Account Rep")
	set_scope("CRM Sales Rep", "CRM Customer", "Team")
	assert sees(team.boss, make_customer(relationship="Client"))
	assert sees(team.boss, make_customer(salesperson=team.trainee))


def test_a_role_gives_its_actions_only_on_the_records_in_its_own_scope(make_user):
	user = make_user("CRM Sales Rep", "CRM Viewer")
	others, own = make_customer(), make_customer(salesperson=user)
	assert not frappe.has_permission("CRM Customer", "write", others.name, user=user)
	assert frappe.has_permission("CRM Customer", "write", own.name, user=user)


def test_a_role_without_scope_reaches_nothing(scoped, make_user, sees, set_scope):
	make, _ = scoped
	doc = make()
	frappe.permissions.add_permission(doc.doctype, "System Manager")
	manager = make_user("System Manager")
	assert not sees(manager, doc)
	set_scope("System Manager", doc.doctype, "All")
	assert sees(manager, doc)


def test_a_changed_scope_counts_at_once(scoped, rep, sees, set_scope):
	make, _ = scoped
	doc = make()
	for scope, is_seen in (("All", True), ("None", False), ("Own", False)):
		set_scope("CRM Sales Rep", doc.doctype, scope)
		assert sees(rep, doc) == is_seen


def test_a_deleted_scope_counts_at_once(rep, sees):
	customer = make_customer(salesperson=rep)
	assert sees(rep, customer)
	scope = frappe.db.get_value("CRM Record Scope", {"role": "CRM Sales Rep", "record_type": "CRM Customer"})
	frappe.delete_doc("CRM Record Scope", scope)
	assert not sees(rep, customer)


def test_a_user_with_a_percent_sign_and_quotes_sees_theirs_alone(make_user, sees):
	for address in ("50%off'@example.com", "50xoff'@example.com"):
		user = make_user("CRM Sales Rep", email=address)
		assert sees(user, make_customer(salesperson=user))
		assert not sees(user, make_customer(salesperson="Administrator"))
	assert not sees("50%off'@example.com", make_customer(salesperson="50xoff'@example.com"))


# --- privacy ---


def test_a_private_customer_is_for_its_own_people_and_managers(make_user, rep, sees):
	customer = make_customer(profile_visibility="Private", salesperson=rep, relationship="Client")
	assert sees(rep, customer)
	assert sees(make_user("CRM Manager"), customer)
	for role in ("CRM Viewer", "CRM Account Rep"):
		user = make_user(role)
		assert not sees(user, customer)
		frappe.share.add(customer.doctype, customer.name, user)
		assert sees(user, customer)


def test_a_private_customer_without_people_is_closed(make_user, sees):
	assert not sees(make_user("CRM Viewer"), make_customer(profile_visibility="Private"))


def test_a_team_customer_is_for_colleagues(team, make_user, sees, set_scope):
	set_scope("CRM Sales Rep", "CRM Customer", "All")
	customer = make_customer(profile_visibility="Team", salesperson=team.rep)
	assert [sees(user, customer) for user in (team.rep, team.boss, team.trainee)] == [True] * 3
	assert not sees(team.stranger, customer)
	assert not sees(make_user("CRM Viewer"), customer)


def test_what_hangs_off_a_private_customer_is_as_private(make_user, sees):
	viewer = make_user("CRM Viewer")
	customer = make_customer(profile_visibility="Private")
	contact = make_contact(customer=customer.name)
	deal = make_deal(customer=customer.name)
	location = make_location(customer=customer.name)
	hanging = [contact, deal, location, *(make_note(about) for about in (customer, contact, deal, location))]
	assert [sees(viewer, doc) for doc in hanging] == [False] * len(hanging)
	frappe.db.set_value("CRM Customer", customer.name, "profile_visibility", "Everyone")
	assert [sees(viewer, doc) for doc in hanging] == [True] * len(hanging)


def test_ones_own_deal_with_a_private_customer_stays_open(rep, sees):
	customer = make_customer(profile_visibility="Private")
	deal = make_deal(customer=customer.name, deal_owner=rep)
	assert sees(rep, deal)
	assert not sees(rep, customer)


# --- what hangs on a record ---


@pytest.mark.parametrize("make", [make_contact, make_customer, make_deal])
def test_a_note_is_seen_with_the_record_it_is_about(make, rep, sees):
	own = {make_contact: "contact_owner", make_customer: "salesperson", make_deal: "deal_owner"}[make]
	assert sees(rep, make_note(make(**{own: rep})))
	assert not sees(rep, make_note(make()))


def test_a_private_note_is_for_its_writer_assignee_and_managers(rep, make_user, sees):
	customer = make_customer(salesperson=rep)
	note = make_note(customer, is_private=1)
	assert not sees(rep, note)
	assert not sees(make_user("CRM Viewer"), note)
	assert sees(make_user("CRM Manager"), note)
	assert sees(rep, make_note(customer, is_private=1, assigned_to=rep))
	frappe.share.add(note.doctype, note.name, rep)
	assert sees(rep, note)


def test_a_task_is_seen_by_whom_it_is_assigned_to_without_its_record(rep, sees):
	customer = make_customer()
	assert sees(rep, make_note(customer, assigned_to=rep))
	assert not sees(rep, customer)


def test_a_location_is_seen_with_its_customer_or_contact(rep, sees):
	assert sees(rep, make_location(customer=make_customer(salesperson=rep).name))
	assert sees(rep, make_location(contact=make_contact(contact_owner=rep).name))
	assert not sees(rep, make_location(customer=make_customer().name))
	assert not sees(rep, make_location())


def test_moves_and_won_mails_are_seen_with_their_deal(rep, make_user, sees):
	for owner, is_seen in ((rep, True), (None, False)):
		deal = move(make_deal(deal_owner=owner), "Won")
		change = frappe.get_doc("CRM Stage Change", {"reference_name": deal.name})
		assert sees(rep, change) == is_seen
		assert not sees(rep, frappe.get_doc("CRM Won Mail", {"deal": deal.name}))
		assert sees(make_user("CRM Manager"), frappe.get_doc("CRM Won Mail", {"deal": deal.name}))


def test_rows_of_tables_are_seen_with_their_record(rep, acting):
	own, other = make_customer(salesperson=rep), make_customer()
	contacts = [
		make_contact(customer=customer.name, contact_owner=owner)
		for customer, owner in ((own, rep), (other, None))
	]
	acting(rep)
	rows = frappe.get_list("CRM Contact Affiliation", parent_doctype="CRM Contact", pluck="parent")
	assert rows == [contacts[0].name]


def test_a_team_of_two_hundred_five_levels_deep_costs_one_query_more_than_being_alone(
	make_user, set_scope, count_queries
):
	set_scope("CRM Sales Rep", "CRM Contact", "Team")
	leader, loner = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	people = [leader, *(f"member.{number}@example.com" for number in range(199))]
	boss_of = {
		number: (number - 1) // 3 for number in range(1, 200)
	}  # three to each: 1, 3, 9, 27, 81 and the rest
	frappe.db.bulk_insert(
		"CRM Salesperson",
		["name", "user", "reports_to", "owner", "creation", "modified"],
		[
			(
				f"team-{number}",
				user,
				f"team-{boss_of[number]}" if number else None,
				user,
				"2026-01-01",
				"2026-01-01",
			)
			for number, user in enumerate(people)
		],
	)

	def list_as(user: str) -> None:
		frappe.set_user(user)
		frappe.get_list("CRM Contact", limit_page_length=20)

	counts = {}
	for user in (loner, leader):
		list_as(user)  # what Frappe itself reads once
		forget_now()
		counts[user] = count_queries(lambda user=user: list_as(user))
	frappe.set_user("Administrator")
	assert len(access_of(leader).team) == 200
	assert counts[leader] <= counts[loner] + 1
	assert count_queries(lambda: list_as(leader)) <= 2
