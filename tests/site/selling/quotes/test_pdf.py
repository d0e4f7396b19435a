"""What the PDF says is what the record says, and making it loads nothing."""

import base64
import logging
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import frappe
import pytest
from pypdf import PdfReader

from frappe_crm_app.kit.exceptions import PdfEngineError, QuoteError
from frappe_crm_app.selling.quotes.pdf import html_of, money, render
from frappe_crm_app.selling.quotes.pdf_fetching import fetch
from frappe_crm_app.selling.quotes.sending import send
from frappe_crm_app.selling.quotes.stored_pdf import read_pdf
from tests.factories import make_quote

PIXEL = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TALL = 792.0  # points, of Letter


def pages(content: bytes) -> list:
	return PdfReader(BytesIO(content)).pages


def words(content: bytes) -> str:
	"""Return the text of all pages with single spaces."""
	return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages(content)))


def shown(amount: float, currency: str = "USD") -> str:
	return re.sub(r"\s+", " ", money(amount, currency))


def test_text_and_totals_read_back_are_those_of_the_record(sent):
	quote = sent(
		title="Cranes & hooks",
		introduction="<p>Dear <b>Ada</b>, as we said</p>",
		terms="<p>Payable at once</p>",
		lines=[
			{
				"title": "Crane < XL",
				"quantity": 2.5,
				"unit": "piece",
				"unit_price": 1234.5678,
				"tax_rate": 19,
			},
			{
				"title": "Hook",
				"quantity": 3,
				"unit_price": 19.99,
				"tax_rate": 7,
				"discount_percent": 12.5,
				"group_title": "More",
			},
			{"title": "Care", "quantity": 1, "unit_price": 20, "tax_rate": 19, "recurrence": "Monthly"},
			{"title": "Paint", "quantity": 1, "unit_price": 77, "tax_rate": 19, "is_optional": 1},
		],
	)
	text = words(read_pdf(quote))
	for said in (
		quote.display_number,
		quote.title,
		"Dear Ada, as we said",
		"Payable at once",
		"Crane < XL",
		"More",
		"2.5 piece",
		"12.5 %",
	):
		assert said in text
	for amount in (
		quote.net_total,
		quote.gross_total,
		quote.monthly_total,
		*(row.net for row in quote.lines),
	):
		assert shown(amount) in text
	for tax in quote.taxes:
		assert f"{shown(tax.net)} {shown(tax.tax)}" in text
	assert "$ 1,234.5678" in text
	assert "Optional, not in the total" in text
	for line in quote.addressee.splitlines():
		assert line in text


@pytest.mark.parametrize(
	("currency", "total"), [("JPY", "1,190"), ("KWD", "1,190.000"), ("CLP", "1.190"), ("EUR", "1.190,00")]
)
def test_each_currency_is_written_as_it_is(currency, total):
	frappe.db.set_value("Currency", currency, {"enabled": 1, "symbol": currency})
	text = words(render(make_quote(currency=currency)))
	digits = re.sub(r"\D", "", total)
	assert digits in re.sub(r"[.,\s]", "", text)


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_a4_and_letter(settings, paper, size):
	settings(quote_paper=paper)
	box = pages(render(make_quote()))[0].mediabox
	assert (round(box.width), round(box.height)) == size


def test_a_long_table_goes_over_pages_each_with_its_head_and_number(settings):
	lines = [
		{"title": f"Crane {number}", "quantity": 1, "unit_price": number, "tax_rate": 19}
		for number in range(1, 121)
	]
	content = render(make_quote(lines=lines))
	texts = [page.extract_text() for page in pages(content)]
	assert len(texts) > 2
	with_lines = [text for text in texts if re.search(r"Crane \d", text)]
	assert all("Unit Price" in text and "Amount" in text for text in with_lines)
	for place, text in enumerate(texts, start=1):
		assert f"{place} / {len(texts)}" in text
	assert re.findall(r"Crane (\d+)", " ".join(texts)) == [str(number) for number in range(1, 121)]


def test_from_right_to_left_in_arabic():
	frappe.local.lang = "ar"
	try:
		quote = make_quote(
			title="رافعات", lines=[{"title": "رافعة كبيرة", "quantity": 2, "unit_price": 10, "tax_rate": 5}]
		)
		html, content = html_of(quote), render(quote)
	finally:
		frappe.local.lang = "en"
	assert '<html lang="ar" dir="rtl">' in html
	found = []
	pages(content)[0].extract_text(
		visitor_text=lambda text, _cm, tm, _font, _size: found.append((text.strip(), tm[4]))
	)
	places = dict(found)
	texts = " ".join(text for text, _place in found)
	assert shown(quote.gross_total).split()[-1] in re.sub(
		r"\s+", " ", texts
	)  # words about it stand on either side of its sign
	assert re.search(r"[\u0600-\u06ff\ufb50-\ufeff]", texts)
	first_column = next(place for text, place in places.items() if text == "1")
	assert first_column > 300  # the first column stands on the right


def test_the_logo_stands_in_it(settings):
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "logo.png", "content": PIXEL, "is_private": 0}
	).insert()
	settings(quote_logo=file.file_url)
	assert len(pages(render(make_quote()))[0].images) == 1


@pytest.mark.parametrize(
	"url", ["/files/none.png", "http://127.0.0.1/x.png", "/../../etc/passwd", "/private/files/site.svg"]
)
def test_what_is_no_picture_of_ours_is_no_logo(settings, url):
	frappe.db.set_single_value("CRM Desk Settings", "quote_logo", url)
	frappe.clear_document_cache("CRM Desk Settings", "CRM Desk Settings")
	assert len(pages(render(make_quote()))[0].images) == 0


def test_a_print_format_takes_the_place_of_the_built_in_one(settings):
	settings(quote_print_format=print_format("<h1>Offer {{ doc.title }}</h1>{{ totals.gross_total }}"))
	quote = make_quote()
	assert words(render(quote)).split() == f"Offer {quote.title} {shown(quote.gross_total)}".split()


def test_a_print_format_of_something_else_is_refused(settings):
	name = print_format("<h1>Deal</h1>", "CRM Sales Deal")
	with pytest.raises(QuoteError, match="one of CRM Quote"):
		settings(quote_print_format=name)


def print_format(html: str, doctype: str = "CRM Quote") -> str:
	doc = frappe.new_doc("Print Format")
	values = {"name": f"Format {frappe.generate_hash(length=6)}", "doc_type": doctype, "custom_format": 1}
	doc.update({**values, "print_format_type": "Jinja", "html": html, "standard": "No"})
	return doc.insert().name


@pytest.fixture
def peer():
	"""A server on loopback, with the paths that it was asked for."""
	asked = []

	class Handler(BaseHTTPRequestHandler):
		def do_GET(self):
			asked.append(self.path)
			self.send_response(200)
			self.end_headers()
			self.wfile.write(PIXEL)

		def log_message(self, *arguments):
			pass

	server = HTTPServer(("127.0.0.1", 0), Handler)
	threading.Thread(target=server.serve_forever, daemon=True).start()
	server.asked = asked
	yield server
	server.shutdown()
	server.server_close()


def hostile(port: int) -> str:
	web = f"http://127.0.0.1:{port}"
	return f"""
		<img src="{web}/img"><link rel="stylesheet" href="{web}/css"><link rel="attachment" href="file:///etc/passwd">
		<style>@import url({web}/import); body {{ background: url("{web}/background") }}
		@font-face {{ font-family: x; src: url({web}/font) }} p {{ font-family: x }}</style>
		<iframe src="file:///etc/passwd"></iframe><object data="file:///etc/passwd"></object>
		<embed src="{web}/embed"><svg><image href="{web}/svg"/></svg>
		<a rel="attachment" href="file:///etc/passwd">x</a><img src="file:///etc/passwd"><p>Text</p>
		<img src='data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/nested"/></svg>'>"""


def test_what_people_write_loads_nothing(peer):
	html = hostile(peer.server_port)
	quote = make_quote(
		introduction=html,
		terms=html,
		lines=[{"title": html[:140], "description": html, "quantity": 1, "unit_price": 1}],
	)
	content = render(quote)
	assert peer.asked == []
	assert b"root:" not in content
	assert "root:x" not in words(content)


def test_a_print_format_loads_nothing_either(peer, settings, caplog):
	caplog.set_level(logging.ERROR, logger="weasyprint")
	settings(quote_print_format=print_format(hostile(peer.server_port)))
	content = render(make_quote())
	assert peer.asked == []
	reader = PdfReader(BytesIO(content))
	assert dict(reader.attachments) == {}
	assert "root:x" not in words(content)
	assert "only pictures that stand in the page are loaded" in caplog.text


@pytest.mark.parametrize(
	"url",
	[
		"http://127.0.0.1/",
		"https://example.com/a.png",
		"file:///etc/passwd",
		"file:/etc/passwd",
		"ftp://x/",
		"/etc/passwd",
		"data:text/html,<p>",
		"data:image/svg+xml;base64,PHN2Zy8+",
		"data:image/png;base64,%%%",
	],
)
def test_only_pictures_that_stand_in_the_page_are_fetched(url):
	with pytest.raises(ValueError, match="only pictures"):
		fetch(url)


def test_five_hundred_lines_become_a_pdf():
	lines = [{"title": f"Crane {number}", "quantity": 1, "unit_price": 1} for number in range(500)]
	assert len(pages(render(make_quote(lines=lines)))) > 8


def test_where_pdfs_cannot_be_made_sending_says_so_and_leaves_a_draft(monkeypatch):
	monkeypatch.setitem(sys.modules, "weasyprint", None)  # importing it raises then
	quote = make_quote()
	with pytest.raises(PdfEngineError, match="PDFs cannot be made on this server"):
		send(quote, addresses=["buyer@harbor.example"])
	frappe.db.rollback()
	assert frappe.db.count("CRM Quote", {"name": quote.name, "status": ("!=", "Draft")}) == 0


@pytest.mark.parametrize("module", ["quotes.api", "acceptance.api", "acceptance.signing.making"])
def test_nothing_but_making_a_pdf_needs_what_draws_it(module):
	script = f"import sys; sys.modules['weasyprint'] = None; import frappe_crm_app.selling.{module}"
	subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
