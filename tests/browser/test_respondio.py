"""The sync with respond.io in the desk: settings, its state on forms, the list, the import's option."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from frappe_crm_app.channels.respondio.tasks import OUTBOX
from tests.factories import make_contact, make_customer
from tests.site.channels.respondio.conftest import SETTINGS, forget_settings
from tests.site.channels.respondio.peer import TOKEN, Peer

SYNC = "CRM Respondio Sync"


@pytest.fixture
def peer():
	peer = Peer()
	peer.start()
	yield peer
	peer.stop()
	forget_settings()
	frappe.clear_document_cache(SETTINGS, SETTINGS)


@pytest.fixture
def failed(peer) -> str:
	"""A contact whose prospect respond.io has refused."""
	settings = frappe.get_doc(SETTINGS)
	settings.update({"enabled": 1, "base_url": peer.url, "token": TOKEN})
	settings.save()
	customer = make_customer(customer_name="Blue Harbor")
	contact = make_contact(first_name="Ada", last_name="King", customer=customer.name, phone="+14155550100")
	frappe.db.commit()
	peer.next_answers = [(400, {}, {"message": "Invalid field(s) : phone"})]
	OUTBOX.attempt(frappe.db.get_value(SYNC, {"customer": customer.name}))
	return contact.name


@pytest.fixture
def page(browser_page: Page, login, make_user) -> Page:
	login(browser_page, make_user("CRM Admin"))
	return browser_page


def test_a_failure_is_seen_on_the_contact_and_sent_again(page, failed, peer, worker, shoot):
	page.goto(f"/app/crm-contact/{failed}")
	indicator = page.locator("[data-respondio]")
	expect(indicator).to_have_text("respond.io: failed")
	expect(indicator).to_be_visible()
	expect(page.get_by_text("respond.io does not accept this: Invalid field(s) : phone")).to_be_visible()
	shoot(page, "respondio-contact")
	page.get_by_role("button", name="Send to respond.io Again").click()
	expect(indicator).to_have_text("respond.io: queued")
	worker.run()
	page.reload()
	expect(indicator).to_have_text("respond.io: in sync")
	indicator.click()
	expect(page.locator(".page-head .indicator-pill", has_text="Done")).to_be_visible()
	shoot(page, "respondio-sync")
	assert page.errors == []


def test_all_failed_rows_are_sent_again_from_the_list(page, failed, shoot):
	for width in (390, 1440):
		page.set_viewport_size({"width": width, "height": 900})
		page.goto("/app/crm-respondio-sync")
		expect(page.locator(".list-row", has_text="Failed")).to_have_count(1)
		shoot(page, f"respondio-list-{width}")
	page.get_by_role("button", name="Retry All Failed").click()
	expect(page.get_by_text("1 are sent again.")).to_be_visible()
	frappe.db.commit()
	assert frappe.get_all(SYNC, pluck="status") == ["Queued"]


def test_the_connection_is_tested_from_the_settings(page, failed, peer, shoot):
	page.goto("/app/crm-respondio-settings")
	page.get_by_role("button", name="Test Connection").click()
	expect(page.locator(".modal-dialog:visible")).to_contain_text("The connection works.")
	page.locator(".modal-dialog:visible .btn-modal-close").click()
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)
	page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	for width in (1440, 390):
		page.set_viewport_size({"width": width, "height": 1000})
		shoot(page, f"respondio-settings-{width}")
	peer.token = "another"
	page.set_viewport_size({"width": 1440, "height": 900})
	page.get_by_role("button", name="Test Connection").click()
	expect(page.locator(".modal-dialog:visible")).to_contain_text("Copy the token anew")
	assert TOKEN not in page.content()


def test_the_import_offers_to_send_its_prospects_and_no_others(page, tmp_path, shoot):
	file = tmp_path / "people.csv"
	file.write_text("First Name,Last Name,Email\nAda,King,ada@acme.example\n")
	page.goto("/app/crm-import-contacts")
	page.get_by_label("File of people").set_input_files(file)
	option = page.get_by_label("Send these prospects to respond.io")
	expect(page.get_by_label("A prospect for each new contact")).to_be_visible()
	expect(option).to_have_count(0)
	page.get_by_label("A prospect for each new contact").check()
	option.check()
	shoot(page, "respondio-import")
	page.get_by_role("button", name="Import Contacts").last.click()
	expect(page.get_by_role("progressbar")).to_be_visible()
	frappe.db.commit()
	assert frappe.get_all("CRM Contact Import", pluck="send_to_respondio") == [1]
