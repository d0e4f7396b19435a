"""Clearing removes the demo with all that hangs on it, and nothing else."""

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from frappe_crm_app.demo.clear import clear_demo, has_demo
from frappe_crm_app.demo.load import load_demo
from frappe_crm_app.demo.report import lines_of_clearing
from frappe_crm_app.demo.team import MANAGER, REPS, TEAM
from frappe_crm_app.records.deal_history.days import Days
from frappe_crm_app.records.deal_history.snapshots import take
from frappe_crm_app.work.projects.api import reschedule

CASA_LUMBRE = "Casa Lumbre Muebles"


def row_counts():
	"""How many rows each table of the site has; of the search index only ours."""
	tables = [table for table in frappe.db.get_tables(cached=False) if table.startswith("tab")]
	tables += ["__Auth", "__UserSettings", "__crm_search_term"]
	counts = {table: frappe.db.sql(f"select count(*) from `{table}`")[0][0] for table in tables}
	# Frappe writes this one default anew whenever any user is saved.
	counts["tabDefaultValue"] = frappe.db.count("DefaultValue", {"defkey": ("!=", "email_user_password")})
	counts["search"] = frappe.db.count("__global_search", {"name": ("like", "demo-%")})
	return counts


def exists(doctype, name):
	return bool(frappe.db.exists(doctype, name))


def lines():
	return "\n".join(lines_of_clearing())


@pytest.fixture
def casa_lumbre(name_of_demo):
	return name_of_demo("CRM Customer", customer_name=CASA_LUMBRE)


@pytest.fixture
def daniela(name_of_demo, casa_lumbre):
	return frappe.db.get_value("CRM Customer", casa_lumbre, "primary_contact")


def insert(doctype, **values):
	return frappe.get_doc(doctype=doctype, **values).insert()


def test_every_table_has_as_many_rows_as_before(isolation):
	before = row_counts()
	load_demo("demo-password")
	assert row_counts() != before
	clear_demo()
	assert row_counts() == before
	assert not has_demo()


def test_a_site_without_demo_is_told_so(isolation):
	assert lines_of_clearing() == ["There is no demo data on this site."]


def test_what_users_did_to_demo_rows_goes_with_them(isolation):
	before = row_counts()
	load_demo("demo-password")
	contact = frappe.get_doc(
		"CRM Contact", frappe.get_all("CRM Contact", {"full_name": "Daniela Ocampo"}, pluck="name")[0]
	)
	contact.update({"first_name": "Dani", "email": "dani@example.com"})
	contact.save()
	contact.add_comment("Comment", "Called twice.")
	insert(
		"CRM Follow-up Note",
		reference_doctype="CRM Contact",
		reference_name=contact.name,
		content="Own words",
	)
	insert("CRM Location", location_name="Second home", customer=contact.customer)
	insert("ToDo", description="Ask", reference_type="CRM Contact", reference_name=contact.name)
	deal = frappe.get_doc(
		"CRM Sales Deal", frappe.get_all("CRM Sales Deal", {"outcome": "Open"}, pluck="name")[0]
	)
	deal.stage = frappe.db.get_value("CRM Stage", {"pipeline": deal.pipeline, "outcome": "Won"})
	deal.save()
	assert frappe.db.count("CRM Won Mail") == 1
	yesterday = getdate(add_days(nowdate(), -1))
	take(Days(yesterday, yesterday), lambda: None)
	assert frappe.db.count("CRM Deal Snapshot") > 10
	clear_demo()
	after = row_counts()
	# In tests Frappe notes who changed what in this table at once; it is a log.
	assert {table for table in after if after[table] != before[table]} <= {"tabActivity Log"}


def test_a_deal_of_one_s_own_keeps_its_demo_contact_and_customer_and_nothing_else(demo, casa_lumbre, daniela):
	deal = insert("CRM Sales Deal", title="Own deal", contact=daniela, value=10)
	text = lines()
	assert exists("CRM Sales Deal", deal.name)
	assert frappe.get_all("CRM Customer", pluck="name") == [casa_lumbre]
	assert frappe.get_all("CRM Contact", pluck="name") == [daniela]
	assert frappe.db.count("CRM Follow-up Note") == 0
	assert frappe.db.count("CRM Location") == 0
	assert "Kept CRM Customer “Casa Lumbre Muebles”, for CRM Sales Deal “Own deal” is not demo data" in text
	deal.reload().save()


def test_what_stays_points_to_nothing_that_went(demo, name_of_demo, daniela):
	customer = name_of_demo("CRM Customer", customer_name="Luna Textil")  # referred by Casa Lumbre
	insert("CRM Sales Deal", title="Own deal", customer=customer, value=10)
	clear_demo()
	document = frappe.get_doc("CRM Customer", customer)
	assert (document.referred_by, document.primary_contact, document.next_follow_up_on) == (None, None, None)
	assert document.get_invalid_links() == ([], [])
	document.save()


def test_a_contact_of_one_s_own_at_a_demo_customer_keeps_the_customer(demo, casa_lumbre):
	contact = insert("CRM Contact", first_name="Own", last_name="Contact", customer=casa_lumbre)
	clear_demo()
	assert frappe.get_all("CRM Contact", pluck="name") == [contact.name]
	assert frappe.get_all("CRM Customer", pluck="name") == [casa_lumbre]
	assert frappe.db.count("CRM Stage Change") > 0  # the customer's history
	assert frappe.db.count("CRM Sales Deal") == 0


def test_notes_and_places_of_one_s_own_stay_with_what_stays(demo, casa_lumbre, daniela):
	deal = insert("CRM Sales Deal", title="Own deal", contact=daniela, value=10)
	on_deal = insert(
		"CRM Follow-up Note", reference_doctype="CRM Sales Deal", reference_name=deal.name, content="x"
	)
	on_customer = insert(
		"CRM Follow-up Note",
		reference_doctype="CRM Customer",
		reference_name=casa_lumbre,
		content="y",
		scheduled_on="2090-01-02 10:00:00",
	)
	place = insert("CRM Location", location_name="Third dock", customer=casa_lumbre)
	at_place = insert(
		"CRM Follow-up Note", reference_doctype="CRM Location", reference_name=place.name, content="z"
	)
	clear_demo()
	assert set(frappe.get_all("CRM Follow-up Note", pluck="name")) == {
		on_deal.name,
		on_customer.name,
		at_place.name,
	}
	assert frappe.get_all("CRM Location", pluck="name") == [place.name]
	assert str(frappe.db.get_value("CRM Customer", casa_lumbre, "next_follow_up_on")).startswith("2090-01-02")


def test_notes_on_places_of_one_s_own_go_with_the_demo_customer(demo, casa_lumbre):
	place = insert("CRM Location", location_name="Third dock", customer=casa_lumbre)
	insert("CRM Follow-up Note", reference_doctype="CRM Location", reference_name=place.name, content="z")
	clear_demo()
	assert (frappe.db.count("CRM Location"), frappe.db.count("CRM Follow-up Note")) == (0, 0)


def test_a_place_of_one_s_own_customer_keeps_the_demo_contact_it_names(demo, daniela):
	customer = insert("CRM Customer", customer_name="Own customer")
	place = insert("CRM Location", location_name="Own place", customer=customer.name, contact=daniela)
	clear_demo()
	assert exists("CRM Location", place.name)
	assert frappe.get_all("CRM Contact", pluck="name") == [daniela]


def test_records_of_one_s_own_that_have_nothing_to_do_with_the_demo_stay_as_they_are(demo):
	contact = insert("CRM Contact", first_name="Own", last_name="Contact", company_name="Own company")
	note = insert(
		"CRM Follow-up Note",
		reference_doctype="CRM Contact",
		reference_name=contact.name,
		content="Own words",
		scheduled_on="2090-01-02 10:00:00",
	)
	before = [frappe.get_doc(kind, name).as_dict() for kind, name in own_rows(contact, note)]
	clear_demo()
	assert [frappe.get_doc(kind, name).as_dict() for kind, name in own_rows(contact, note)] == before


def own_rows(contact, note):
	return [
		("CRM Contact", contact.name),
		("CRM Customer", contact.customer),
		("CRM Follow-up Note", note.name),
	]


def test_a_demo_note_that_was_moved_to_a_record_of_one_s_own_leaves_true_dates(demo, name_of_demo):
	contact = insert("CRM Contact", first_name="Own", last_name="Contact")
	note = frappe.get_doc("CRM Follow-up Note", name_of_demo("CRM Follow-up Note", status="Done"))
	note.update({"reference_doctype": "CRM Contact", "reference_name": contact.name})
	note.save()
	assert frappe.db.get_value("CRM Contact", contact.name, "last_activity_on")
	clear_demo()
	assert frappe.db.get_value("CRM Contact", contact.name, "last_activity_on") is None


def test_a_login_that_records_name_is_kept_but_disabled(demo):
	deal = insert("CRM Sales Deal", title="Own deal", deal_owner=REPS[0].user, value=10)
	text = lines()
	assert f"Kept the login {REPS[0].user}" in text
	assert frappe.get_all("User", {"name": ("like", "%@crm-desk.example")}, ["name", "enabled"]) == [
		{"name": REPS[0].user, "enabled": 0}
	]
	deal.reload().save()


def test_a_login_that_made_records_is_kept(demo):
	frappe.set_user(MANAGER.user)
	insert("CRM Contact", first_name="Own", last_name="Contact", contact_owner="Administrator")
	frappe.set_user("Administrator")
	assert clear_demo().kept_logins == [MANAGER.user]


def test_the_demo_can_be_loaded_again_beside_what_was_kept(demo, daniela):
	insert("CRM Sales Deal", title="Own deal", contact=daniela, deal_owner=REPS[0].user, value=10)
	clear_demo()
	counts = load_demo("new-password")
	assert (counts["CRM Contact"], counts["CRM Customer"], counts["CRM Sales Deal"]) == (199, 59, 150)
	assert frappe.db.get_value("User", REPS[0].user, "enabled") == 1
	frappe.delete_doc(
		"CRM Sales Deal", frappe.get_all("CRM Sales Deal", {"title": "Own deal"}, pluck="name")[0]
	)
	frappe.db.delete("Deleted Document")
	assert clear_demo().kept == {}
	assert frappe.db.count("CRM Contact") == 0


def test_logins_of_others_stay(demo, make_user):
	user = make_user("CRM Manager")
	clear_demo()
	assert exists("User", user)
	assert not frappe.get_all("User", {"name": ("in", [member.user for member in TEAM])})


def test_what_users_did_in_demo_projects_goes_with_them(isolation):
	before = row_counts()
	load_demo("demo-password")
	project = frappe.get_doc(
		"CRM Project", frappe.get_all("CRM Project", {"status": "Active"}, pluck="name")[0]
	)
	project.append("participants", {"user": "Administrator"})
	project.save()
	milestone = insert("CRM Milestone", title="Own", project=project.name)
	milestone.add_comment("Comment", "Soon.")
	insert("CRM Follow-up Note", project=project.name, milestone=milestone.name, action="Task", subject="Own")
	own = insert(
		"CRM Follow-up Note",
		project=project.name,
		action="Task",
		subject="Late",
		scheduled_on="2090-01-02 10:00:00",
	)
	assert reschedule(project.name, own.name, "2090-01-05")["change"]
	clear_demo()
	after = row_counts()
	assert {table for table in after if after[table] != before[table]} <= {"tabActivity Log"}


def test_a_project_of_one_s_own_keeps_its_demo_customer_and_its_tasks(demo, casa_lumbre):
	project = insert("CRM Project", title="Own", customer=casa_lumbre)
	task = insert("CRM Follow-up Note", project=project.name, action="Task", subject="Own task")
	clear_demo()
	assert frappe.get_all("CRM Customer", pluck="name") == [casa_lumbre]
	assert frappe.get_all("CRM Project", pluck="name") == [project.name]
	assert frappe.get_all("CRM Follow-up Note", pluck="name") == [task.name]
