"""Who sees what, in the desk: explanations, users and roles, presets, the manager's filters, a rep's own desk."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime
from playwright.sync_api import Page, expect

from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note


@pytest.fixture
def rep(make_user):
	user = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	role = frappe.db.get_value("CRM Sales Role", {"role_name": "KAE"})
	insert("CRM Salesperson", {"user": user, "sales_roles": [{"sales_role": role}]})
	frappe.db.commit()
	return user


@pytest.fixture
def admin_page(browser_page: Page, login, make_user) -> Page:
	login(browser_page, make_user("CRM Admin", first_name="Ada", last_name="King"))
	return browser_page


@pytest.fixture
def shipped_again():
	"""Puts scopes and role permissions back, which the presets change for good."""
	from frappe_crm_app.visibility.presets import Preset, apply

	yield
	frappe.set_user("Administrator")
	apply(Preset.SHIPPED)
	frappe.db.delete("Custom DocPerm", {"parent": ("like", "CRM %")})
	frappe.db.commit()
	frappe.clear_cache()


def dialog(page: Page):
	return page.locator(".modal-dialog:visible")


def test_a_form_says_who_can_see_it_and_why(admin_page, rep, make_user, shoot):
	make_user("CRM Viewer", first_name="Vera", last_name="Viewer")
	stranger = make_user("CRM Sales Rep", first_name="Sam", last_name="Stranger")
	customer = make_customer(customer_name="Blue Harbor", salesperson=rep)
	frappe.db.commit()
	admin_page.goto(f"/app/crm-customer/{customer.name}")
	admin_page.get_by_role("button", name="Who can see this?").click()
	people = dialog(admin_page).locator("details")
	expect(people.filter(has_text="Grace Hopper")).to_contain_text("They are its Salesperson.")
	expect(people.filter(has_text="Vera Viewer")).to_contain_text("The role reaches every Customer.")
	unseen = dialog(admin_page).locator(f"details[data-user='{stranger}']")
	expect(unseen).to_contain_text("neither theirs nor created by them")
	unseen.locator("summary").click()
	expect(unseen.locator("li")).to_contain_text("CRM Sales Rep (Own)")
	shoot(admin_page, "who-can-see")
	assert admin_page.errors == []


def test_a_rep_is_not_offered_to_ask(browser_page, login, rep):
	customer = make_customer(customer_name="Blue Harbor", salesperson=rep)
	frappe.db.commit()
	login(browser_page, rep)
	browser_page.goto(f"/app/crm-customer/{customer.name}")
	expect(browser_page.get_by_role("button", name="Add Contact")).to_be_visible()
	expect(browser_page.get_by_role("button", name="Who can see this?")).to_have_count(0)


def test_a_reps_desk_holds_only_theirs(browser_page, login, rep, shoot):
	make_contact(first_name="Mine", last_name="Truly", contact_owner=rep)
	make_contact(first_name="Somebody", last_name="Else")
	frappe.db.commit()
	login(browser_page, rep)
	browser_page.goto("/app/crm-contact")
	expect(browser_page.get_by_text("Mine Truly").first).to_be_visible()
	expect(browser_page.get_by_text("Somebody Else")).to_have_count(0)
	expect(browser_page.get_by_role("button", name="Filter by Salesperson")).to_have_count(0)
	browser_page.goto("/app/crm-desk")
	expect(browser_page.get_by_text("Open Deals", exact=True)).to_be_visible()
	browser_page.wait_for_load_state("networkidle")
	shoot(browser_page, "rep-workspace")
	assert browser_page.errors == []


@pytest.mark.parametrize("width", [1440, 390])
def test_an_admin_gives_roles(admin_page, rep, shoot, width):
	admin_page.set_viewport_size({"width": width, "height": 900})
	admin_page.goto("/app/crm-users")
	row = admin_page.locator(f"tr[data-user='{rep}']")
	expect(row).to_contain_text("CRM Sales Rep")
	expect(row).to_contain_text("Never")
	shoot(admin_page, f"crm-users-{width}")
	row.get_by_role("button", name="Change roles of Grace Hopper").click()
	dialog(admin_page).get_by_text("CRM Viewer").click()
	shoot(admin_page, f"crm-users-roles-{width}")
	dialog(admin_page).get_by_role("button", name="Save").click()
	expect(row).to_contain_text("CRM Viewer")
	frappe.db.rollback()
	roles = frappe.get_all("Has Role", {"parenttype": "User", "parent": rep}, pluck="role")
	assert set(roles) == {"CRM Sales Rep", "CRM Viewer"}
	admin_page.get_by_placeholder("Name or email").fill("hopper")
	expect(admin_page.locator("tbody tr[data-user]")).to_have_count(1)
	admin_page.get_by_placeholder("Name or email").fill("nobody is called so")
	expect(admin_page.get_by_text("Nobody is called that.")).to_be_visible()
	assert admin_page.errors == []


def test_a_manager_reads_the_users_only(browser_page, login, make_user, rep):
	login(browser_page, make_user("CRM Manager"))
	browser_page.goto("/app/crm-users")
	expect(browser_page.locator(f"tr[data-user='{rep}']")).to_be_visible()
	expect(browser_page.get_by_role("button", name="Change roles of Grace Hopper")).to_have_count(0)


def test_a_preset_says_what_it_will_change_before_it_does(admin_page, shipped_again, shoot):
	admin_page.goto("/app/crm-desk-settings")
	admin_page.get_by_role("button", name="Who Sees What").click()
	admin_page.get_by_role("link", name="Organisation").click()
	expect(dialog(admin_page)).to_contain_text("sales reps (staff) manage what is theirs")
	expect(dialog(admin_page)).to_contain_text("CRM Sales Rep, Contact: may now delete.")
	expect(dialog(admin_page)).to_contain_text("Fields, pipelines and stages are left as they are.")
	shoot(admin_page, "preset")
	frappe.db.rollback()
	assert scope_of_account_reps() != "None"
	dialog(admin_page).get_by_role("button", name="Apply").click()
	expect(admin_page.locator("#alert-container")).to_contain_text("changes are made.")
	frappe.db.rollback()
	assert scope_of_account_reps() == "None"
	assert admin_page.errors == []


def scope_of_account_reps() -> str:
	identity = {"role": "CRM Account Rep", "record_type": "CRM Contact"}
	return frappe.db.get_value("CRM Record Scope", identity, "scope")


def test_a_manager_filters_by_sales_role(browser_page, login, make_user, rep, shoot):
	make_contact(first_name="Of", last_name="Grace", contact_owner=rep)
	make_contact(first_name="Somebody", last_name="Else")
	frappe.db.commit()
	page = browser_page
	login(page, make_user("CRM Manager"))
	page.goto("/app/crm-contact")
	expect(page.get_by_text("Somebody Else").first).to_be_visible()
	page.get_by_role("button", name="Filter by Salesperson").click()
	dialog(page).locator("[data-fieldname='sales_role'] select").select_option(label="KAE")
	shoot(page, "manager-filters")
	dialog(page).get_by_role("button", name="Filter", exact=True).click()
	expect(page.get_by_text("Somebody Else")).to_have_count(0)
	expect(page.get_by_text("Of Grace").first).to_be_visible()
	page.get_by_role("button", name="Filter by Salesperson").click()
	dialog(page).get_by_role("button", name="Clear").click()
	expect(page.get_by_text("Somebody Else").first).to_be_visible()
	assert page.errors == []


def test_a_sales_reps_lists_show_the_customers_that_they_see(browser_page, login, make_user):
	user = make_user("CRM Sales Rep")
	customer = make_customer(customer_name="Blue Harbor", salesperson=user)
	make_deal(title="Cranes", customer=customer.name, deal_owner=user)
	make_note(customer, subject="Call the harbor", assigned_to=user, scheduled_on=add_days(now_datetime(), 1))
	make_location(location_name="Pier 7", customer=customer.name)
	login(browser_page, user)
	for path, title in (
		("sales-deal", "Cranes"),
		("follow-up-note", "Call the harbor"),
		("location", "Pier 7"),
	):
		browser_page.goto(f"/app/crm-{path}")
		row = browser_page.locator(".list-row", has_text=title)
		expect(row).to_contain_text("Blue Harbor")
	assert browser_page.errors == []
