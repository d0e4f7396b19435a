"""The library as people use it: many files at once, a new version, a link and what the customer has; at the width of a desk and of a phone."""

import re

import frappe
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, unfold
from tests.browser.test_record_mails import COMPOSER, connect
from tests.factories import insert, make_contact, make_customer, make_document
from tests.stack.browser import choose_in_link, overflow, serious_findings, wait_for_dialog
from tests.unit.work.documents.test_files import simple_pdf

PAGE = ".crm-documents"
PDF = simple_pdf(b"BT /F1 24 Tf 72 700 Td (Harbor crane) Tj ET")


@pytest.fixture
def harbor(person):
	"""A customer of the person's with its contact, and a folder."""
	customer = make_customer(customer_name="Blue Harbor", salesperson=person)
	ada = make_contact(first_name="Ada", last_name="King", customer=customer.name, contact_owner=person)
	folder = insert("CRM Document Folder", {"folder_name": "Offers"})
	frappe.db.commit()
	return frappe._dict(customer=customer, ada=ada, folder=folder)


def complaints(page: Page) -> list[str]:
	return [*page.errors, *serious_findings(page, PAGE)]


def chosen(name: str, content: bytes) -> dict:
	return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def panel(page: Page):
	return page.locator(".crm-document-panel")


def test_many_files_are_added_at_once_and_what_is_none_is_said(browser_page, person, harbor, shoot, width):
	page = browser_page
	page.goto("/app/crm-documents")
	expect(page.get_by_role("heading", name="No documents yet")).to_be_visible()
	files = [chosen(f"Offer {number}.pdf", PDF + b"%%%d" % number) for number in range(5)]
	page.locator(".crm-documents-head input[type=file]").set_input_files(
		[*files, chosen("bad.pdf", b"<html>")]
	)
	expect(page.locator(".crm-documents-list li")).to_have_count(5)
	expect(page.locator(".crm-documents-uploads .is-refused")).to_contain_text(
		"bad.pdf is not what its name says"
	)
	expect(page.locator(PAGE).get_by_role("status").last).to_have_text("1 of 6 files were not taken.")
	page.errors[:] = [error for error in page.errors if "417" not in error]
	shoot(page, f"documents-added-{width}")
	assert overflow(page) <= 0
	assert complaints(page) == []
	frappe.db.commit()
	assert frappe.db.count("CRM Document", {"owner": person}) == 5


def test_files_are_dropped_into_the_folder_that_is_open(browser_page, person, harbor, width):
	page = browser_page
	page.goto("/app/crm-documents")
	unfold(page)
	if width == "phone":
		page.get_by_label("Folder", exact=True).select_option(harbor.folder.name)
	else:
		page.get_by_role("button", name="Offers").click()
	data = page.evaluate_handle(
		"""() => {
			const data = new DataTransfer();
			["one.txt", "two.txt"].forEach((name) => data.items.add(new File([name], name)));
			return data;
		}"""
	)
	for event in ("dragenter", "drop"):
		page.dispatch_event(PAGE, event, {"dataTransfer": data})
	expect(page.locator(".crm-documents-list li")).to_have_count(2)
	frappe.db.commit()
	assert frappe.db.count("CRM Document", {"folder": harbor.folder.name}) == 2


def test_a_link_is_sent_and_it_is_seen_what_the_customer_has(
	browser_page, browser, person, harbor, shoot, width, server
):
	page = browser_page
	document = make_document(
		harbor.customer, title="Price list", content=PDF, name="prices.pdf", owner=person
	)
	frappe.db.commit()
	page.goto("/app/crm-documents")
	page.get_by_role("link", name=re.compile("Price list")).click()
	expect(panel(page).get_by_role("heading", name="Price list")).to_be_visible()
	expect(panel(page).locator("iframe")).to_be_visible()
	expect(panel(page)).to_contain_text("It went to nobody whom you see.")
	panel(page).get_by_role("button", name="Copy a Link").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show")
	choose_in_link(dialog.locator("[data-fieldname='contact'] input"), "Ada", "Ada King")
	dialog.get_by_role("button", name="Make the Link").click()
	address = panel(page).locator(".crm-document-made input").input_value()
	size = PHONE if width == "phone" else {"width": 1440, "height": 900}
	stranger = browser.new_context(viewport=size).new_page()
	stranger.goto(address.replace(re.match(r"https?://[^/]+", address)[0], server))
	expect(stranger.get_by_role("heading", name="Price list")).to_be_visible()
	expect(stranger.locator(".q-preview iframe")).to_be_visible()
	shoot(stranger, f"document-{width}")
	assert serious_findings(stranger, "main") == []
	with stranger.expect_download() as saved:
		stranger.get_by_role("button", name="Download").click()
	assert saved.value.suggested_filename == "prices.pdf"
	stranger.context.close()
	panel(page).locator(".crm-document-acts input[type=file]").set_input_files(
		chosen("prices 2.pdf", PDF + b"%2")
	)
	expect(panel(page)).to_contain_text("Ada King (Blue Harbor) has version 1, current is version 2")
	expect(panel(page)).to_contain_text("1 view")
	shoot(page, f"documents-link-{width}")
	assert overflow(page) <= 0
	assert complaints(page) == []
	panel(page).get_by_role("button", name=re.compile("^Revoke")).click()
	expect(panel(page)).to_contain_text("revoked, 1 view")
	frappe.db.commit()
	assert frappe.db.get_value("CRM Document Public Link", {"document": document.name}, "revoked_on")


@pytest.mark.parametrize("role", ["CRM Manager"])
def test_a_folder_is_made_in_the_one_that_is_open(browser_page, person, harbor, shoot, width):
	page = browser_page
	page.goto("/app/crm-documents")
	unfold(page)
	if width == "phone":
		page.get_by_label("Folder", exact=True).select_option(harbor.folder.name)
	else:
		page.get_by_role("button", name="Offers").click()
	page.get_by_role("button", name="New Folder").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show")
	expect(dialog.locator("select[data-fieldname='parent_folder']")).to_have_value(harbor.folder.name)
	dialog.locator("input[data-fieldname='folder_name']").fill("Harbor cranes")
	assert serious_findings(page, ".modal.show") == []
	shoot(page, f"documents-folder-{width}")
	dialog.get_by_role("button", name="Make the Folder").click()
	expect(page.locator(PAGE).get_by_role("status").last).to_have_text("The new folder is open.")
	frappe.db.commit()
	made = frappe.get_last_doc("CRM Document Folder", {"folder_name": "Harbor cranes"})
	assert made.parent_folder == harbor.folder.name
	expect(page.locator(".crm-documents-folder-choice")).to_have_value(made.name)
	expect(page.locator(".modal-backdrop")).to_have_count(0)
	shoot(page, f"documents-folder-made-{width}")
	assert overflow(page) <= 0
	assert complaints(page) == []


def test_who_may_make_no_folder_is_offered_none(browser_page, person, harbor, width):
	page = browser_page
	page.goto("/app/crm-documents")
	expect(page.get_by_role("button", name="Add Files")).to_be_visible()
	expect(page.get_by_role("button", name="New Folder")).to_have_count(0)


def test_it_is_used_by_the_keyboard_alone(browser_page, person, harbor):
	page = browser_page
	make_document(harbor.customer, title="Price list", tags="crane")
	make_document(harbor.customer, title="Contract")
	frappe.db.commit()
	page.goto("/app/crm-documents")
	expect(page.locator(".crm-documents-list li")).to_have_count(2)
	page.get_by_label("Search documents").focus()
	page.keyboard.type("price")
	expect(page.locator(".crm-documents-list li")).to_have_count(1)
	page.locator(".crm-document-row").focus()
	page.keyboard.press("Enter")
	expect(panel(page)).to_be_focused()
	page.keyboard.press("Escape")
	expect(panel(page)).to_have_count(0)
	page.get_by_role("button", name="Show only what has the tag crane").press("Enter")
	expect(page.locator(".crm-document-tag.is-chosen")).to_be_visible()
	assert complaints(page) == []


def begin_mail(page: Page, document: str, how: str) -> None:
	"""Open a document, and begin a mail to whom it is about."""
	page.goto(f"/app/crm-documents/{document}")
	panel(page).get_by_role("button", name="Write a Mail").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show")
	dialog.locator("select[data-fieldname='how']").select_option(how)
	assert serious_findings(page, ".modal.show") == []
	dialog.get_by_role("button", name="Write", exact=True).click()


def test_a_mail_carries_the_document(browser_page, person, harbor, shoot, width):
	page = browser_page
	connect(person)
	document = make_document(harbor.ada, title="Price list", content=PDF, name="prices.pdf", owner=person)
	frappe.db.commit()
	begin_mail(page, document.name, "file")
	composer = page.locator(COMPOSER)
	expect(composer.get_by_label("Subject")).to_have_value("Price list")
	expect(composer.locator(".crm-inbox-files")).to_contain_text("prices.pdf")
	shoot(page, f"documents-mail-{width}")
	composer.get_by_label("To", exact=True).fill("ada@harbor.example")
	composer.get_by_role("textbox", name="Text").fill("Here they are")
	composer.get_by_role("button", name="Send").click()
	expect(page.get_by_role("button", name="Undo Sending")).to_be_visible()
	frappe.db.commit()
	mail = frappe.get_last_doc("CRM Mail", {"delivery_state": "Owed"})
	assert frappe.parse_json(mail.outgoing)["about"] == ["CRM Contact", harbor.ada.name]
	assert frappe.get_all("File", {"attached_to_name": mail.name}, pluck="file_name") == ["prices.pdf"]
	assert overflow(page) <= 0
	assert complaints(page) == []


def test_a_mail_carries_a_link_to_the_document(browser_page, person, harbor):
	page = browser_page
	connect(person)
	document = make_document(harbor.ada, title="Price list", content=PDF, name="prices.pdf", owner=person)
	frappe.db.commit()
	begin_mail(page, document.name, "link")
	link = page.locator(COMPOSER).get_by_role("textbox", name="Text").get_by_text("Price list")
	expect(link).to_be_visible()
	frappe.db.commit()
	made = frappe.get_all("CRM Document Public Link", {"document": document.name}, ["contact", "version"])
	assert made == [{"contact": harbor.ada.name, "version": None}]
	assert page.errors == []


def test_who_has_no_mailbox_mails_it_by_the_dialog_of_frappe(browser_page, person, harbor):
	page = browser_page
	document = make_document(harbor.ada, title="Price list", content=PDF, name="prices.pdf", owner=person)
	frappe.db.commit()
	begin_mail(page, document.name, "file")
	attached = page.locator(".modal.show .attach-list input")
	expect(attached).to_be_checked()
	assert attached.get_attribute("data-file-name") == frappe.db.get_value(
		"CRM Document Version", {"document": document.name}, "file"
	)
	assert page.errors == []


def attach(record, name: str, content: bytes, owner: str) -> str:
	"""Hang a file on a record, as people do in its form; no other one has its content."""
	content += frappe.generate_hash().encode()
	facts = {"attached_to_doctype": record.doctype, "attached_to_name": record.name, "is_private": 1}
	return insert("File", {"file_name": name, "content": content, "owner": owner, **facts}).name


def test_files_on_records_become_documents(browser_page, person, harbor, shoot, width):
	page = browser_page
	attach(harbor.customer, "Contract.pdf", PDF, person)
	attach(harbor.ada, "Notes.txt", b"Notes", person)
	attach(harbor.ada, "Left.txt", b"Left", person)
	attach(harbor.ada, "tool.bat", b"dir", person)
	frappe.db.commit()
	page.goto("/app/crm-documents")
	page.get_by_role("button", name="From Records").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show")
	expect(dialog.locator(".crm-adopt-count")).to_contain_text("4 of 4 files are ticked")
	expect(dialog.get_by_role("row", name=re.compile("Contract.pdf"))).to_contain_text("Blue Harbor")
	dialog.get_by_label("Left.txt").uncheck()
	expect(dialog.locator(".crm-adopt-count")).to_contain_text("3 of 4 files are ticked")
	dialog.locator("select[data-fieldname='folder']").select_option(harbor.folder.name)
	assert serious_findings(page, ".modal.show") == []
	shoot(page, f"documents-adopt-{width}")
	dialog.get_by_role("button", name="Make Documents").click()
	expect(dialog.locator(".crm-adopt-done")).to_have_text("2 documents were made.")
	expect(dialog.locator(".crm-adopt-refused")).to_contain_text("tool.bat is a program")
	expect(dialog.locator(".crm-adopt-count")).to_contain_text("0 of 2 files are ticked")
	assert serious_findings(page, ".modal.show .modal-body") == []  # the button that is off is Frappe's
	assert overflow(page) <= 0
	assert page.errors == []
	frappe.db.commit()
	made = frappe.get_all("CRM Document", {"folder": harbor.folder.name}, pluck="title", order_by="title asc")
	assert made == ["Contract", "Notes"]
