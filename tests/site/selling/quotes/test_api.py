"""What the desk asks for, over HTTP."""

import hashlib

import frappe
import pytest
from frappe.utils import nowdate

from frappe_crm_app.selling.quotes.api import revoke_links
from frappe_crm_app.selling.quotes.expiring import remind
from frappe_crm_app.selling.quotes.revising import revise
from tests.factories import make_contact, make_deal, make_quote

API = "/api/method/frappe_crm_app.selling.quotes.api."
BUYER = "buyer@harbor.example"


@pytest.fixture
def rep(api, make_user):
	user = make_user("CRM Sales Rep")
	client = api(user)
	client.user = user
	return client


def told(answer) -> str:
	"""Return the sentence of a refusal."""
	return frappe.parse_json(frappe.parse_json(answer.json()["_server_messages"])[0])["message"]


def test_from_deal_to_accepted_version(rep):
	contact = make_contact(email=BUYER, contact_owner=rep.user)
	deal = make_deal(contact=contact.name, deal_owner=rep.user, currency="USD")
	frappe.db.commit()
	made = rep.post(f"{API}create_from", json={"doctype": deal.doctype, "name": deal.name})
	name = made.json()["message"]
	line = {"title": "Crane", "quantity": 2, "unit_price": 10, "tax_rate": 19}
	assert (
		rep.put(f"/api/resource/CRM Quote/{name}", json={"lines": [line]}).json()["data"]["gross_total"]
		== 23.8
	)
	preview = rep.get(f"{API}get_preview", params={"name": name})
	assert (preview.headers["Content-Type"], preview.content[:4]) == ("application/pdf", b"%PDF")
	sent = rep.post(f"{API}send", json={"name": name, "subject": "Ours", "message": "Dear Ada"}).json()[
		"message"
	]
	assert sent["status"] == "Sent"
	stored = rep.get(f"{API}get_preview", params={"name": name})
	assert hashlib.sha256(stored.content).hexdigest() == frappe.db.get_value("CRM Quote", name, "pdf_sha256")
	draft = rep.post(f"{API}revise", json={"name": name}).json()["message"]
	assert rep.get(f"{API}get_differences", params={"name": draft}).json()["message"] == []
	listed = rep.get(f"{API}get_quotes", params={"doctype": deal.doctype, "name": deal.name}).json()[
		"message"
	]
	assert ([quote["name"] for quote in listed["quotes"]], listed["has_more"]) == ([draft, name], False)
	assert rep.post(f"{API}revoke_links", json={"name": name}).status_code == 200


def test_revoking_links_asks_whoever_made_them(another_app):
	revoked = []
	another_app(crm_quote_links_revoking=[lambda quote: revoked.append(quote)])
	quote = make_quote()
	revoke_links(quote.name)
	assert revoked == [quote.name]


def test_after_revoking_no_mail_brings_a_new_link(sent, deliver_all):
	quote = sent(reminds_customer=1, valid_until=nowdate())
	revoke_links(quote.name)
	deliver_all(quote)
	remind(quote.name)
	mails = frappe.get_all("CRM Quote Mail", {"quote": quote.name}, ["status", "reason"])
	assert [(mail.status, mail.reason) for mail in mails] == [
		("Not Sent", "the links to the quote were revoked")
	]
	assert not frappe.db.exists("CRM Quote Link", {"quote": quote.name})


@pytest.mark.parametrize("title", ["見積書 № 1", "عرض", 'a"b\r\nX-Evil: 1', "../../etc"])
def test_a_draft_of_any_title_is_shown_as_a_pdf(rep, title):
	deal = make_deal(deal_owner=rep.user)
	quote = make_quote(deal=deal.name, title=title)
	frappe.db.commit()
	answer = rep.get(f"{API}get_preview", params={"name": quote.name})
	assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
	assert "X-Evil" not in answer.headers


def test_nobody_acts_on_what_they_do_not_see(rep, api, make_user):
	quote, deal = make_quote(), make_deal()
	frappe.db.commit()
	for endpoint, body in {"send": {"addresses": [BUYER]}, "revise": {}, "revoke_links": {}}.items():
		assert rep.post(API + endpoint, json={"name": quote.name, **body}).status_code == 403
	for endpoint in ("get_preview", "get_differences"):
		assert rep.get(API + endpoint, params={"name": quote.name}).status_code == 403
	about = {"doctype": deal.doctype, "name": deal.name}
	assert rep.post(f"{API}create_from", json=about).status_code == 403
	assert rep.get(f"{API}get_quotes", params=about).status_code == 403
	assert api(None).get(f"{API}get_preview", params={"name": quote.name}).status_code == 403
	viewer = api(make_user("CRM Viewer"))
	assert viewer.get(f"{API}get_preview", params={"name": quote.name}).status_code == 200
	assert viewer.post(f"{API}send", json={"name": quote.name, "addresses": [BUYER]}).status_code == 403


def test_a_quote_is_not_hung_where_one_may_only_read(rep, make_user):
	"""Whoever has a deal with a contact reads them, and writes neither them nor a quote for them alone."""
	contact = make_contact()
	make_deal(contact=contact.name, deal_owner=rep.user)
	frappe.db.commit()
	body = {
		"title": "Cranes",
		"contact": contact.name,
		"lines": [{"title": "Crane", "quantity": 1, "unit_price": 1}],
	}
	assert rep.post("/api/resource/CRM Quote", json=body).status_code == 403
	assert frappe.db.count("CRM Quote", {"contact": contact.name}) == 0


@pytest.mark.parametrize(
	("body", "status", "sentence"),
	[
		({"addresses": "[1, 2"}, 417, "Addresses come as a list of texts."),
		({"addresses": '{"a": 1}'}, 417, "Addresses come as a list of texts."),
		({"addresses": ["nobody"]}, 417, "“nobody” is no email address."),
		({"addresses": []}, 417, "The contact has no email address. Say to which address the quote is sent."),
	],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(rep, body, status, sentence):
	quote = make_quote(contact=make_contact(contact_owner=rep.user).name)
	frappe.db.commit()
	answer = rep.post(f"{API}send", json={"name": quote.name, **body})
	assert (answer.status_code, told(answer)) == (status, sentence)
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Draft"


def test_sending_twice_is_a_conflict(rep):
	quote = make_quote(contact=make_contact(contact_owner=rep.user, email=BUYER).name)
	frappe.db.commit()
	assert rep.post(f"{API}send", json={"name": quote.name}).status_code == 200
	again = rep.post(f"{API}send", json={"name": quote.name})
	assert (again.status_code, again.json()["exc_type"]) == (409, "QuoteStateError")


def test_a_quote_is_made_for_what_people_buy_by(rep):
	answer = rep.post(f"{API}create_from", json={"doctype": "CRM Source", "name": "x"})
	assert answer.status_code in (403, 404, 417)


def test_who_sees_only_the_revision_is_not_told_what_it_changes(rep, sent):
	first = sent(deal=make_deal().name)
	draft = frappe.get_doc("CRM Quote", revise(first))
	draft.deal = make_deal(deal_owner=rep.user).name
	draft.save()
	frappe.db.commit()
	assert rep.get(f"{API}get_preview", params={"name": draft.name}).status_code == 200
	assert rep.get(f"{API}get_differences", params={"name": draft.name}).status_code == 403
