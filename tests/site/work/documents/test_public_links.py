"""Public links: a document for somebody without a login, for as long as it is meant to be."""

import re

import frappe
import pytest
from frappe.utils import add_days, nowdate

from frappe_crm_app.work.documents.sharing.limits import LIMITS, Asked
from frappe_crm_app.work.documents.uploads import examined
from frappe_crm_app.work.documents.versions import add_version
from frappe_crm_app.work.events.room import keeping
from tests.factories import make_contact, make_document, make_project
from tests.site.work.documents.conftest import PDF, PNG, PUBLIC

DOCUMENT, LINK, DELIVERY = "CRM Document", "CRM Document Public Link", "CRM Document Delivery"
ENDPOINTS = ("get_document", "saw", "get_file")
GONE = "This link is not valid any more. Please ask whoever sent it to you."


@pytest.fixture
def link(committed, rep, document, buyer, tell) -> frappe._dict:
	"""A link of the rep's for the buyer."""
	frappe.db.commit()
	made = tell(rep, "make_public_link", document=document.name, contact=buyer.name).json()["message"]
	return frappe._dict(made, token=made["url"].partition("?t=")[2])


def facts(link: frappe._dict) -> frappe._dict:
	frappe.db.rollback()
	return frappe.get_doc(LINK, link.name)


def test_its_token_is_stored_nowhere(link):
	assert re.fullmatch(r"[A-Za-z0-9_-]{43}", link.token)
	stored = facts(link)
	assert link.token not in str(stored.as_dict())
	assert str(stored.expires_on) == add_days(nowdate(), 30)


def test_the_page_shows_the_document_and_gives_the_file(link, client_of, stranger_asks):
	page = client_of(None).get(f"/document?t={link.token}", headers={"Accept": "text/html"})
	assert page.status_code == 200
	assert all(text in page.text for text in ("Price list", "hello.txt", "5 B"))
	assert page.headers["X-Robots-Tag"].startswith("noindex")
	assert page.headers["Cache-Control"].startswith("no-store")
	assert facts(link).views == 0
	answer = stranger_asks("get_file", token=link.token)
	assert answer.content == b"Hello"
	assert answer.headers["Content-Disposition"].startswith("attachment")
	assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_looking_is_counted_once_in_half_an_hour_and_noted(
	link, rep, buyer, customer, document, stranger_asks, client_of, ask
):
	for _time in range(3):
		assert stranger_asks("saw", token=link.token).ok
	assert (
		client_of(rep)
		.post("/api/method/frappe_crm_app.work.documents.sharing.api.saw", json={"token": link.token})
		.ok
	)
	assert facts(link).views == 1
	rows = frappe.get_all(
		DELIVERY, {"document": document.name}, ["number", "channel", "contact", "customer"], as_list=True
	)
	assert [tuple(row) for row in rows] == [(1, "Link", buyer.name, customer.name)]
	page = ask(rep, "get_document", document=document.name).json()["message"]
	whom = (frappe.db.get_value("CRM Contact", buyer.name, "full_name"), customer.customer_name)
	assert [(*who(each), each["views"], each["is_open"]) for each in page["public_links"]] == [(*whom, 1, 1)]
	assert [(*who(each), each["number"], each["is_behind"]) for each in page["has"]] == [(*whom, 1, 0)]


def who(receiver: dict) -> tuple[str, str | None]:
	return receiver["title"], receiver["of_customer"]


def test_a_link_names_its_contact_else_its_label_else_its_customer(
	link, rep, buyer, customer, document, tell, stranger_asks, ask
):
	receivers = ({"customer": customer.name, "label": "Their accountant"}, {"customer": customer.name})
	made = [
		tell(rep, "make_public_link", document=document.name, **each).json()["message"] for each in receivers
	]
	for token in (link.token, *(each["url"].partition("?t=")[2] for each in made)):
		assert stranger_asks("saw", token=token).ok
	page = ask(rep, "get_document", document=document.name).json()["message"]
	known = {
		(frappe.db.get_value("CRM Contact", buyer.name, "full_name"), customer.customer_name),
		("Their accountant", customer.customer_name),
		(customer.customer_name, None),
	}
	assert {who(each) for each in page["has"]} == {who(each) for each in page["public_links"]} == known


def new_version(document, name: str, content: bytes) -> None:
	add_version(frappe.get_doc(DOCUMENT, document.name), examined(name, content))
	frappe.db.commit()


@pytest.mark.parametrize(
	("name", "content", "content_type", "policy"),
	[
		("plan.png", PNG, "image/png", "sandbox"),
		("plan.pdf", PDF, "application/pdf", "frame-ancestors 'self'"),
	],
)
def test_pdfs_and_images_are_shown_on_the_page_and_counted_once(
	link, document, client_of, stranger_asks, name, content, content_type, policy
):
	new_version(document, name, content)
	page = client_of(None).get(f"/document?t={link.token}", headers={"Accept": "text/html"})
	(address,) = re.findall(r'<template>.* src="([^"]+)"', page.text)
	assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
	assert client_of(None).get(address).status_code == 409, "nobody has it without being noted"
	assert stranger_asks("saw", token=link.token).ok
	for _time in range(2):
		answer = client_of(None).get(address)
		assert (answer.status_code, answer.content) == (200, content)
	assert answer.headers["Content-Type"] == content_type
	assert answer.headers["Content-Disposition"].startswith("inline")
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
	assert answer.headers["Cache-Control"].startswith("private, no-store")
	assert policy in answer.headers["Content-Security-Policy"]
	assert answer.headers["X-Robots-Tag"].startswith("noindex")
	assert facts(link).views == 1
	assert frappe.db.count(DELIVERY, {"document": document.name, "number": 2}) == 1


@pytest.mark.parametrize(
	("name", "content"), [("page.html", b"<html><script>alert(1)</script>"), ("picture.svg", b"<svg></svg>")]
)
def test_what_might_run_is_only_saved(link, document, client_of, stranger_asks, name, content):
	new_version(document, name, content)
	page = client_of(None).get(f"/document?t={link.token}", headers={"Accept": "text/html"})
	assert "<template" not in page.text
	assert stranger_asks("saw", token=link.token).ok
	answer = client_of(None).get(PUBLIC + "view", params={"token": link.token})
	assert answer.status_code == 409
	assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
	saved = stranger_asks("get_file", token=link.token)
	assert saved.headers["Content-Type"] == "application/octet-stream"
	assert saved.headers["Content-Disposition"].startswith("attachment")


def test_it_opens_the_newest_version_or_just_one(link, rep, document, tell, stranger_asks):
	first = frappe.db.get_value("CRM Document Version", {"document": document.name})
	pinned = tell(rep, "make_public_link", document=document.name, version=first).json()["message"]
	add_version(frappe.get_doc(DOCUMENT, document.name), examined("next.png", PNG))
	frappe.db.commit()
	assert stranger_asks("get_document", token=link.token).json()["message"]["number"] == 2
	token = pinned["url"].partition("?t=")[2]
	assert stranger_asks("get_document", token=token).json()["message"]["number"] == 1
	assert stranger_asks("get_file", token=token).content == b"Hello"


def test_it_ends(link, rep, stranger, tell, stranger_asks, client_of):
	assert tell(stranger, "revoke_public_link", link=link.name).status_code == 403
	assert stranger_asks("get_document", token=link.token).ok
	assert tell(rep, "revoke_public_link", link=link.name).ok
	viewed = client_of(None).get(PUBLIC + "view", params={"token": link.token})
	for answer in (viewed, *(stranger_asks(each, token=link.token) for each in ENDPOINTS)):
		assert answer.status_code == 410
		assert GONE in answer.text


def test_it_expires(link, client_of, stranger_asks):
	frappe.db.set_value(LINK, link.name, "expires_on", add_days(nowdate(), -1))
	frappe.db.commit()
	assert stranger_asks("get_document", token=link.token).status_code == 410
	page = client_of(None).get(f"/document?t={link.token}", headers={"Accept": "text/html"})
	assert page.status_code == 410
	assert GONE in page.text
	assert "Price list" not in page.text


@pytest.mark.parametrize("days", [-1, 400])
def test_its_last_day_is_within_a_year(link, rep, document, tell, days):
	answer = tell(rep, "make_public_link", document=document.name, expires_on=add_days(nowdate(), days))
	assert answer.status_code == 417
	assert "within a year" in answer.text


def test_who_only_reads_makes_none(link, make_user, stranger, document, tell):
	viewer = make_user("CRM Viewer")
	for user in (viewer, stranger, None):
		assert tell(user, "make_public_link", document=document.name).status_code == 403


def test_it_is_for_nobody_whom_its_maker_does_not_see(link, rep, document, tell):
	for key in ("contact", "customer"):
		answer = tell(rep, "make_public_link", document=document.name, **{key: "nothing"})
		assert answer.status_code == 417
		assert "no such record that you can see" in answer.text


def test_a_flood_is_refused(link, client_of):
	stranger, token = client_of(None), {"token": link.token}
	for _each in range(LIMITS.most[Asked.VIEW]):
		LIMITS.refuse_flood_by(Asked.VIEW, link.name)
	assert stranger.get(PUBLIC + "view", params=token).status_code == 429
	for _each in range(LIMITS.most[Asked.FILE] - 1):
		LIMITS.refuse_flood_by(Asked.FILE, link.name)
	assert [stranger.post(PUBLIC + "get_file", json=token).status_code for _each in range(2)] == [200, 429]


def test_a_document_that_is_deleted_opens_nothing(link, document, stranger_asks):
	frappe.delete_doc(DOCUMENT, document.name)
	frappe.db.commit()
	assert stranger_asks("get_document", token=link.token).status_code == 410


def test_a_contact_that_is_deleted_has_no_link_any_more(link, buyer, stranger_asks):
	frappe.delete_doc("CRM Contact", buyer.name)
	frappe.db.commit()
	assert stranger_asks("get_document", token=link.token).status_code == 410
	assert facts(link).contact is None


@pytest.mark.parametrize(
	"query", ["", "t=", "t=x&t=y", "t[]=x", "t=%00", "t=%ff", "t=" + "a" * 3000, "t={{7*7}}", "T=x"]
)
def test_pages_without_a_token_say_one_sentence(client_of, committed, query):
	page = client_of(None).get(f"/document?{query}", headers={"Accept": "text/html"})
	assert page.status_code in (400, 410)
	assert GONE in page.text or page.status_code == 400
	assert "Traceback" not in page.text


def test_a_room_has_the_documents_of_its_project_that_were_shared_with_whom_it_is_for(
	committed, rep, buyer, customer, tell, client_of, stranger_asks
):
	project = make_project(customer=customer.name, project_owner=rep, participants=[{"contact": buyer.name}])
	shared, hidden, elsewhere = (
		make_document(about, title=title)
		for about, title in ((project, "Plan"), (project, "Costs"), (customer, "Price list"))
	)
	room = keeping.make(buyer.name, project.name, None)
	frappe.db.commit()
	for document in (shared, elsewhere):
		tell(rep, "make_public_link", document=document.name, contact=buyer.name)
	made = tell(rep, "make_public_link", document=hidden.name, contact=make_shown_contact(rep)).json()[
		"message"
	]
	page = client_of(None).get(f"/room?t={room['url'].partition('t=')[2]}", headers={"Accept": "text/html"})
	assert page.status_code == 200
	assert [title in page.text for title in ("Plan", "Costs", "Price list")] == [True, False, False]
	(token,) = re.findall(r"/document\?t=([^\"&]+)", page.text)
	assert stranger_asks("get_file", token=token).content == b"Hello"
	name, _dot, signature = token.partition(".")
	for wrong in (f"{made['name']}.{signature}", f"{name}.{'0' * 32}", name):
		answer = stranger_asks("get_file", token=wrong)
		assert (answer.ok, GONE in answer.text) == (False, True)
	assert tell(rep, "revoke_public_link", link=name).ok
	assert not stranger_asks("get_file", token=token).ok
	assert "Plan" not in client_of(None).get(f"/room?t={room['url'].partition('t=')[2]}").text


def make_shown_contact(rep: str) -> str:
	contact = make_contact(contact_owner=rep).name
	frappe.db.commit()
	return contact
