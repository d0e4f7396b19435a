"""Of what type files are, by what is in them."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.kit import file_types as contents

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
	("content", "name", "content_type"),
	[
		(PDF, "offer.pdf", "application/pdf"),
		(PNG, "plan", "image/png"),
		(b"one,two\n1,2\n", "prices.csv", "text/csv"),
		(b"BMW;2\r\n", "cars.csv", "text/csv"),
		(b"MZ is a Czech ministry", "note.txt", "text/plain"),
		(b"BM" + bytes(60), "car.bmp", "image/bmp"),
		(b"{\\rtf1 Hello}", "letter.rtf", "application/rtf"),
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
		(b"BMW;2\r\n", "car.bmp", "other"),
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
