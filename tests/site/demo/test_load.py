"""What loading leaves on the site is what saves would have left."""

import frappe
import pytest
from frappe.utils import cint, flt, get_datetime, getdate
from frappe.utils.global_search import rebuild_for_doctype
from frappe.utils.password import check_password

from frappe_crm_app.demo.clear import clear_demo
from frappe_crm_app.demo.load import is_loaded, load_demo
from frappe_crm_app.demo.removing import remove_rows
from frappe_crm_app.demo.report import lines_of_loading
from frappe_crm_app.demo.seller import SELLER, name_missing_seller, remove_seller
from frappe_crm_app.demo.team import MANAGER, REPS, TEAM
from frappe_crm_app.records.follow_up.activity import LINKS, refresh
from frappe_crm_app.records.pipeline.money import base_currency, known_rate
from frappe_crm_app.selling.acceptance.seller import site_seller
from frappe_crm_app.work.projects.api import apply_template, get_plan, get_project

STANDING = (
	"CRM Salesperson",
	"CRM Customer",
	"CRM Contact",
	"CRM Sales Deal",
	"CRM Location",
	"CRM Follow-up Note",
	"CRM Milestone",
	"CRM Project",
	"CRM Project Template",
)
LONG_AGO = "1900-01-01"  # "is set" compares with an empty text, which PostgreSQL takes for no date
OF_EVERY_SAVE = {"modified", "modified_by"}


def demo_names(doctype):
	return frappe.get_all(doctype, filters={"name": ("like", "demo-%")}, order_by="name asc", pluck="name")


def stored(document):
	"""The document's values and those of its child rows, as they are stored."""
	rows = [document, *document.get_all_children()]
	return [
		{key: value for key, value in row.get_valid_dict().items() if key not in OF_EVERY_SAVE}
		for row in rows
	]


def changes(before, after):
	return [
		(old["name"], key, old[key], new[key])
		for old, new in zip(before, after, strict=True)
		for key in old
		if old[key] != new[key]
	]


def demo_documents(step=1):
	for doctype in STANDING:
		for name in demo_names(doctype)[::step]:
			yield frappe.get_doc(doctype, name)


def test_validating_any_row_changes_nothing(demo):
	found = []
	for document in demo_documents():
		before = stored(document)
		document.load_doc_before_save()
		document.run_method("validate")
		found += changes(before, stored(document))
	assert found == []


def test_saving_a_row_changes_nothing_and_writes_no_history(demo):
	for document in demo_documents(step=30):
		before = stored(document)
		document.save()
		assert changes(before, stored(frappe.get_doc(document.doctype, document.name))) == []
	assert frappe.db.count("CRM Stage Change") == demo["CRM Stage Change"]
	assert frappe.db.count("Version", {"docname": ("like", "demo-%")}) == 0


def test_rows_have_the_columns_of_an_inserted_one(demo):
	"""No column that `insert` would have filled is empty, and child rows know their parent."""
	for document in demo_documents():
		for row in (document, *document.get_all_children()):
			assert all((row.owner, row.creation, row.modified, row.modified_by))
			assert row.docstatus == 0
		for row in document.get_all_children():
			assert (row.parent, row.parenttype) == (document.name, document.doctype)


def test_every_link_leads_somewhere(demo):
	changes_of_stage = [frappe.get_doc("CRM Stage Change", name) for name in demo_names("CRM Stage Change")]
	for document in (*demo_documents(), *changes_of_stage):
		assert document.get_invalid_links() == ([], [])


def test_dates_of_follow_ups_are_those_that_the_notes_give(demo):
	for link_field, doctype in LINKS.items():
		for name in demo_names(doctype)[:25]:
			before = dates_of(doctype, name)
			refresh(doctype, link_field, name)
			assert dates_of(doctype, name) == before
		assert frappe.db.count(doctype, {"next_follow_up_on": (">", LONG_AGO)}) > 10
		assert frappe.db.count(doctype, {"last_activity_on": (">", LONG_AGO)}) > 40


def dates_of(doctype, name):
	values = frappe.db.get_value(doctype, name, ["next_follow_up_on", "last_activity_on"])
	return [value and get_datetime(value) for value in values]


def test_totals_in_the_base_currency_are_right(demo):
	for deal in frappe.get_all(
		"CRM Sales Deal",
		filters={"name": ("like", "demo-%")},
		fields=["value", "conversion_rate", "base_value", "base_currency"],
	):
		assert flt(deal.base_value, 2) == flt(deal.value * deal.conversion_rate, 2)
		assert deal.base_currency == "USD"


def test_nothing_is_mailed_and_nothing_waits_for_the_commit(demo):
	assert frappe.db.count("CRM Won Mail") == 0
	assert frappe.db.count("Email Queue") == 0
	assert "enqueue" not in str(list(frappe.db.after_commit._functions))


def test_the_team_can_log_in_and_sees_records_but_manages_no_system(demo):
	for member in TEAM:
		assert check_password(member.user, "demo-password") == member.user
		roles = set(frappe.get_roles(member.user))
		assert ("CRM Sales Rep" if member.reports_to else "CRM Manager") in roles
		assert "System Manager" not in roles
		frappe.set_user(member.user)
		deals = len(frappe.get_list("CRM Sales Deal", limit_page_length=0))
		assert 0 < deals < 150 if member.reports_to else deals == 150
		frappe.set_user("Administrator")
	assert {"CRM Sales Rep"} <= set(frappe.get_roles(REPS[0].user))
	assert frappe.db.get_value("User", MANAGER.user, ["enabled", "user_type"]) == (1, "System User")


def test_the_search_index_holds_what_frappe_would_put_there(demo):
	for doctype in ("CRM Customer", "CRM Contact", "CRM Sales Deal", "CRM Follow-up Note"):
		loaded = indexed(doctype)
		rebuild_for_doctype(doctype)
		assert len(loaded) == demo[doctype]
		assert indexed(doctype) == loaded


def indexed(doctype):
	table = frappe.qb.Table("__global_search")
	rows = frappe.qb.from_(table).select(table.name, table.content).where(table.doctype == doctype).run()
	return dict(rows)


def test_a_second_run_changes_nothing(demo):
	assert is_loaded()
	stamp = frappe.get_all("CRM Sales Deal", fields=["name", "modified"], order_by="name asc")
	(line,) = lines_of_loading("other-password")
	assert "already there" in line
	assert frappe.get_all("CRM Sales Deal", fields=["name", "modified"], order_by="name asc") == stamp
	assert check_password(MANAGER.user, "demo-password")


def test_rows_that_are_there_are_neither_doubled_nor_changed(demo):
	kept = demo_names("CRM Customer")[0]
	frappe.db.set_value("CRM Customer", kept, "annotations", "edited")
	remove_rows("CRM Follow-up Note", demo_names("CRM Follow-up Note"))
	counts = load_demo("demo-password")
	assert (counts["CRM Customer"], counts["CRM Follow-up Note"]) == (0, 639)
	assert frappe.db.get_value("CRM Customer", kept, "annotations") == "edited"


def test_the_output_counts_and_names_the_logins(isolation):
	text = "\n".join(lines_of_loading("secret-word"))
	frappe.db.delete("__global_search", {"name": ("like", "demo-%")})
	assert "639  CRM Follow-up Note" in text
	assert all(member.user in text for member in TEAM)
	assert text.count("secret-word") == 1


def test_an_email_that_somebody_has_already_is_left_to_them(isolation):
	contact = frappe.get_doc(
		doctype="CRM Contact",
		first_name="Own",
		last_name="Contact",
		email="daniela.ocampo@casalumbre.example",
	).insert()
	load_demo("demo-password")
	frappe.db.delete("__global_search", {"name": ("like", "demo-%")})
	emails = frappe.get_all("CRM Contact", filters={"full_name": "Daniela Ocampo"}, pluck="email")
	assert emails == [None]
	assert frappe.db.get_value("CRM Contact", contact.name, "email") == "daniela.ocampo@casalumbre.example"


def test_numbers_and_dates_are_of_their_type(demo):
	deal = frappe.get_doc("CRM Sales Deal", demo_names("CRM Sales Deal")[0])
	assert deal.expected_close_date == getdate(deal.expected_close_date)
	assert cint(deal.value) == deal.value


def test_the_rates_that_the_demo_counts_with_are_listed_and_go_with_it(isolation):
	settings = frappe.get_doc("CRM Desk Settings")
	settings.append("currency_rates", {"currency": "EUR", "rate": 1.5})
	settings.quote_seller = None
	settings.save()
	load_demo("demo-password")
	assert site_seller()["name"] == "CRM Desk Logistics"
	currencies = set(frappe.get_all("CRM Sales Deal", pluck="currency")) - {base_currency()}
	assert currencies
	assert all(known_rate(currency) for currency in currencies)
	assert known_rate("EUR") == 1.5
	frappe.get_doc("CRM Desk Settings").save()
	clear_demo()
	assert not frappe.get_doc("CRM Desk Settings").quote_seller
	rows = frappe.get_doc("CRM Desk Settings").currency_rates
	assert [(row.currency, row.rate) for row in rows if row.currency in currencies] == [("EUR", 1.5)]


def test_quotes_say_who_sells_as_long_as_the_demo_is_there(isolation):
	frappe.db.set_single_value("CRM Desk Settings", "quote_seller", None)
	name_missing_seller()
	seller = site_seller()
	assert (seller["name"], len(seller["lines"])) == ("CRM Desk Logistics", 2)
	frappe.get_doc("CRM Desk Settings").save()  # which keeps it as it is
	remove_seller()
	assert not frappe.get_doc("CRM Desk Settings").quote_seller


@pytest.mark.parametrize("own", ["Blue Harbor\nPier 7", f"{SELLER}\nIBAN 1"])
def test_a_seller_that_somebody_wrote_is_neither_replaced_nor_removed(isolation, own):
	frappe.db.set_single_value("CRM Desk Settings", "quote_seller", own)
	name_missing_seller()
	remove_seller()
	assert frappe.db.get_single_value("CRM Desk Settings", "quote_seller", cache=False) == own


def test_of_three_projects_one_is_late_and_one_done(demo):
	pages = [get_project(name) for name in demo_names("CRM Project")]
	told = sorted((page["project"]["status"], page["health"]) for page in pages)
	assert told == [("Active", "Off Track"), ("Active", "On Track"), ("Completed", "On Track")]
	assert all("+project-" in page["address"] for page in pages)
	assert [page["progress"]["percent"] for page in pages if page["project"]["status"] == "Completed"] == [
		100
	]


def test_the_template_of_the_demo_adds_nothing_to_its_projects(demo):
	(template,) = demo_names("CRM Project Template")
	for project in demo_names("CRM Project"):
		assert apply_template(project, template) == {"milestones": 0, "tasks": 0}


def test_tasks_of_projects_say_why(demo):
	tasks = [task for project in demo_names("CRM Project") for task in get_plan(project)["tasks"]]
	assert {task["why"] for task in tasks} == {None, "Kick-off: what was agreed"}
	assert any(task["contact_assigned_title"] for task in tasks)
