"""A stranger gets a quote by mail, and decides on it: at the width of a desk and of a phone."""

import hashlib
import tempfile
from pathlib import Path

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from playwright.sync_api import Page, expect

from frappe_crm_app.kit.outbox import tasks
from frappe_crm_app.selling.acceptance import links
from frappe_crm_app.selling.acceptance.tasks import OUTBOX
from frappe_crm_app.selling.quotes.revising import revise
from frappe_crm_app.selling.quotes.sending import send
from tests.browser.conftest import PHONE
from tests.factories import make_contact, make_deal, make_quote
from tests.stack.browser import overflow
from tests.stack.site import refresh

ADDRESS = "ada@harbor.example"
LINES = [
	{
		"group_title": "The crane", "title": "Quay crane, 12 t", "quantity": 1, "unit": "piece", "unit_price": 48500, "tax_rate": 19,
		"description": "Electric, with a jib of 18 m.\nPainted in the colour of your port.",
	},
	{"group_title": "The crane", "title": "Transport and mounting", "quantity": 3, "unit": "days", "unit_price": 1450, "tax_rate": 19, "discount_percent": 10},
	{"group_title": "If you like", "title": "Second hook", "quantity": 2, "unit_price": 690, "tax_rate": 19, "is_optional": 1},
	{
		"group_title": "If you like", "title": "Inspection and care", "quantity": 1, "unit_price": 120, "tax_rate": 19, "is_optional": 1,
		"recurrence": "Monthly", "description": "Every quarter, with spare parts within 24 hours.",
	},
]  # fmt: skip


@pytest.fixture
def offered(committed, make_user) -> Document:
	"""A quote that was sent."""
	settings = {"quote_seller": "Blue Harbor Cranes\nPier 7, 20457 Hamburg"}
	before = frappe.db.get_single_value("CRM Desk Settings", "quote_seller")
	frappe.db.set_single_value("CRM Desk Settings", settings)
	frappe.clear_document_cache("CRM Desk Settings", "CRM Desk Settings")
	rep = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	contact = make_contact(first_name="Ada", last_name="King", email=ADDRESS)
	deal = make_deal(contact=contact.name, deal_owner=rep)
	draft = make_quote(
		deal=deal.name,
		title="A crane for your quay",
		currency="EUR",
		quote_owner=rep,
		valid_until=add_days(nowdate(), 21),
		introduction="<p>Dear Ada King,</p><p>as discussed on your quay last week, here is our offer.</p>",
		terms="<p>Half with your order, half when the crane stands. Delivery within twelve weeks.</p>",
		lines=LINES,
	)
	yield send(draft, addresses=[ADDRESS])
	frappe.db.rollback()
	frappe.db.set_single_value("CRM Desk Settings", "quote_seller", before)
	frappe.clear_document_cache("CRM Desk Settings", "CRM Desk Settings")
	frappe.db.commit()


def open_quote(page: Page, quote: Document, width: str) -> None:
	if width == "phone":
		page.set_viewport_size(PHONE)
	url = links.make(quote, ADDRESS)
	refresh()
	page.goto(url[url.index("/quote") :])
	expect(page.get_by_role("heading", name=quote.title)).to_be_visible()


def check(page: Page) -> None:
	"""Nothing overflows, axe finds nothing that is serious, and the console says nothing."""
	assert overflow(page) <= 0
	found = Axe().run(page).response["violations"]
	findings = [
		f"{each['id']}: {each['nodes'][0]['html'][:200]}"
		for each in found
		if each["impact"] in ("serious", "critical")
	]
	assert not findings, "\n".join(findings)
	assert page.errors == []


def picture(page: Page, shoot, name: str) -> None:
	page.emulate_media(color_scheme="light")
	shoot(page, name)


def test_a_stranger_chooses_asks_and_accepts_and_verifies_the_pdf(browser_page, offered, width, shoot):
	page = browser_page
	open_quote(page, offered, width)
	picture(page, shoot, f"quote-{width}")
	check(page)
	total = page.locator("#crm-quote-totals [data-total='gross']")
	before = total.text_content()
	page.get_by_label("Second hook").check()
	expect(total).not_to_have_text(before)
	expect(page.locator(".q-bar [data-total='gross']")).to_have_text(total.text_content())

	page.get_by_text("Ask a question").click()
	page.get_by_label("What would you like to know?").fill("Does it come in blue?")
	page.get_by_role("button", name="Send the question").click()
	expect(page.get_by_text("We have your question")).to_be_visible()

	accept = page.locator("#crm-quote-accept")
	button = accept.get_by_role("button", name="Accept for")
	button.click()
	expect(accept.locator(".q-error")).to_be_visible()
	page.get_by_label("Your first and last name").fill("Ada King")
	page.get_by_text("Draw your signature").click()
	draw(page)
	accept.get_by_role("checkbox").check()
	page.locator("#accept").scroll_into_view_if_needed()
	picture(page, shoot, f"quote-{width}-accepting")
	check(page)
	button.click()
	expect(page.get_by_role("heading", name="Accepted")).to_be_visible()
	refresh()
	tasks.work_off(OUTBOX.key)
	refresh()
	expect(page.get_by_role("button", name="Signed PDF")).to_be_visible()
	page.evaluate("scrollTo(0, 0)")
	picture(page, shoot, f"quote-{width}-accepted")
	check(page)
	stored = frappe.get_doc("CRM Quote", offered.name)
	assert (stored.status, stored.accepted_by) == ("Accepted", "Ada King")
	assert frappe.db.exists("CRM Quote Acceptance", {"quote": offered.name, "kind": "Viewed"})
	verify(page, shoot, stored, width)


def draw(page: Page) -> None:
	"""Write something that looks like a name."""
	box = page.locator("#crm-quote-draw canvas").bounding_box()
	page.locator("#crm-quote-draw canvas").scroll_into_view_if_needed()
	box = page.locator("#crm-quote-draw canvas").bounding_box()
	at = lambda x, y: (box["x"] + box["width"] * x, box["y"] + box["height"] * y)  # noqa: E731
	page.mouse.move(*at(0.1, 0.7))
	page.mouse.down()
	for x, y in ((0.2, 0.2), (0.28, 0.8), (0.35, 0.45), (0.45, 0.75), (0.55, 0.4), (0.62, 0.7), (0.8, 0.5)):
		page.mouse.move(*at(x, y), steps=6)
	page.mouse.up()


def verify(page: Page, shoot, quote: Document, width: str) -> None:
	with page.expect_download() as loading:
		page.get_by_role("button", name="Signed PDF").click()
	content = Path(loading.value.path()).read_bytes()
	assert hashlib.sha256(content).hexdigest() == quote.signed_pdf_sha256
	page.goto("/verify-quote")
	with tempfile.TemporaryDirectory() as folder:
		file = Path(folder, "signed.pdf")
		file.write_bytes(content)
		page.locator("input[type='file']").set_input_files(file)
		expect(
			page.get_by_role("heading", name=f"This is the quote {quote.display_number} as it was signed.")
		).to_be_visible()
		expect(page.get_by_text("A••• K•••")).to_be_visible()
		picture(page, shoot, f"quote-{width}-verified")
		check(page)
		file = Path(folder, "changed.pdf")
		file.write_bytes(content + b" ")
		page.locator("input[type='file']").set_input_files(file)
		expect(page.get_by_role("heading", name="This site knows no quote like this.")).to_be_visible()
	page.locator("input[name='sha256']").fill(quote.pdf_sha256)
	page.get_by_role("button", name="Verify").click()
	expect(
		page.get_by_role("heading", name=f"This is the quote {quote.display_number} as it was sent.")
	).to_be_visible()


def test_a_stranger_sees_what_changed_and_declines(browser_page, offered, width, shoot):
	page = browser_page
	open_quote(page, offered, width)
	old = page.url
	draft = frappe.get_doc("CRM Quote", revise(offered))
	draft.lines[0].unit_price = 46000
	draft.save()
	newer = send(draft, addresses=[ADDRESS])
	open_quote(page, newer, width)
	expect(page.get_by_role("heading", name=f"What changed since {offered.display_number}")).to_be_visible()
	picture(page, shoot, f"quote-{width}-changed")
	check(page)
	newest = page.url
	page.goto(old)
	expect(page.get_by_role("heading", name="There is a newer version")).to_be_visible()
	assert page.locator("#crm-quote-accept").count() == 0
	check(page)
	page.goto(newest)
	page.locator("#crm-quote-decline summary").click()
	page.get_by_label("Why?").fill("We buy a boat instead.")
	page.get_by_role("button", name="Decline the quote").click()
	expect(page.get_by_role("heading", name="Declined")).to_be_visible()
	expect(page.get_by_text("We buy a boat instead.")).to_be_visible()
	check(page)
	refresh()
	assert frappe.db.get_value("CRM Quote", newer.name, "decline_reason") == "We buy a boat instead."


def test_who_uses_keys_alone_accepts(browser_page, offered):
	page = browser_page
	open_quote(page, offered, "desk")
	page.get_by_label("Second hook").focus()
	page.keyboard.press("Space")
	page.get_by_label("Your first and last name").focus()
	page.keyboard.type("Ada King")
	page.keyboard.press("Tab")  # over the drawing, which nobody has to make
	page.keyboard.press("Tab")
	page.keyboard.press("Space")
	page.keyboard.press("Tab")
	page.keyboard.press("Enter")
	expect(page.get_by_role("heading", name="Accepted")).to_be_visible()
	assert page.evaluate("document.activeElement.id") == "q-decided"


def test_a_link_that_is_none_says_so(browser_page, committed, shoot):
	page = browser_page
	page.goto("/quote?t=nothing")
	expect(page.get_by_text("This link is not valid any more.")).to_be_visible()
	page.errors.clear()  # the browser complains about the status 410
	check(page)
