"""The inbox in the browser: read, found, answered, taken back, linked, filed, at a desk and on a phone."""

import re

import frappe
import pytest
from playwright.sync_api import Page, expect

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from tests.browser.conftest import unfold
from tests.factories import make_contact, make_customer, make_deal, make_note
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox
from tests.stack.browser import overflow, serious_findings

INBOX = ".crm-inbox"
ENTRY = "CRM Mailbox Entry"
PHONE = {"width": 390, "height": 844}
THEM = "Ada Lovelace <ada@engines.example>"
TRICKS = (
	"<p>The <b>numbers</b> as promised.</p><style>body { background: red }</style>"
	'<img data-remote-src="https://tracker.example/pixel.png" alt="pixel">'
	'<script>window.top.document.title = "taken"</script><p style="height: 300px">Far down</p>'
)


@pytest.fixture
def rep(browser_page: Page, login, make_user, width) -> str:
	"""A rep whose session the page has."""
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	login(browser_page, user)
	return user


@pytest.fixture
def filled(rep) -> dict:
	"""A mailbox with a conversation with a contact, a stranger's mail and a tricky one."""
	customer = make_customer(customer_name="Analytical Engines", salesperson=rep)
	contact = make_contact(
		first_name="Ada", last_name="Lovelace", email="ada@engines.example", phone="+14155550199",
		customer=customer.name, contact_owner=rep,
	)  # fmt: skip
	deal = make_deal(title="Difference engine", contact=contact.name, customer=customer.name, deal_owner=rep)
	make_note(
		deal,
		subject="Call about the gears",
		scheduled_on="2099-01-01 10:00:00",
		assigned_to=rep,
		status="Open",
	)
	mailbox = make_mailbox(rep, title="Grace")
	first = make_mail(
		mailbox, THEM, subject="Offer for gears", text="What do forty gears cost?", days_ago=6, is_read=True
	)
	make_mail(
		mailbox, f"Grace Hopper <{rep}>", to="ada@engines.example", subject="Re: Offer for gears", text="Four hundred.",
		answers=first, is_out=True, days_ago=5,
	)  # fmt: skip
	last = make_mail(
		mailbox,
		THEM,
		subject="Re: Offer for gears",
		text="Too much. Three hundred?",
		answers=first,
		days_ago=4,
	)
	tricky = make_mail(mailbox, THEM, subject="Numbers", html=TRICKS, text="The numbers", days_ago=1)
	stranger = make_mail(
		mailbox, "Bo Vine <bo@vines.example>", subject="Wine to Oslo", text="Do you ship wine?", days_ago=2
	)
	make_mail(mailbox, "Prize <win@prize.example>", subject="You won", folder=EntryFolder.SPAM)
	frappe.db.commit()
	return {
		"mailbox": mailbox,
		"first": first,
		"last": last,
		"tricky": tricky,
		"stranger": stranger,
		"deal": deal.name,
	}


def open_inbox(page: Page, query: str = "") -> None:
	page.goto(f"/app/crm-inbox{query}")
	expect(page.locator(f"{INBOX} h1")).to_have_count(1)
	expect(page.locator(".crm-inbox-skeleton")).to_have_count(0)


def row(page: Page, subject: str):
	return page.locator(".crm-inbox-row", has_text=subject)


def open_conversation(page: Page, subject: str) -> None:
	row(page, subject).locator(".crm-inbox-open").click()
	expect(page.locator(".crm-inbox-thread-head h2")).to_have_text(re.compile(subject))
	expect(page.locator(".crm-inbox-mail.is-open .crm-inbox-skeleton")).to_have_count(0)


def stored(entry: str, fieldname: str):
	frappe.db.commit()
	return frappe.db.get_value(ENTRY, entry, fieldname)


def test_reading_by_keyboard_beside_whom_it_is_with_and_nothing_complains(browser_page, filled, shoot, width):
	open_inbox(browser_page)
	gears = row(browser_page, "Offer for gears")
	expect(gears).to_contain_text("Unanswered for 4 days")
	expect(gears).to_have_class(re.compile("is-unread"))
	browser_page.keyboard.press("j")
	browser_page.keyboard.press("j")
	browser_page.keyboard.press("j")
	browser_page.keyboard.press("o")
	expect(browser_page.locator(".crm-inbox-thread-head h2")).to_contain_text("Offer for gears")
	expect(browser_page.locator(".crm-inbox-mail")).to_have_count(3)
	card = browser_page.locator(".crm-inbox-person")
	for told in ("Ada Lovelace", "Analytical Engines", "Difference engine", "Call about the gears"):
		expect(card).to_contain_text(told)
	expect(browser_page.locator(".crm-inbox-facts")).to_contain_text("Difference engine")
	assert overflow(browser_page) <= 0
	assert serious_findings(browser_page, INBOX) == []
	shoot(browser_page, f"inbox-thread-{width}")
	browser_page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	assert serious_findings(browser_page, INBOX) == []
	shoot(browser_page, f"inbox-thread-{width}-dark")
	expect(gears).not_to_have_class(re.compile("is-unread"))
	assert stored(filled["last"].entry, "is_read") == 1
	assert browser_page.errors == []


def test_a_mail_does_nothing_but_be_read(browser_page, filled, shoot, width):
	asked = []
	browser_page.context.route("https://tracker.example/**", lambda route: (asked.append(1), route.abort()))
	open_inbox(browser_page)
	open_conversation(browser_page, "Numbers")
	frame = browser_page.locator(".crm-inbox-frame iframe")
	expect(frame).to_have_attribute("sandbox", "allow-popups allow-popups-to-escape-sandbox")
	inside = browser_page.frame_locator(".crm-inbox-frame iframe")
	expect(inside.get_by_text("The numbers as promised.")).to_be_visible()
	browser_page.wait_for_function("document.querySelector('.crm-inbox-frame iframe').offsetHeight > 300")
	assert asked == []
	assert browser_page.title() != "taken"
	shoot(browser_page, f"inbox-html-{width}")
	with browser_page.expect_request("https://tracker.example/**"):
		browser_page.get_by_role("button", name="Show Pictures").click()
	expect(browser_page.get_by_role("button", name="Show Pictures")).to_have_count(0)
	assert asked


def test_archiving_spam_and_taking_it_back_by_keys(browser_page, filled):
	open_inbox(browser_page)
	open_conversation(browser_page, "Offer for gears")
	browser_page.keyboard.press("e")
	expect(row(browser_page, "Offer for gears")).to_have_count(0)
	assert stored(filled["last"].entry, "folder") == "Archive"
	browser_page.get_by_role("button", name="Undo", exact=True).click()
	expect(row(browser_page, "Offer for gears")).to_have_count(1)
	assert stored(filled["last"].entry, "folder") == "Inbox"
	assert stored(filled["first"].entry, "folder") == "Inbox"
	close_thread(browser_page)
	row(browser_page, "Wine to Oslo").get_by_role("checkbox").check()
	browser_page.keyboard.press("#")
	expect(row(browser_page, "Wine to Oslo")).to_have_count(0)
	unfold(browser_page, "Folders")
	browser_page.get_by_role("button", name=re.compile("^Spam")).first.click()
	expect(row(browser_page, "Wine to Oslo")).to_have_count(1)
	assert stored(filled["stranger"].entry, "folder") == "Spam"
	assert browser_page.errors == []


def close_thread(page: Page) -> None:
	"""Go back to the list, where the conversation takes its place."""
	back = page.locator(".crm-inbox-thread .crm-inbox-back")
	if back.is_visible():
		back.click()


def test_searching(browser_page, filled, shoot, width):
	open_inbox(browser_page)
	browser_page.keyboard.press("/")
	browser_page.keyboard.type("forty gears")
	browser_page.keyboard.press("Enter")
	expect(browser_page.locator(".crm-inbox-row")).to_have_count(1)
	expect(row(browser_page, "Offer for gears")).to_contain_text("What do forty gears cost?")
	assert "text=forty" in browser_page.url
	shoot(browser_page, f"inbox-search-{width}")
	browser_page.keyboard.press("Escape")
	expect(row(browser_page, "Wine to Oslo")).to_have_count(1)


def test_a_stranger_becomes_a_contact_and_a_mail_is_linked(browser_page, filled, shoot, width):
	open_inbox(browser_page)
	open_conversation(browser_page, "Wine to Oslo")
	card = browser_page.locator(".crm-inbox-person")
	expect(card).to_contain_text("Not a contact yet")
	shoot(browser_page, f"inbox-stranger-{width}")
	card.get_by_role("button", name="Make a Contact").click()
	expect(card.get_by_role("link", name="Bo Vine")).to_be_visible()
	expect(browser_page.locator(".crm-inbox-facts")).to_contain_text("Bo Vine")
	browser_page.get_by_role("group", name="With this conversation").get_by_role(
		"button", name="Link"
	).click()
	browser_page.get_by_label("What is the conversation about?").fill("Difference")
	browser_page.get_by_role("option").filter(has_text="Difference engine").click()
	expect(browser_page.locator(".crm-inbox-facts")).to_contain_text("Difference engine")
	frappe.db.commit()
	assert frappe.db.exists("CRM Mail Link", {"parent": filled["stranger"].mail, "link_name": filled["deal"]})
	assert frappe.db.exists("CRM Contact", {"email": "bo@vines.example"})
	assert browser_page.errors == []


def test_who_can_read_a_mail_is_shown_before_it_is_shared(browser_page, filled, make_user, shoot, width):
	manager = make_user("CRM Manager", first_name="Ann", last_name="Manager")
	frappe.db.commit()
	open_inbox(browser_page)
	open_conversation(browser_page, "Offer for gears")
	browser_page.get_by_role("button", name="Who can read this?").last.click()
	dialog = browser_page.locator(".modal.show .modal-dialog")
	now = dialog.locator("[data-fieldname=now]")
	expect(now).to_contain_text("Grace Hopper")
	expect(now).not_to_contain_text("Ann Manager")
	dialog.locator("[data-fieldname=level] select").select_option("Everything")
	expect(dialog.locator("[data-fieldname=others]")).to_contain_text("Ann Manager")
	shoot(browser_page, f"inbox-sharing-{width}")
	dialog.get_by_role("button", name="Save").click()
	expect(dialog).to_have_count(0)
	browser_page.wait_for_load_state("networkidle")
	assert stored(filled["last"].entry, "sharing") == "Everything"
	assert frappe.has_permission("CRM Mail", "read", filled["last"].mail, user=manager)


def test_whoever_has_no_mailbox_is_asked_to_connect_one(browser_page, rep, shoot, width):
	open_inbox(browser_page)
	shoot(browser_page, f"inbox-empty-{width}")
	assert serious_findings(browser_page, INBOX) == []
	browser_page.get_by_role("button", name="Connect My Mailbox").click()
	form = browser_page.locator(".crm-inbox-connect")
	expect(form.get_by_label("Email address")).to_be_visible()
	assert serious_findings(browser_page, INBOX) == []
	shoot(browser_page, f"inbox-connect-{width}")
	assert overflow(browser_page) <= 0
	assert browser_page.errors == []


def test_the_health_of_a_mailbox_is_told_in_numbers(browser_page, filled, shoot, width):
	folder = {"doctype": "CRM Mail Folder", "mailbox": filled["mailbox"], "is_synced": 1}
	for name, kind, here, there in (("INBOX", "Inbox", 4812, 4812), ("Sent", "Sent", 100, 120)):
		frappe.get_doc(
			{**folder, "folder_name": name, "kind": kind, "here": here, "on_server": there}
		).db_insert()
	frappe.db.commit()
	open_inbox(browser_page)
	browser_page.get_by_role("button", name="Mailboxes").click()
	section = browser_page.locator(".crm-inbox-mailbox")
	expect(section).to_contain_text("4,912 of 4,932")
	assert serious_findings(browser_page, INBOX) == []
	shoot(browser_page, f"inbox-health-{width}")
	section.get_by_role("button", name="Choose Folders").click()
	section.get_by_role("checkbox", name="Sent").uncheck()
	assert serious_findings(browser_page, INBOX) == []
	shoot(browser_page, f"inbox-folders-{width}")
	with browser_page.expect_response(lambda answer: "choose_folders" in answer.url):
		section.get_by_role("button", name="Read These Folders").click()
	expect(section).to_contain_text("4,812 of 4,812")
	frappe.db.commit()
	there = {"mailbox": filled["mailbox"], "is_synced": 1}
	assert frappe.get_all("CRM Mail Folder", there, pluck="folder_name") == ["INBOX"]


def test_answering_keeps_a_draft_and_what_was_sent_is_taken_back(browser_page, filled, shoot, width):
	open_inbox(browser_page)
	open_conversation(browser_page, "Offer for gears")
	browser_page.keyboard.press("r")
	panel = browser_page.locator(".crm-inbox-compose")
	expect(panel.get_by_label("To", exact=True)).to_have_value(re.compile("ada@engines.example"))
	expect(panel.get_by_label("Subject")).to_have_value("Re: Offer for gears")
	panel.get_by_role("textbox", name="Text").fill("Three hundred and fifty.")
	expect(panel).to_contain_text("Kept as a draft")
	assert serious_findings(browser_page, ".crm-inbox-compose") == []
	shoot(browser_page, f"inbox-answer-{width}")
	frappe.db.commit()
	draft = frappe.get_last_doc("CRM Mail", {"delivery_state": "Draft"})
	assert "Three hundred and fifty." in draft.text
	assert draft.thread == filled["first"].mail
	panel.get_by_role("button", name="Send").click()
	expect(panel).to_have_count(0)
	frappe.db.commit()
	assert frappe.db.get_value("CRM Mail", draft.name, "delivery_state") == "Owed"
	expect(browser_page.locator(".crm-inbox-mail").last).to_contain_text("On its way")
	shoot(browser_page, f"inbox-undo-{width}")
	browser_page.get_by_role("button", name="Undo Sending").click()
	expect(panel.get_by_role("textbox", name="Text")).to_contain_text("Three hundred and fifty.")
	frappe.db.commit()
	assert frappe.db.get_value("CRM Mail", draft.name, "delivery_state") == "Draft"
	panel.get_by_role("button", name="Discard").click()
	expect(panel).to_have_count(0)
	frappe.db.commit()
	assert not frappe.db.exists("CRM Mail", draft.name)
	assert browser_page.errors == []


def test_a_mailbox_that_cannot_be_reached_says_so_in_plain_words(browser_page, rep):
	open_inbox(browser_page)
	browser_page.get_by_role("button", name="Connect My Mailbox").click()
	form = browser_page.locator(".crm-inbox-connect")
	form.get_by_label("Email address").fill("grace@nowhere.example")
	form.get_by_label("Password").fill("secret")
	form.get_by_label(re.compile("^Mail server")).fill("127.0.0.1")
	form.get_by_role("button", name="Connect").click()
	expect(form.get_by_role("alert")).not_to_be_empty()
	frappe.db.commit()
	assert not frappe.db.exists("CRM Mailbox", {"user": rep})
