"""Campaigns in the browser: from nothing to sent, paused, judged; and what a stranger sees of them, at a desk and on a phone."""

import re

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime
from playwright.sync_api import Page, expect

from frappe_crm_app.channels.campaigns.tasks import OUTBOX
from frappe_crm_app.records.audiences.links import one_click_url, person_token, preferences_url
from tests.factories import (
	insert,
	make_contact,
	make_list,
	make_mail_account,
	make_segment,
	make_subscription,
)
from tests.site.channels.mail.writing.conftest import queue_not_suspended
from tests.site.channels.mail.writing.peer import SmtpPeer
from tests.stack.browser import overflow, serious_findings, wait_for_dialog, wait_for_stillness

CAMPAIGN, RECIPIENT = "CRM Campaign", "CRM Campaign Recipient"
OURS = ".crm-campaigns"
PHONE = {"width": 390, "height": 844}
PEOPLE = ("Ada", "Bo", "Cy", "Di")


@pytest.fixture
def peer(committed) -> SmtpPeer:
	peer = SmtpPeer().start()
	with queue_not_suspended():
		yield peer
	peer.stop()


@pytest.fixture
def marketer(browser_page: Page, login, make_user, width) -> str:
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user("CRM Marketer", first_name="Mary", last_name="Keting")
	login(browser_page, user)
	return user


@pytest.fixture
def audience(committed) -> dict:
	"""A list of four, one of whom has opted out, and a segment."""
	news = make_list(list_name="News", is_public=1).name
	for name in PEOPLE:
		contact = make_contact(first_name=name, last_name="Reader", email=f"{name.lower()}@readers.example")
		make_subscription(contact, news)
	contact.reload()
	contact.email_opt_out = 1
	contact.save()
	segment = make_segment(title="Everybody").name
	frappe.db.commit()
	return {"list": news, "segment": segment}


@pytest.fixture
def account(peer) -> str:
	name = make_mail_account("Newsroom", email_id="news@ours.example", add_signature=0)
	values = {"smtp_port": peer.port, "no_smtp_authentication": 1}
	frappe.db.set_value("Email Account", name, values)
	frappe.db.commit()
	return name


@pytest.fixture
def make_campaign(audience, account, marketer):
	def make(**values) -> str:
		campaign = {
			"campaign_name": "Spring", "channel": "Email", "sender": account, "subject": 'Hello {{ first_name or "there" }}',
			"content": '<p>Dear {{ first_name }}</p><p><a href="https://ours.example/spring">Look</a></p>',
			"audience": [{"kind": "CRM Mailing List", "audience": audience["list"]}],
		}  # fmt: skip
		name = insert(CAMPAIGN, {**campaign, **values}).name
		frappe.db.commit()
		return name

	return make


def open_campaign(page: Page, name: str, step: str = "") -> None:
	page.goto(f"/app/crm-campaigns/{name}/{step}".rstrip("/"))
	expect(page.locator(".crm-campaign-steps")).to_be_visible()


def open_step(page: Page, label: str) -> None:
	page.locator(".crm-campaign-steps").get_by_role("link", name=label).click()
	expect(page.locator(".crm-campaign-steps [aria-current=step]")).to_have_text(label)


def send(name: str) -> None:
	"""Do what the job does, in this process."""
	frappe.db.commit()
	frappe.db.set_value(CAMPAIGN, name, "next_attempt_on", add_to_date(now_datetime(), minutes=-1))
	frappe.db.commit()
	OUTBOX.attempt(name)
	frappe.db.commit()


def status_of(name: str) -> str:
	frappe.db.commit()
	return frappe.db.get_value(CAMPAIGN, name, "status")


def is_kept(page: Page) -> None:
	expect(page.locator(".crm-campaign-kept")).to_have_text("Saved")


def confirm(page: Page) -> None:
	page.locator(".modal.show").get_by_role("button", name="Yes").click()


def looks_well(page: Page, shoot, name: str, where: str = OURS) -> None:
	"""Nothing is wider than the window, and axe finds nothing serious, in the light and in the dark."""
	assert overflow(page) <= 0
	for theme in ("light", "dark"):
		page.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
		wait_for_stillness(page)
		shoot(page, f"campaigns-{name}-{theme}")
		assert serious_findings(page, where) == [], theme
	page.evaluate("document.documentElement.setAttribute('data-theme', 'light')")


def test_a_campaign_from_nothing_to_sent(browser_page, marketer, audience, account, peer, shoot, width):
	page = browser_page
	page.goto("/app/crm-campaigns")
	page.get_by_role("button", name="Make the First Campaign").click()
	dialog = page.locator(".modal.show")
	dialog.locator("[data-fieldname=campaign_name] input").fill("Spring News")
	dialog.get_by_role("button", name="Make").click()
	expect(page.locator(".crm-campaign-name")).to_have_value("Spring News")
	add_audience(page, audience, shoot, width)
	write_content(page, shoot, width)
	choose_sender(page, account)
	open_step(page, "Check and Send")
	checks = page.locator(".crm-campaign-checks")
	expect(checks).to_contain_text("Nothing is missing.")
	expect(checks).to_contain_text("4 match: 3 get it.")
	looks_well(page, shoot, f"check-{width}")
	send_test(page, peer)
	page.get_by_role("button", name="Start Now").click()
	confirm(page)
	expect(page.locator(".crm-campaign-status").first).to_have_text("Scheduled")
	name = frappe.get_last_doc(CAMPAIGN).name
	send(name)
	expect(page.locator(".crm-campaign-status").first).to_have_text("Finished", timeout=40_000)
	expect(figure(page, "Sent")).to_contain_text("3")
	taken = [mail for mail in peer.taken if b"https://ours.example/spring" not in mail.raw]
	assert sorted(mail.recipients[0] for mail in taken) == [
		f"{name.lower()}@readers.example" for name in PEOPLE[:3]
	]
	assert b"Dear Ada" in next(mail.raw for mail in taken if "ada@" in mail.recipients[0])
	assert [error for error in page.errors if "417" not in error] == []  # quiet hours were refused


@pytest.fixture
def only_sender(account) -> str:
	"""The account, while no other one sends."""
	others = frappe.get_all(
		"Email Account", {"name": ("!=", account), "enable_outgoing": 1}, pluck="name", order_by=None
	)
	for each in others:
		frappe.db.set_value("Email Account", each, "enable_outgoing", 0)
	frappe.db.commit()
	yield account
	frappe.db.rollback()
	for each in others:
		frappe.db.set_value("Email Account", each, "enable_outgoing", 1)
	frappe.db.commit()


def test_a_campaign_begins_with_the_only_sender_and_an_email_template(
	browser_page, marketer, only_sender, width
):
	page = browser_page
	response = "<p>Dear {{ contact.first_name or 'you' }}</p>"
	insert(
		"Email Template", {"name": "Boats", "subject": "Boats for {{ doc.first_name }}", "response": response}
	)
	insert("Email Template", {"name": "Offer", "subject": "Offer", "response": "{{ amount }}"})
	frappe.db.commit()
	page.goto("/app/crm-campaigns")
	page.get_by_role("button", name="Make the First Campaign").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal.show").first
	dialog.locator("[data-fieldname=campaign_name] input").fill("Boats")
	choose_template(page, "Offer")
	dialog.get_by_role("button", name="Make").click()
	refusal = page.locator(".msgprint:visible")
	expect(refusal).to_contain_text("A campaign cannot begin with “Offer”: it cannot fill in {{ amount }}.")
	frappe.db.rollback()
	assert not frappe.db.exists(CAMPAIGN, {"campaign_name": "Boats"})
	page.locator(".modal.show .btn-modal-close:visible").last.click()
	choose_template(page, "Boats")
	dialog.get_by_role("button", name="Make").click()
	expect(page.locator(".crm-campaign-name")).to_have_value("Boats")
	frappe.db.rollback()
	made = frappe.get_last_doc(CAMPAIGN)
	assert made.sender == only_sender
	assert made.subject == "Boats for {{ first_name }}"
	assert made.content == "<p>Dear {{ first_name or 'you' }}</p>"
	open_step(page, "Content")
	expect(page.locator(".ql-editor")).to_contain_text("Dear {{ first_name or 'you' }}")


def choose_template(page: Page, name: str) -> None:
	field = page.locator(".modal.show [data-fieldname=template] input").first
	field.fill("")
	field.press_sequentially(name)
	page.get_by_role("option").filter(has_text=name).first.click()
	expect(field).to_have_value(name)
	expect(page.get_by_role("option").locator("visible=true")).to_have_count(0)


def add_audience(page: Page, audience: dict, shoot, width: str) -> None:
	page.get_by_label("Add a segment or list").select_option(label="News")
	said = page.locator(".crm-campaign-sum")
	expect(said).to_have_text("4 match: 3 will get it; 1 opted out.")
	page.get_by_role("button", name=re.compile("1 opted out")).click()
	expect(page.locator(".crm-campaign-people")).to_contain_text("Di Reader")
	expect(page.locator(".crm-campaign-people")).not_to_contain_text("Ada Reader")
	is_kept(page)
	looks_well(page, shoot, f"audience-{width}")


def write_content(page: Page, shoot, width: str) -> None:
	open_step(page, "Content")
	page.get_by_label("Subject", exact=True).fill("Spring for ")
	page.get_by_role("button", name="Insert a field into: Subject").click()
	menu = page.locator(".crm-campaign-slot-menu")
	menu.get_by_label("Field of the person").select_option(label="First Name")
	menu.get_by_label("For whom it is empty").fill("you")
	menu.get_by_role("button", name="Insert").click()
	expect(page.get_by_label("Subject", exact=True)).to_have_value('Spring for {{ first_name or "you" }}')
	editor = page.locator(".ql-editor")
	editor.click()
	page.keyboard.type("Dear ")
	page.get_by_role("button", name="Insert a field into: Text").click()
	menu.get_by_role("button", name="Insert").click()
	page.keyboard.type(", it is spring.")
	is_kept(page)
	subject = page.locator(".crm-campaign-subject")
	expect(subject).to_have_text(re.compile("^Spring for (Ada|Bo|Cy)$"))
	first = subject.text_content().removeprefix("Spring for ")
	frame = page.frame_locator(".crm-campaign-frame iframe")
	expect(frame.locator("body")).to_contain_text(f"Dear {first}, it is spring.")
	page.get_by_role("button", name="Next recipient").click()
	expect(subject).not_to_have_text(f"Spring for {first}")
	expect(subject).to_have_text(re.compile("^Spring for (Ada|Bo|Cy)$"))
	looks_well(page, shoot, f"content-{width}")
	page.get_by_role("group", name="Width").get_by_role("button", name="Phone").click()
	assert page.locator(".crm-campaign-frame iframe").bounding_box()["width"] <= 375
	assert page.locator(".crm-campaign-frame iframe").get_attribute("sandbox") == (
		"allow-popups allow-popups-to-escape-sandbox"
	)
	frappe.db.commit()
	assert "Dear {{ first_name }}, it is spring." in frappe.get_last_doc(CAMPAIGN).content


def choose_sender(page: Page, account: str) -> None:
	open_step(page, "Sender and Time")
	page.get_by_label("Account").select_option(account)
	page.get_by_label("Quiet from").fill("21:00")
	page.get_by_label("until").fill("")
	expect(page.get_by_role("alert")).to_contain_text("Quiet hours need a beginning and an end.")
	page.get_by_label("Quiet from").fill("")
	is_kept(page)
	expect(page.get_by_role("alert")).to_have_count(0)


def send_test(page: Page, peer: SmtpPeer) -> None:
	page.get_by_label(re.compile("^Send the mail to these")).fill("look@ours.example")
	page.get_by_role("button", name="Send Test").click()
	expect(page.get_by_text("Sent to look@ours.example")).to_be_visible()
	assert [mail.recipients for mail in peer.taken] == [("look@ours.example",)]
	peer.taken.clear()


def figure(page: Page, label: str):
	return page.locator(".crm-campaign-figures li").filter(has_text=re.compile(f"^{label}"))


def test_pausing_resuming_and_cancelling(browser_page, make_campaign, peer, shoot, width):
	name = make_campaign(rate_per_minute=1)
	open_campaign(browser_page, name, "check")
	browser_page.get_by_role("button", name="Start Now").click()
	confirm(browser_page)
	status = browser_page.locator(".crm-campaign-status").first
	expect(status).to_have_text("Scheduled")
	send(name)
	expect(status).to_have_text("Running", timeout=40_000)
	expect(browser_page.locator(".crm-campaigns")).to_contain_text("1 of 3", timeout=40_000)
	looks_well(browser_page, shoot, f"running-{width}")
	browser_page.get_by_role("button", name="Pause").click()
	expect(status).to_have_text("Paused")
	assert status_of(name) == "Paused"
	browser_page.get_by_role("button", name="Resume").click()
	expect(status).to_have_text("Running")
	browser_page.locator(".crm-campaign-bar").get_by_role("button", name="Cancel").click()
	confirm(browser_page)
	expect(status).to_have_text("Cancelled")
	assert len(peer.taken) == 1
	frappe.db.commit()
	left = frappe.get_all(RECIPIENT, {"campaign": name, "reason": "Cancelled"})
	assert len(left) == 2
	assert browser_page.errors == []


def test_the_list_is_searched_and_narrowed_beyond_its_first_page(browser_page, make_campaign, shoot, width):
	page = browser_page
	gone, paused = (make_campaign(campaign_name=name) for name in ("Harbor Days", "Harbor Dues"))
	for number in range(50):
		make_campaign(campaign_name=f"Letter {number}", content="", subject="", audience=[])
	frappe.db.set_value(CAMPAIGN, gone, "status", "Cancelled")
	frappe.db.set_value(CAMPAIGN, paused, "status", "Paused")
	frappe.db.commit()
	page.goto("/app/crm-campaigns")
	rows = page.locator(".crm-campaign-row")
	expect(rows).to_have_count(50)
	page.get_by_role("searchbox", name="Search campaigns").fill("harbor")
	expect(rows).to_have_count(2)
	looks_well(page, shoot, f"found-{width}")
	if width == "phone":
		page.get_by_role("button", name="Filters").click()
	page.get_by_role("button", name="Finished", exact=True).click()
	expect(page.locator(OURS)).to_contain_text("No campaign is like that.")
	page.get_by_role("button", name="Cancelled", exact=True).click()
	expect(rows).to_have_count(1)
	expect(rows).to_contain_text("Harbor Days")
	looks_well(page, shoot, f"filters-{width}")
	page.get_by_role("searchbox", name="Search campaigns").fill("")
	page.get_by_role("button", name="All", exact=True).click()
	expect(rows).to_have_count(52)
	assert page.errors == []


@pytest.fixture
def finished(make_campaign, peer) -> str:
	"""A campaign that went out: one clicked, one came back, of one nobody knows."""
	name = make_campaign()
	frappe.get_attr("frappe_crm_app.channels.campaigns.api.start")(name)
	send(name)
	rows = frappe.get_all(
		RECIPIENT, {"campaign": name, "status": "Sent"}, pluck="name", order_by="address asc"
	)
	now = now_datetime()
	frappe.db.set_value(RECIPIENT, rows[0], "clicked_on", now)
	frappe.db.set_value(RECIPIENT, rows[1], {"bounced_on": now, "bounce_kind": "Hard"})
	frappe.db.set_value(
		RECIPIENT, rows[2], {"status": "Unsure", "sent_on": None, "problem": "The worker broke off."}
	)
	frappe.db.commit()
	return name


def test_what_came_of_a_campaign(browser_page, finished, shoot, width):
	page = browser_page
	open_campaign(page, finished)
	expect(figure(page, "Clicked")).to_contain_text("1")
	expect(figure(page, "Clicked")).to_contain_text("50 %")
	expect(page.get_by_role("region", name="Links")).to_contain_text("https://ours.example/spring")
	unsure = page.get_by_role("region", name=re.compile("^Unsure"))
	expect(unsure).to_contain_text("Cy Reader")
	looks_well(page, shoot, f"results-{width}")
	unsure.get_by_role("button", name="They Do Not").click()
	expect(unsure).to_have_count(0)
	frappe.db.commit()
	assert frappe.db.count(RECIPIENT, {"campaign": finished, "status": "Failed"}) == 1
	figure(page, "Failed").get_by_role("button").click()
	expect(page.get_by_role("region", name="Failed")).to_contain_text("Cy Reader")
	with page.expect_download() as download:
		page.get_by_role("link", name="Export").click()
	assert "ada@readers.example" in download.value.path().read_text()
	page.get_by_role("button", name="Another One to These People").click()
	dialog = page.locator(".modal.show")
	dialog.locator("[data-fieldname=follows_who] select").select_option("Clicked")
	dialog.get_by_role("button", name="Make").click()
	expect(page.locator(".crm-campaign-name")).to_have_value("Spring, once more")
	expect(page.locator(".crm-campaign-sum")).to_have_text("1 match: 1 will get it.")
	page.get_by_role("button", name="All campaigns").click()
	rows = page.locator(".crm-campaign-row")
	expect(rows).to_have_count(2)
	expect(rows.last).to_contain_text("Finished")
	looks_well(page, shoot, f"list-{width}")
	assert page.errors == []


def test_an_sms_and_its_parts(browser_page, make_campaign, shoot, width):
	name = make_campaign(channel="SMS", subject=None, content=None, sender=None, message="Spring!")
	open_campaign(browser_page, name, "content")
	expect(browser_page.get_by_text("7 characters, 1 part")).to_be_visible()
	browser_page.get_by_label("Text", exact=True).fill("x" * 161)
	expect(browser_page.get_by_text("161 characters, 2 parts")).to_be_visible()
	is_kept(browser_page)
	assert frappe.db.get_value(CAMPAIGN, name, "message") == "x" * 161
	looks_well(browser_page, shoot, f"sms-{width}")
	assert browser_page.errors == []


def test_a_place_for_a_field_that_there_is_not_is_told_and_not_kept(browser_page, make_campaign):
	name = make_campaign()
	open_campaign(browser_page, name, "content")
	browser_page.get_by_label("Subject", exact=True).fill("Hello {{ nickname }}")
	expect(browser_page.get_by_role("alert")).to_contain_text("is no field that can stand in a campaign")
	assert "nickname" not in frappe.db.get_value(CAMPAIGN, name, "subject")


def test_by_keyboard_alone(browser_page, make_campaign, width):
	if width == "phone":
		pytest.skip("A phone has no keys.")
	make_campaign()
	browser_page.goto("/app/crm-campaigns")
	link = browser_page.locator(".crm-campaign-title a")
	link.focus()
	browser_page.keyboard.press("Enter")
	steps = browser_page.locator(".crm-campaign-steps")
	steps.get_by_role("link", name="Content").focus()
	browser_page.keyboard.press("Enter")
	browser_page.get_by_role("button", name="Insert a field into: Subject").focus()
	browser_page.keyboard.press("Enter")
	expect(browser_page.get_by_label("Field of the person")).to_be_focused()
	browser_page.keyboard.press("Escape")
	expect(browser_page.get_by_role("button", name="Insert a field into: Subject")).to_be_focused()


def test_a_rep_does_not_open_the_page(browser_page, login, make_user):
	login(browser_page, make_user("CRM Sales Rep"))
	answer = browser_page.request.get(
		"/api/method/frappe.desk.desk_page.getpage", params={"name": "crm-campaigns"}
	)
	assert answer.status == 403


def test_a_stranger_subscribes_chooses_and_unsubscribes(browser_page, audience, shoot, width):
	page = browser_page
	if width == "phone":
		page.set_viewport_size(PHONE)
	page.goto(f"/subscribe-to-list?list={audience['list']}")
	looks_well(page, shoot, f"subscribe-{width}", "main, .page-content-wrapper")
	page.get_by_label("Email").fill("eve@readers.example")
	page.wait_for_timeout(3500)  # faster is no human
	page.get_by_role("button", name="Subscribe").click()
	expect(page.locator("#crm-answer")).to_contain_text("look into your mails")
	contact = frappe.db.get_value("CRM Contact", {"email": "ada@readers.example"})
	token = person_token(contact, "ada@readers.example")
	choose(page, token, audience, shoot, width)
	page.goto(path_of(one_click_url(token)))
	looks_well(page, shoot, f"unsubscribe-{width}", "main, .page-content-wrapper")
	page.get_by_role("button", name="Unsubscribe").click()
	expect(page.get_by_role("heading", name="You Are Unsubscribed")).to_be_visible()
	frappe.db.commit()
	assert frappe.db.get_value("CRM Contact", contact, "email_opt_out") == 1
	assert page.errors == []


def choose(page: Page, token: str, audience: dict, shoot, width: str) -> None:
	page.goto(path_of(preferences_url(token)))
	expect(page.get_by_label("News", exact=True)).to_be_checked()
	looks_well(page, shoot, f"preferences-{width}", "main, .page-content-wrapper")
	page.get_by_label("News", exact=True).uncheck()
	page.get_by_role("button", name="Save").click()
	expect(page.locator("#crm-answer")).to_have_text("Saved.")
	frappe.db.commit()
	values = {"mailing_list": audience["list"], "address": "ada@readers.example"}
	assert frappe.db.get_value("CRM Subscription", values, "status") == "Unsubscribed"


def path_of(address: str) -> str:
	"""Return an address of the site without the site."""
	return re.sub(r"^https?://[^/]+", "", address)
