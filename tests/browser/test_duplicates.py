"""A contact's form says who else it may be."""

import re

import frappe
import pytest
from playwright.sync_api import expect

from tests.factories import make_contact, make_customer
from tests.stack.browser import wait_for_dialog


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


@pytest.mark.parametrize("width", [1440, 390])
def test_who_is_typed_anew_may_be_there_already(browser_page, login, make_user, shoot, width):
	page = browser_page
	page.set_viewport_size({"width": width, "height": 900})
	rep = make_user("CRM Sales Rep")
	ada = make_contact(first_name="Ada", last_name="King", phone="+14155550100", contact_owner=rep)
	make_customer(customer_name="Blue Harbor", salesperson=rep)
	frappe.db.commit()
	login(page, rep)
	page.goto("/app/crm-contact")
	page.wait_for_load_state("networkidle")
	page.evaluate("frappe.new_doc('CRM Contact')")
	dialog = page.locator(".modal-dialog:visible")
	wait_for_dialog(page)
	dialog.locator("[data-fieldname=phone] input").fill("(415) 555-0100")
	hint = dialog.get_by_role("status").filter(has_text="There already:")
	expect(hint).to_contain_text("Ada King (Same phone)")
	expect(hint.get_by_role("link", name="Ada King")).to_have_attribute("href", re.compile(ada.name))
	company = dialog.locator("[data-fieldname=company_name] input")
	company.press_sequentially("blue")
	expect(dialog.locator("datalist option")).to_have_attribute("value", "Blue Harbor")
	shoot(page, f"typed-contact-{width}")
	dialog.locator("[data-fieldname=phone] input").fill("")
	expect(hint).to_have_count(0)
	assert page.errors == []


def test_the_whole_form_says_it_only_of_what_is_new(browser_page, login, make_user):
	page = browser_page
	blue = make_customer(customer_name="Blue Harbor")
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	page.goto("/app/crm-customer/new")
	page.locator("[data-fieldname=customer_name] input:visible").fill("Blue Harbor Ltd")
	hint = page.get_by_text("There already:").locator("visible=true")
	expect(hint).to_contain_text("Blue Harbor (Same name)")
	page.evaluate(f"frappe.set_route('Form', 'CRM Customer', '{blue.name}')")
	expect(page.get_by_role("button", name="New Deal")).to_be_visible()
	expect(hint).to_have_count(0)
	assert page.errors == []
