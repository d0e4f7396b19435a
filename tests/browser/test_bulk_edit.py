"""Many records reassigned from the list."""

import frappe
from frappe.utils import add_days, now_datetime
from playwright.sync_api import expect

from tests.factories import make_contact, make_deal, make_note, stage
from tests.stack.browser import choose_in_link, wait_for_dialog


def test_ticked_rows_are_reassigned_from_the_list(browser_page, login, make_user, shoot):
	page, seller = browser_page, make_user("CRM Sales Rep", first_name="Sam", last_name="Seller")
	contacts = [make_contact(first_name="Ada"), make_contact(first_name="Bob"), make_contact(first_name="Cy")]
	login(page, make_user("CRM Manager"))
	page.goto("/app/crm-contact")
	for contact in contacts[:2]:
		page.locator(f".list-row-checkbox[data-name='{contact.name}']").check()
	page.get_by_role("button", name="Actions").click()
	page.get_by_text("Reassign to Another User").click()
	dialog = page.locator(".modal-dialog:visible")
	field = dialog.locator("[data-fieldname=to_user] input")
	wait_for_dialog(page)
	choose_in_link(field, "Sam Sel", "Sam Seller")
	shoot(page, "reassign")
	dialog.get_by_role("button", name="Reassign").click()
	expect(page.locator(".desk-alert", has_text="Reassigned 2 of 2 contacts")).to_be_visible()
	frappe.db.commit()
	owners = [frappe.db.get_value("CRM Contact", contact.name, "contact_owner") for contact in contacts]
	assert owners == [seller, seller, "Administrator"]
	assert page.errors == []


def test_who_may_not_reassign_is_not_offered_it(browser_page, login, make_user):
	page, seller = browser_page, make_user("CRM Sales Rep")
	contact = make_contact(contact_owner=seller)
	frappe.db.commit()
	login(page, seller)
	page.goto("/app/crm-contact")
	page.locator(f".list-row-checkbox[data-name='{contact.name}']").check()
	page.get_by_role("button", name="Actions").click()
	expect(page.get_by_text("Add Tags").first).to_be_visible()
	expect(page.get_by_text("Reassign to Another User")).to_have_count(0)


def test_closing_many_deals_asks_what_becomes_of_their_follow_ups(browser_page, login, make_user, shoot):
	page, user = browser_page, make_user("CRM Manager")
	deals = [make_deal(title=f"Cranes {number}", deal_owner=user) for number in range(2)]
	for deal in deals:
		make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), 2), assigned_to=user)
	frappe.db.commit()
	login(page, user)
	page.goto("/app/crm-sales-deal")
	for deal in deals:
		page.locator(f".list-row-checkbox[data-name='{deal.name}']").check()
	page.get_by_role("button", name="Actions").click()
	page.get_by_text("Move to a Stage").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("[data-fieldname=stage] select").select_option(stage("Proposal"))
	expect(dialog.get_by_label("Cancel their open follow-ups")).not_to_be_visible()
	dialog.locator("[data-fieldname=stage] select").select_option(stage("Won"))
	expect(dialog).to_contain_text("This closes each of the deals")
	expect(dialog.get_by_label("Cancel their open follow-ups (2)")).to_be_checked()
	wait_for_dialog(page)
	shoot(page, "move-closing")
	dialog.get_by_role("button", name="Move", exact=True).click()
	expect(page.locator(".desk-alert", has_text="Moved 2 of 2 deals")).to_be_visible()
	frappe.db.commit()
	names = ("in", [deal.name for deal in deals])
	assert set(frappe.get_all("CRM Sales Deal", {"name": names}, pluck="outcome")) == {"Won"}
	assert set(frappe.get_all("CRM Follow-up Note", {"deal": names}, pluck="status")) == {"Cancelled"}
	assert page.errors == []
