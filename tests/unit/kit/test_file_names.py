"""What files are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.kit import file_names as names


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
