import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.records.identity.normalise import (
	clean_text,
	extension_in,
	name_key,
	normalise_domain,
	normalise_email,
	normalise_extension,
	normalise_phone,
)


@pytest.mark.parametrize(
	("raw", "stored"),
	[
		("  Ada@Example.COM ", "ada@example.com"),
		("ada\u200b@example.com", "ada@example.com"),
		("ａｄａ@example.com", "ada@example.com"),
		("a.d.a+crm@example.co.uk", "a.d.a+crm@example.co.uk"),
		("jürgen@müller.example", "jürgen@müller.example"),
		("", ""),
		(None, ""),
		("   ", ""),
	],
)
def test_an_email_has_one_form(raw, stored):
	assert normalise_email(raw) == stored


@pytest.mark.parametrize(
	"raw",
	[
		"ada",
		"ada@",
		"@example.com",
		"ada@example",
		"ada@@example.com",
		"ada b@example.com",
		"a@b.com, c@d.com",
		"ada..b@example.com",
		".ada@example.com",
		"ada@-example.com",
		"<ada@example.com>",
		"javascript:alert(1)@x.y",
		"a" * 130 + "@example.com",
	],
)
def test_what_is_no_email_is_refused(raw):
	with pytest.raises(ValueError, match=r".+"):
		normalise_email(raw)


@given(st.emails())
def test_normalising_an_email_twice_changes_nothing(email):
	try:
		once = normalise_email(email)
	except ValueError:
		return
	assert normalise_email(once) == once


@given(st.text())
def test_any_text_is_an_email_or_a_value_error(text):
	try:
		normalise_email(text)
	except ValueError:
		return


@pytest.mark.parametrize(
	("raw", "region", "stored"),
	[
		("(415) 555-0100", "us", "+14155550100"),
		("+44 20 7946 0958", "us", "+442079460958"),
		("020 7946 0958", "gb", "+442079460958"),
		("00 49 30 901820", "de", "+4930901820"),
		("+1 202 555 0143", None, "+12025550143"),
		("４１５ ５５５ ０１００", "US", "+14155550100"),
		("", "us", ""),
		(None, None, ""),
	],
)
def test_a_phone_is_stored_as_e164(raw, region, stored):
	assert normalise_phone(raw, region) == stored


@pytest.mark.parametrize(
	("raw", "region"),
	[("call me", "us"), ("12", "us"), ("+999 123 456 789", "us"), ("415 555 0100", None), ("1" * 40, "us")],
)
def test_what_is_no_phone_is_refused(raw, region):
	with pytest.raises(ValueError, match=r".+"):
		normalise_phone(raw, region)


@given(st.text(), st.sampled_from(["us", "de", "mx", None]))
def test_any_text_is_a_phone_or_a_value_error(text, region):
	try:
		stored = normalise_phone(text, region)
	except ValueError:
		return
	assert stored == "" or normalise_phone(stored, None) == stored


@pytest.mark.parametrize(
	("one", "other"),
	[("Acme Ltd", " acme   LTD "), ("Straße", "STRASSE"), ("Ａcme", "acme"), ("Dry Cargo", "DryCargo")],
)
def test_spellings_of_one_name_share_their_key(one, other):
	assert name_key(one) == name_key(other)


def test_different_names_have_different_keys():
	assert name_key("Acme Ltd") != name_key("Acme Inc")


@pytest.mark.parametrize(
	("raw", "stored"),
	[
		("https://www.Acme.com/shop?x=1", "acme.com"),
		("acme.co.uk", "acme.co.uk"),
		("WWW.ACME.COM.", "acme.com"),
		("http://acme.com:8080", "acme.com"),
		("", ""),
	],
)
def test_a_web_domain_is_the_bare_host(raw, stored):
	assert normalise_domain(raw) == stored


@pytest.mark.parametrize("raw", ["not a domain", "acme", "http://", "http://[::1", "a@b c"])
def test_what_is_no_domain_is_refused(raw):
	with pytest.raises(ValueError, match=r".*"):
		normalise_domain(raw)


@given(st.text())
def test_clean_text_has_no_control_characters_and_is_stable(text):
	cleaned = clean_text(text)
	assert cleaned == cleaned.strip()
	assert clean_text(cleaned) == cleaned


@pytest.mark.parametrize(
	("raw", "stored"), [("12", "12"), (" 1 2 ", "12"), ("１２", "12"), (None, ""), ("", "")]
)
def test_an_extension_is_its_digits(raw, stored):
	assert normalise_extension(raw) == stored


@pytest.mark.parametrize("raw", ["12a", "#5", "-1", "1" * 12, "٣"])
def test_anything_else_is_no_extension(raw):
	with pytest.raises(ValueError, match=re.escape(raw)):
		normalise_extension(raw)


@pytest.mark.parametrize(
	("raw", "extension"),
	[("+1 415 555 0100 ext. 7", "7"), ("+1 415 555 0100", ""), ("call me", ""), (None, "")],
)
def test_an_extension_is_read_behind_a_phone(raw, extension):
	assert extension_in(raw, None) == extension
