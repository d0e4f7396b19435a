"""What whoever has a link sees, asks and chooses; who has none gets one sentence."""

import time

import frappe
import pytest
from frappe.utils import add_days, nowdate

from frappe_crm_app.kit.link_tokens import new_token
from frappe_crm_app.selling.acceptance import links, seeing
from frappe_crm_app.selling.quotes.revising import revise
from frappe_crm_app.selling.quotes.sending import send
from tests.site.selling.acceptance.conftest import (
	ADDRESS,
	API,
	Customer,
	mails_about,
	optional,
	rows_of,
	send_quote,
	sentence_of,
	token_in,
)
from tests.stack.site import refresh

PRIVATE = {
	"Cache-Control": "no-store, private, max-age=0",
	"Referrer-Policy": "no-referrer",
	"X-Frame-Options": "DENY",
	"X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
}


def test_the_page_shows_what_was_frozen(quote, customer):
	page = customer.page()
	assert page.status_code == 200
	for text in (quote.display_number, "A crane for the quay", "Crane", "Hook", "1,190.00", "per month"):
		assert text in page.text
	assert customer.token not in page.text
	shown = customer.get()
	assert (shown["label"], shown["is_open"], shown["changes"]) == (quote.display_number, True, None)
	(section,) = shown["sections"]
	assert [(line["title"], line["is_optional"], line["is_chosen"]) for line in section["lines"]] == [
		("Crane", False, True),
		("Hook", True, False),
		("Care", True, False),
	]


@pytest.mark.parametrize("path", ["/quote?t=x", "/verify-quote", API + "get_quote"])
def test_pages_and_answers_are_kept_nowhere_and_found_by_nobody(path, api, committed):
	client = api(None)
	answer = client.post(path, json={"token": "x"}) if path.startswith("/api") else client.get(path)
	assert {name: answer.headers.get(name) for name in PRIVATE} == PRIVATE
	assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
	assert "Link" not in answer.headers


def test_other_pages_keep_their_headers(api, committed):
	answer = api(None).get("/login", headers={"Accept": "text/html"})
	assert "X-Robots-Tag" not in answer.headers
	assert "Content-Security-Policy" not in answer.headers


def test_fetching_the_page_counts_nothing_and_its_script_counts_once(quote, customer):
	for _ in range(3):
		customer.page()
		customer.client.head(f"/quote?t={customer.token}")
	refresh()
	assert rows_of(quote) == []
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Sent"
	assert customer.client.get(API + "saw", params={"token": customer.token}).status_code in (403, 405)
	customer.get("saw")
	customer.get("saw")
	(row,) = rows_of(quote)
	assert (row.kind, row.address, row.ip_masked[:6], row.signed_in_as) == ("Viewed", ADDRESS, "203.0.", "")
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Viewed"
	frappe.cache.delete_keys("crm_quote_seen")
	customer.get("saw")
	assert len(rows_of(quote)) == 2


def test_our_own_people_are_no_customers(quote, customer, api, make_user):
	ours = Customer(api(make_user("CRM Manager")), customer.token)
	ours.get("saw")
	assert rows_of(quote) == []


def test_a_link_that_is_none_and_one_that_is_no_more_get_one_sentence(quote, customer_of, api):
	revoked, expired = customer_of(quote), customer_of(quote)
	names = frappe.get_all("CRM Quote Link", {"quote": quote.name}, pluck="name", order_by="creation asc")
	frappe.db.set_value("CRM Quote Link", names[-1], "expires_on", add_days(nowdate(), -1))
	frappe.db.set_value("CRM Quote Link", names[-2], "revoked_on", frappe.utils.now_datetime())
	refresh()
	tokens = [revoked.token, expired.token, new_token(), "", "x", "é" * 43]
	calls = ["get_quote", "saw", "choose", "ask", "send_code", "accept", "decline", "get_pdf"]
	answers = [Customer(api(None), token).do(name) for token in tokens for name in calls]
	assert {answer.status_code for answer in answers} == {410}
	assert {sentence_of(answer) for answer in answers} == {
		"This link is not valid any more. Please ask whoever sent it to you."
	}
	pages = [Customer(api(None), token).page() for token in tokens]
	assert {page.status_code for page in pages} == {410}
	assert not any(quote.display_number in page.text for page in pages)
	assert rows_of(quote) == []


def test_a_forged_token_takes_as_long_as_a_revoked_one(quote, customer_of, api):
	revoked = customer_of(quote)
	links.revoke(quote.name)
	refresh()

	def seconds(token: str) -> float:
		customer, times = Customer(api(None), token), []
		for _ in range(15):
			started = time.perf_counter()
			customer.client.post(API + "get_quote", json={"token": token})
			times.append(time.perf_counter() - started)
		return sorted(times)[len(times) // 2]

	known, forged = seconds(revoked.token), seconds(new_token())
	assert abs(known - forged) < max(0.02, known)


def test_the_token_is_stored_nowhere(quote, customer):
	row = frappe.get_all("CRM Quote Link", {"quote": quote.name}, ["*"])[-1]
	assert len(row.token_hash) == 64
	assert not any(customer.token in str(value) for value in row.values())


def test_revoking_from_the_desk_ends_every_link(quote, customer, customer_of, api, make_user):
	other = customer_of(quote, "other@harbor.example")
	answer = api(make_user("CRM Manager")).post(
		"/api/method/frappe_crm_app.selling.quotes.api.revoke_links", json={"name": quote.name}
	)
	assert answer.status_code == 200, answer.text
	assert {each.do("get_quote").status_code for each in (customer, other)} == {410}


def test_the_mail_carries_a_link_that_opens_the_quote(quote, api, deliver_quotes):
	deliver_quotes(quote)
	(mail,) = mails_about(quote)
	text = mail.get_body(("plain",)).get_content()
	token = token_in(next(word for word in text.split() if "/quote?t=" in word))
	customer = Customer(api(None), token)
	assert customer.get()["label"] == quote.display_number
	customer.get("saw")
	(row,) = rows_of(quote)
	assert row.mail == frappe.get_all("Email Queue", {"reference_name": quote.name}, pluck="name")[0]


def test_ticking_lines_changes_the_total_on_the_server_alone(quote, customer):
	hook, care = optional(quote)
	assert customer.get("choose", lines=[])["gross"] == customer.get()["totals"]["gross"]
	assert "1,297.00" in customer.get("choose", lines=[hook])["gross"]
	both = customer.get("choose", lines=[care, hook])
	assert "1,320.80" in both["gross"]
	assert "23.80" in both["recurring"][0]["amount"]
	for wrong in ([quote.lines[0].name], ["nothing"], [5], "x", {"a": 1}, [hook] * 1001):
		assert customer.do("choose", lines=wrong).status_code in (400, 417)
	refresh()
	assert frappe.db.get_value("CRM Quote", quote.name, "gross_total") == 1190


def test_who_saw_a_version_before_is_told_what_changed(quote, customer, customer_of):
	draft = frappe.get_doc("CRM Quote", revise(quote))
	draft.lines[0].unit_price = 900
	draft.append("lines", {"title": "Rope", "quantity": 3, "unit_price": 10, "tax_rate": 19})
	draft.save()
	newer = send(draft, addresses=[ADDRESS])
	shown = customer_of(newer).get()
	assert shown["changes"]["since"] == quote.display_number
	assert [(line["what"], line["title"]) for line in shown["changes"]["lines"]] == [
		("changed", "Crane"),
		("added", "Rope"),
	]
	(change,) = shown["changes"]["lines"][0]["changes"]
	assert "1,000" in change["before"]
	assert "900" in change["after"]
	assert customer_of(newer, "somebody@else.example").get()["changes"] is None

	old = customer.get()
	assert (old["is_open"], old["current"]["label"]) == (False, newer.display_number)
	refused = customer.accept()
	assert refused.status_code == 409
	assert newer.display_number in sentence_of(refused)
	assert newer.display_number in customer.page().text


def test_a_question_becomes_a_follow_up_of_the_deal_and_its_owner_is_told(customer_of, make_user):
	rep = make_user("CRM Sales Rep")
	quote = send_quote(quote_owner=rep)
	customer = customer_of(quote)
	customer.get("ask", question="  Does <b>it</b> come with a hook?\n")
	note = frappe.get_last_doc("CRM Follow-up Note", {"deal": quote.deal})
	assert (note.assigned_to, note.status, note.content.splitlines()[0]) == (
		rep,
		"Open",
		"Does ‹b›it‹/b› come with a hook?",
	)
	assert note.contact == quote.contact
	(row,) = rows_of(quote)
	assert (row.kind, row.text) == ("Question", "Does ‹b›it‹/b› come with a hook?")
	log = frappe.get_all(
		"Notification Log",
		{"for_user": rep, "document_type": "CRM Follow-up Note"},
		["document_name", "subject"],
	)
	assert [each.document_name for each in log] == [note.name]
	assert quote.display_number in log[0].subject


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001, "a\0b", "\ud800"])
def test_what_is_no_question_is_refused(quote, customer, question):
	answer = customer.client.post(API + "ask", json={"token": customer.token, "question": question})
	assert 400 <= answer.status_code < 500
	assert rows_of(quote) == []
	assert not frappe.db.exists("CRM Follow-up Note", {"deal": quote.deal})


def test_who_asks_too_often_waits(quote, customer):
	answers = [customer.do("ask", question=f"Number {number}?").status_code for number in range(11)]
	assert answers == [200] * 10 + [429]
	assert len(rows_of(quote, kind="Question")) == 10


def test_both_pdfs_are_given_to_who_has_the_link(quote, customer):
	answer = customer.do("get_pdf")
	assert answer.content.startswith(b"%PDF")
	assert "attachment" in answer.headers["Content-Disposition"]
	assert customer.do("get_pdf", signed=1).status_code == 409


def test_views_of_one_link_are_kept_up_to_a_number(quote, customer, monkeypatch):
	customer.get("saw")
	monkeypatch.setattr(seeing, "MOST_VIEWS", 1)
	monkeypatch.setattr(seeing, "is_one_of_us", lambda: False)
	link = links.find(customer.token)
	frappe.cache.delete_keys("crm_quote_seen")
	assert not seeing.is_counted(frappe.get_doc("CRM Quote", quote.name), link)
	monkeypatch.setattr(seeing, "MOST_VIEWS", 2)
	assert seeing.is_counted(frappe.get_doc("CRM Quote", quote.name), link)
