"""Two possible duplicates are merged from the form, and the merge is undone."""

import frappe
from playwright.sync_api import expect

from tests.factories import make_contact, make_note


def test_duplicates_are_merged_field_by_field_and_taken_apart_again(browser_page, login, make_user, shoot):
	page = browser_page
	keep = make_contact(first_name="Ada", last_name="King", phone="+14155550100", job_title="Buyer")
	remove = make_contact(
		first_name="A.", last_name="King", phone="+14155550100", job_title="Head", email="ada@acme.example"
	)
	note = make_note(remove)
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	page.goto(f"/app/crm-contact/{keep.name}")
	button = page.get_by_role("button", name="Merge A. King into this record")
	expect(button).to_be_visible()
	shoot(page, "merge-button")
	button.click()
	dialog = page.get_by_role("dialog")
	expect(dialog.get_by_role("radio", name="ada@acme.example")).to_be_checked()
	expect(dialog.get_by_role("radio", name="Buyer")).to_be_checked()
	dialog.get_by_role("radio", name="Head").check()
	shoot(page, "merge")
	dialog.get_by_role("button", name="Merge", exact=True).click()
	expect(page.get_by_text("Merged.")).to_be_visible()
	frappe.db.rollback()
	keep.reload()
	assert (keep.first_name, keep.job_title, keep.email) == ("Ada", "Head", "ada@acme.example")
	assert note.reload().contact == keep.name
	page.locator(".desk-alert").get_by_role("link", name="Undo").click()
	page.get_by_role("button", name="Undo").click()
	shoot(page, "merge-undo")
	page.get_by_role("button", name="Yes").click()
	expect(page.get_by_text("A. King").first).to_be_visible()
	page.wait_for_url(f"**/crm-contact/{remove.name}*")  # Frappe 16 adds the tab
	frappe.db.rollback()
	assert note.reload().contact == remove.name
	assert keep.reload().email is None
	assert page.errors == []
