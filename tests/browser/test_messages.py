"""Sending a message in the desk: from a contact, a deal and the board, with what there is to know before; axe finds nothing grave."""

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from frappe_crm_app.channels.messaging import offering
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from tests.factories import make_contact, make_deal, make_message
from tests.site.channels.respondio.conftest import SETTINGS, forget_settings
from tests.site.channels.respondio.peer import TOKEN, Peer
from tests.stack.browser import wait_for_dialog
from tests.stack.site import refresh


@pytest.fixture
def peer():
	peer = Peer()
	peer.start()
	settings = frappe.get_doc(SETTINGS)
	settings.update({"sends_messages": 1, "base_url": peer.url, "token": TOKEN, "requests_per_second": 50})
	settings.save()
	frappe.cache.delete_keys("crm_respondio_knows")
	frappe.db.commit()
	yield peer
	peer.stop()
	forget_settings()
	offering.forget()


@pytest.fixture
def contact(peer):
	contact = make_contact(first_name="Ada", last_name="King", phone="+14155550100")
	frappe.db.commit()
	return contact


def press_in_menu(page: Page, label: str, width: str) -> None:
	"""Press a button of the form; on a phone they are in the menu."""
	if width == "phone":
		page.locator(".menu-btn-group:visible button, .actions-btn-group:visible button").first.click()
		page.get_by_text(label).locator("visible=true").first.click()
		return
	page.get_by_role("button", name=label).click()


def dialog_of(page: Page) -> Locator:
	dialog = page.locator(".modal.show .modal-dialog")
	expect(dialog.locator("select[data-fieldname='channel'] option").first).to_be_attached()
	return dialog


def findings(page: Page) -> list[str]:
	found = Axe().run(page, context=".modal.show .modal-body .form-layout").response["violations"]
	return [
		f"{each['id']}: {node['html'][:200]}"
		for each in found
		if each["impact"] in ("serious", "critical")
		for node in each["nodes"]
	]


def test_an_sms_and_a_template_go_from_a_contact(browser_page, seller, width, contact, peer, worker, shoot):
	page = browser_page
	page.goto(f"/app/crm-contact/{contact.name}")
	press_in_menu(page, "Send Message", width)
	dialog = dialog_of(page)
	dialog.locator("textarea[data-fieldname='text']").fill("ы" * 71)
	expect(dialog.get_by_text("2 parts")).to_be_visible()
	dialog.locator("textarea[data-fieldname='text']").fill("Your order is ready")
	expect(dialog.get_by_text("1 part", exact=True)).to_be_visible()
	wait_for_dialog(page)
	assert findings(page) == []
	shoot(page, f"send-message-{width}")
	dialog.get_by_role("button", name="Send", exact=True).click()
	expect(page.get_by_text("The message is on its way.")).to_be_visible()
	worker.run()
	assert [message["message"]["text"] for message in peer.messages] == ["Your order is ready"]
	page.reload()
	page.get_by_role("tab", name="Timeline").click()
	expect(page.locator(".crm-entry", has_text="Your order is ready")).to_be_visible()
	press_in_menu(page, "Send Message", width)
	dialog = dialog_of(page)
	dialog.locator("select[data-fieldname='channel']").select_option(label="WhatsApp · Office")
	expect(dialog.get_by_text("only within 24 hours")).to_be_visible()
	expect(dialog.locator("textarea[data-fieldname='text']")).to_be_hidden()
	dialog.locator("input[data-fieldname='parameter_1']").fill("Ada")
	dialog.locator("input[data-fieldname='parameter_1']").press("Tab")
	expect(dialog.get_by_text("Dear Ada, your offer is ready.")).to_be_visible()
	assert findings(page) == []
	shoot(page, f"send-template-{width}")
	dialog.get_by_role("button", name="Send", exact=True).click()
	expect(page.get_by_text("The message is on its way.")).to_be_visible()
	refresh()
	assert frappe.db.get_value(MESSAGE, {"template": "offer"}, "text") == "Dear Ada, your offer is ready."
	assert page.errors == []


def test_who_wants_no_messages_is_said_before_sending(browser_page, seller, width, contact, peer):
	contact.reload().update({"messaging_opt_out": 1}).save()
	frappe.db.commit()
	page = browser_page
	page.goto(f"/app/crm-contact/{contact.name}")
	press_in_menu(page, "Send Message", width)
	dialog = dialog_of(page)
	expect(dialog.get_by_text("wants no messages by SMS")).to_be_visible()
	dialog.locator("textarea[data-fieldname='text']").fill("Your order is ready")
	dialog.get_by_role("button", name="Send", exact=True).click()
	refusal = page.locator(".modal.show", has_text="Not sent")
	expect(refusal).to_be_visible()
	refusal.locator(".btn-modal-close, .modal-header .close").first.click()
	dialog.locator("input[data-fieldname='knows_consent']").check()
	dialog.get_by_role("button", name="Send", exact=True).click()
	expect(page.get_by_text("The message is on its way.")).to_be_visible()
	refresh()
	assert frappe.db.count(MESSAGE, {"contact": contact.name}) == 1


def test_a_message_goes_from_the_boards_panel(browser_page, login, make_user, contact, peer):
	page = browser_page
	make_deal(title="Harbor cranes", contact=contact.name)
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	page.goto("/app/crm-board")
	page.get_by_role("button", name="Harbor cranes", exact=True).click()
	page.locator(".crm-board-panel").get_by_role("button", name="Send Message").click()
	dialog = dialog_of(page)
	dialog.locator("textarea[data-fieldname='text']").fill("About the cranes")
	dialog.get_by_role("button", name="Send", exact=True).click()
	expect(page.locator(".crm-board-panel .crm-entry", has_text="About the cranes")).to_be_visible()
	assert page.errors == []


def test_what_is_unsure_is_settled_on_its_form(browser_page, login, make_user, contact):
	name = make_message(contact, status="Unsure").name
	frappe.db.commit()
	page = browser_page
	login(page, make_user("CRM Manager"))
	page.goto(f"/app/crm-message/{name}")
	expect(page.get_by_text("Nobody knows whether this message was sent.")).to_be_visible()
	page.get_by_role("button", name="Settle").click()
	page.get_by_role("link", name="It Was Not Sent").click()
	expect(page.get_by_role("button", name="Send Again")).to_be_visible()
	refresh()
	assert frappe.db.get_value(MESSAGE, name, "status") == "Failed"
