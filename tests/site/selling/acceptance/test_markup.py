"""What people write is text on a quote's page, in its answers and on its certificate, whatever is in it."""

import frappe
import pytest

from frappe_crm_app.selling.acceptance import records
from frappe_crm_app.selling.acceptance.signing import certificate
from frappe_crm_app.selling.quotes.pdf import html_of
from frappe_crm_app.selling.quotes.sending import send
from tests.site.selling.acceptance.conftest import ADDRESS, write_quote
from tests.stack.site import refresh

EVIL = "<img src=x onerror=alert(1)>{{ 'crm' * 3 }}"
HTML = '<p onclick="x()">Dear<script>x()</script><a href="javascript:x()">here</a><style>*{}</style></p>'
LINE = {"title": "Crane", "quantity": 1, "unit_price": 1, "is_optional": 1, "is_chosen": 1}


@pytest.fixture
def evil(committed):
	"""A quote whose texts were stored past Frappe, which takes markup out of what comes in by a form."""
	quote = write_quote(addressee="A", lines=[LINE])
	texts = {"title": EVIL, "addressee": EVIL, "introduction": HTML, "terms": HTML}
	frappe.db.set_value("CRM Quote", quote.name, texts)
	of_line = dict.fromkeys(("title", "description", "unit", "group_title"), EVIL)
	frappe.db.set_value("CRM Quote Line", quote.lines[0].name, of_line)
	return send(frappe.get_doc("CRM Quote", quote.name), addresses=[ADDRESS])


def assert_harmless(html: str) -> None:
	for part in ("<img src=x", "onclick", "<script>x", "javascript:", "<style>*", "crmcrmcrm"):
		assert part not in html


def test_the_page_shows_markup_as_text(evil, customer_of):
	customer = customer_of(evil)
	page = customer.page()
	assert page.status_code == 200
	assert_harmless(page.text)
	assert "&lt;img src=x" in page.text
	customer.get("decline", reason=EVIL)
	assert_harmless(customer.page().text)


def test_the_pdf_and_the_certificate_show_markup_as_text(evil, customer_of):
	customer = customer_of(evil)
	assert customer.accept([evil.lines[0].name], typed_name="Ada <b>King").status_code == 417
	assert customer.accept([evil.lines[0].name], typed_name="Ada {{7*7 King").status_code == 417
	assert customer.accept([evil.lines[0].name]).status_code == 200
	refresh()
	quote = frappe.get_doc("CRM Quote", evil.name)
	assert_harmless(html_of(quote))
	facts = certificate.facts_of(quote, records.accepted_row(quote.name))
	assert_harmless(frappe.render_template(certificate.TEMPLATE, facts | {"qr": ""}))
