"""What files are called, and of what type they are."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.work.documents import contents, names, pdf_words

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(40)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
OLE = contents.OLE + bytes(600)


def zipped(*members: str) -> bytes:
	packed = io.BytesIO()
	with zipfile.ZipFile(packed, "w") as archive:
		for member in members:
			archive.writestr(member, "x")
	return packed.getvalue()


@pytest.mark.parametrize(
	("given_name", "kept"),
	[
		("Offer 2026.pdf", "Offer 2026.pdf"),
		("../../etc/passwd", "passwd"),
		("C:\\Users\\Ada\\Offer.pdf", "Offer.pdf"),
		("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
		("invoice\u202efdp.exe", "invoicefdp.exe"),
		("  .hidden. ", "hidden"),
		('<img src=x onerror="1">.png', "-img src=x onerror=-1-.png"),
		("", "file"),
		(None, "file"),
		("Angebot für Ådne.pdf", "Angebot für Ådne.pdf"),
	],
)
def test_a_name_is_cleaned(given_name, kept):
	assert names.clean_name(given_name) == kept


@given(st.text(max_size=300))
def test_any_name_is_one_that_a_disk_and_a_header_take(text):
	cleaned = names.clean_name(text)
	assert 1 <= len(cleaned) <= names.LONGEST
	assert not set('\\/:*?"<>|\r\n\0') & set(cleaned)
	assert names.clean_name(cleaned) == cleaned


def test_a_long_name_keeps_its_ending():
	assert names.clean_name("x" * 300 + ".docx").endswith("x….docx")


@pytest.mark.parametrize(
	("name", "plain"),
	[
		("Gr\u00fc\u00dfe.pdf", "Gru\u0308e.pdf"),
		("a\uff3c", "a-"),
		("\uff0e\uff0e\uff0fx\uff02.pdf", "-x-.pdf"),
		("\u4f60", ""),
	],
)
def test_in_ascii_a_name_is_as_clean(name, plain):
	assert names.in_ascii(name) == plain.replace("\u0308", "")


@pytest.mark.parametrize(
	("content", "name", "content_type"),
	[
		(PDF, "offer.pdf", "application/pdf"),
		(PNG, "plan", "image/png"),
		(b"one,two\n1,2\n", "prices.csv", "text/csv"),
		("Grüße".encode("latin-1"), "letter.txt", "text/plain"),
		("Grüße".encode("utf-16"), "letter.txt", "text/plain"),
		(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "image/svg+xml"),
		(b"<html><script>alert(1)</script>", "page.html", "text/html"),
		(zipped("word/document.xml"), "letter.docx", contents.OF_ENDING["docx"]),
		(zipped("a.txt"), "all.zip", "application/zip"),
		(OLE, "old.xls", contents.OF_ENDING["xls"]),
	],
)
def test_the_content_says_the_type(content, name, content_type):
	assert contents.type_of(content, name) == content_type


@pytest.mark.parametrize(
	("content", "name", "why"),
	[
		(b"", "offer.pdf", "empty"),
		(b"<html>", "offer.pdf", "other"),
		(PNG, "offer.pdf", "other"),
		(PDF, "page.html", "other"),
		(b"MZ" + bytes(200), "offer.pdf", "runs"),
		(b"\x7fELF" + bytes(200), "tool", "runs"),
		(b"#!/bin/sh\nrm -rf /\n", "readme.txt", "runs"),
		(b"alert(1)", "macro.js", "runs"),
		(b"alert(1)", "macro.\uff4a\uff53", "runs"),
		(zipped("a.txt"), "letter.exe", "runs"),
		(b"\x01\x02\x03\x04" * 50, "data.bin", "unknown"),
		(b"text with \x00 in it", "data.txt", "unknown"),
	],
)
def test_what_no_document_takes(content, name, why):
	with pytest.raises(contents.Refused) as refused:
		contents.type_of(content, name)
	assert refused.value.why == why


@given(st.binary(min_size=1, max_size=400), st.sampled_from(["a.pdf", "a.html", "a.svg", "a.png", "a"]))
def test_only_what_has_the_signature_of_a_shown_type_is_shown(content, name):
	try:
		content_type = contents.type_of(content, name)
	except contents.Refused:
		return
	assert not contents.is_shown(content_type) or contents.signature_of(content) == content_type


def test_a_program_of_its_own_reads_the_words_of_a_pdf(tmp_path):
	text = b"BT /F1 24 Tf 72 700 Td (Crane contract for Oslo) Tj ET"
	file = tmp_path / "a"
	file.write_bytes(simple_pdf(text))
	program = [sys.executable, pdf_words.__file__, str(file)]
	done = subprocess.run(program, capture_output=True, timeout=60, check=True)
	assert done.stdout.decode().split() == ["Crane", "contract", "for", "Oslo"]


def test_a_broken_pdf_ends_the_program_and_nothing_else(tmp_path):
	file = tmp_path / "a"
	file.write_bytes(b"%PDF-1.7 nothing")
	done = subprocess.run(
		[sys.executable, pdf_words.__file__, str(file)], capture_output=True, timeout=60, check=False
	)
	assert done.returncode != 0


def simple_pdf(stream: bytes) -> bytes:
	"""Return a PDF of one page that draws this."""
	objects = [
		b"<</Type/Catalog/Pages 2 0 R>>",
		b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
		b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	]
	body, places = b"%PDF-1.4\n", []
	for number, each in enumerate(objects, 1):
		places.append(len(body))
		body += b"%d 0 obj%s endobj\n" % (number, each)
	table = b"".join(b"%010d 00000 n \n" % place for place in places)
	trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
	return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def test_the_pure_modules_know_no_frappe():
	for module in (contents, names, pdf_words):
		assert "import frappe\n" not in Path(module.__file__).read_text("utf-8")
