"""A contact's form says who else it may be."""

import frappe
from playwright.sync_api import expect

from tests.factories import make_contact


def test_the_form_names_possible_duplicates(browser_page, login, make_user, shoot):
	page = browser_page
	first = make_contact(first_name="Ada", last_name="King", phone="+14155550100")
	make_contact(first_name="A.", last_name="King", phone="+14155550100")
	alone = make_contact(first_name="Bob", last_name="Reed", phone="+14155550101")
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	page.goto(f"/app/crm-contact/{first.name}")
	headline = page.locator(".form-message:visible").filter(has_text="Possible duplicates:")
	expect(headline.get_by_role("link", name="A. King")).to_be_visible()
	expect(headline).to_contain_text("(Same phone)")
	shoot(page, "duplicates")
	page.goto(f"/app/crm-contact/{alone.name}")
	expect(page.get_by_role("button", name="New Deal")).to_be_visible()
	expect(page.get_by_text("Possible duplicates:")).to_have_count(0)
	assert page.errors == []
