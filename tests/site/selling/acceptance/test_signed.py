"""The signed PDF: made by a job, once, whatever dies; mailed; and verified by anybody who has it."""

from hashlib import sha256
from io import BytesIO

import frappe
import pytest
from pypdf import PdfReader

from frappe_crm_app.kit.outbox.tasks import sweep
from frappe_crm_app.selling.acceptance import verifying
from frappe_crm_app.selling.acceptance.signing import making
from frappe_crm_app.selling.acceptance.tasks import OUTBOX
from frappe_crm_app.selling.quotes.stored_pdf import read_pdf
from tests.site.selling.acceptance.conftest import (
	ADDRESS,
	API,
	drawn,
	mails_about,
	optional,
	rows_of,
	send_quote,
	sentence_of,
)
from tests.stack.site import refresh


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")


@pytest.fixture
def signed(rep, customer_of, work_off):
	"""A quote that was accepted, its signed PDF made; with its customer as `customer`."""
	quote = send_quote(quote_owner=rep)
	customer = customer_of(quote)
	assert customer.accept([optional(quote)[0]], drawing=drawn()).status_code == 200
	work_off()
	stored = frappe.get_doc("CRM Quote", quote.name)
	stored.flags.customer = customer
	return stored


def text_of(pdf: bytes) -> str:
	return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_signed_pdf_is_the_sent_one_with_a_certificate(signed):
	sent, content = read_pdf(signed), read_pdf(signed, "signed_pdf")
	pages = PdfReader(BytesIO(content)).pages
	assert len(pages) == len(PdfReader(BytesIO(sent)).pages) + 1
	assert [page.extract_text() for page in pages[:-1]] == [
		page.extract_text() for page in PdfReader(BytesIO(sent)).pages
	]
	(row,) = rows_of(signed)
	certificate = "".join(pages[-1].extract_text().split())
	for fact in (
		signed.display_number,
		"AdaLovelace",
		signed.pdf_sha256,
		row.row_hash,
		row.ip_masked,
		row.occurred_utc,
		"1,297.00",
		"Hook",
		"verify-quote",
		"simpleelectronicsignature",
		"b•••@h•••.example",
	):
		assert fact.replace(" ", "") in certificate, fact
	file = frappe.get_doc("File", signed.signed_pdf)
	assert (file.is_private, file.attached_to_doctype, file.attached_to_name) == (1, "CRM Quote", signed.name)
	assert sha256(content).hexdigest() == signed.signed_pdf_sha256


def test_customer_and_owner_are_mailed_the_signed_pdf(signed, rep):
	mails = mails_about(signed)
	assert [mail.recipients for mail in mails] == [[ADDRESS], [rep]]
	attached = next(mails[0].iter_attachments())
	assert attached.get_filename().endswith("-signed.pdf")
	assert "Ada Lovelace" in mails[0].get_body(("plain",)).get_content()


def test_the_page_gives_the_signed_pdf_and_shows_the_proof(signed):
	customer = signed.flags.customer
	assert sha256(customer.do("get_pdf", signed=1).content).hexdigest() == signed.signed_pdf_sha256
	assert sha256(customer.do("get_pdf").content).hexdigest() == signed.pdf_sha256
	decision = customer.get()["decision"]
	assert (decision["kind"], decision["name"], decision["has_signed_pdf"]) == (
		"accepted",
		"Ada Lovelace",
		True,
	)
	assert decision["hash"] in customer.page().text


def test_a_job_that_dies_leaves_it_owed_and_a_second_one_makes_nothing_twice(
	quote, customer, monkeypatch, work_off
):
	assert customer.accept().status_code == 200
	(row,) = frappe.get_all("CRM Quote Certificate", {"quote": quote.name}, pluck="name")

	def die(*_arguments):
		raise KeyboardInterrupt

	with monkeypatch.context() as patched:
		patched.setattr(making, "mail_all", die)
		with pytest.raises(KeyboardInterrupt):
			OUTBOX.carry_out(row)
	frappe.db.rollback()
	assert not frappe.db.get_value("CRM Quote", quote.name, "signed_pdf")
	assert frappe.db.get_value("CRM Quote Certificate", row, "status") == "Owed"
	assert OUTBOX.due(5) == [row]
	sweep()
	work_off()
	work_off()
	assert frappe.db.get_value("CRM Quote Certificate", row, "status") == "Made"
	assert len(mails_about(quote)) == 1
	assert frappe.db.count("File", {"attached_to_name": quote.name, "file_name": ("like", "%-signed%")}) == 1


def test_a_pdf_that_is_not_what_was_sent_is_not_signed_and_the_quote_says_so(quote, customer, work_off):
	assert customer.accept().status_code == 200
	frappe.db.set_value("CRM Quote", quote.name, "pdf_sha256", "0" * 64)
	work_off()
	assert frappe.db.get_value("CRM Quote Certificate", {"quote": quote.name}, "status") == "Not Made"
	assert (
		"The signed PDF was not made"
		in frappe.get_last_doc("Comment", {"reference_name": quote.name}).content
	)


def verify(api, **body):
	return api(None).post(API + "verify", headers={"X-Forwarded-For": "192.0.2.1"}, **body)


def test_anybody_with_the_pdf_learns_what_it_is_and_no_more(signed, api):
	content = read_pdf(signed, "signed_pdf")
	frappe.cache.delete_keys("crm_counted")
	by_file = verify(api, files={"file": ("any.pdf", content, "application/pdf")}).json()["message"]
	by_hash = verify(api, json={"sha256": signed.signed_pdf_sha256.upper()}).json()["message"]
	assert by_file == by_hash
	assert set(by_file) == {
		"is_known",
		"document",
		"label",
		"sent_on",
		"accepted_on",
		"accepted_by",
		"is_intact",
	}
	assert (by_file["document"], by_file["label"], by_file["is_intact"]) == (
		"signed",
		signed.display_number,
		True,
	)
	assert by_file["accepted_by"] == "A••• L•••"
	sent = verify(api, files={"file": read_pdf(signed)}).json()["message"]
	assert (sent["document"], sent["accepted_by"]) == ("sent", "A••• L•••")
	changed = content.replace(b"%%EOF", b"%%EOf")
	assert verify(api, files={"file": changed}).json()["message"] == {"is_known": False}


def test_a_record_that_was_tampered_with_is_said_to_be(signed, api):
	frappe.db.set_value("CRM Quote Acceptance", rows_of(signed)[-1].name, "typed_name", "Eve Hopper")
	found = verify(api, json={"sha256": signed.signed_pdf_sha256}).json()["message"]
	assert (found["is_known"], found["is_intact"]) == (True, False)


def test_what_is_no_hash_and_no_file_is_refused(api, committed, monkeypatch):
	frappe.cache.delete_keys("crm_counted")
	for body in (
		{"json": {}},
		{"json": {"sha256": "x"}},
		{"json": {"sha256": "g" * 64}},
		{"files": {"other": b"x"}},
	):
		answer = verify(api, **body)
		assert answer.status_code == 417
		assert sentence_of(answer)
	assert verify(api, json={"sha256": "0" * 64}).json()["message"] == {"is_known": False}
	assert verify(api, files={"file": b"x" * (verifying.LARGEST + 1)}).status_code in (413, 417)


def test_who_verifies_too_often_waits(api, committed):
	frappe.cache.delete_keys("crm_counted")
	answers = [verify(api, json={"sha256": "0" * 64}).status_code for _ in range(61)]
	assert answers == [200] * 60 + [429]
	refresh()
