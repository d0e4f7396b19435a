import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.records.identity.normalise import (
	clean_text,
	extension_in,
	is_without_plus,
	name_key,
	normalise_domain,
	normalise_email,
	normalise_extension,
	normalise_external_id,
	normalise_phone,
)


@pytest.mark.parametrize(
	("raw", "stored"),
	[
		("  Ada@Example.COM ", "ada@example.com"),
		("ada\u200b@example.com", "ada@example.com"),
		("ａｄａ@example.com", "ada@example.com"),
		("a.d.a+crm@example.co.uk", "a.d.a+crm@example.co.uk"),
		("info@Müller.example", "info@xn--mller-kva.example"),
		("info@xn--mller-kva.example", "info@xn--mller-kva.example"),
		("info@strauß.example", "info@xn--strau-pqa.example"),
		("info@例え。example", "info@xn--r8jz45g.example"),
		("o'hunt93@x.example", "o'hunt93@x.example"),
		("hunt93/a=b@x.example", "hunt93/a=b@x.example"),
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
		"josé76@x.example",  # Frappe lets no record have it
		"strauß@x.example",
		"hunt..93@docomo.example",
		"hunt93.@docomo.example",
		"hunt93_@x_y.example",
		"hunt@☃.example",
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
	("raw", "country", "stored"),
	[
		("06 12 34 56 78", "fr", "+33612345678"),
		("0412 345 678", "au", "+61412345678"),
		("082 123 4567", "za", "+27821234567"),
		("98765 43210", "in", "+919876543210"),
		("7911 123456", "gb", "+447911123456"),
		("532 123 45 67", "tr", "+905321234567"),
		("(202) 555-0143", "fr", "+12025550143"),
	],
)
def test_the_first_country_that_makes_a_number_valid_has_it(raw, country, stored):
	assert normalise_phone(raw, country, "us") == stored


@pytest.mark.parametrize("raw", ["06 12 34 56 78", "0412 345 678", "98765 43210", "0501234567"])
def test_a_number_that_is_merely_as_long_as_one_is_refused(raw):
	with pytest.raises(ValueError, match=raw):
		normalise_phone(raw, "us")


@pytest.mark.parametrize(
	("raw", "is_same"),
	[
		("49 30 901820", True),
		("4930901820", True),
		("0049 30 901820", False),
		("30901820", False),
		("", False),
	],
)
def test_digits_are_a_stored_number_that_lost_its_plus(raw, is_same):
	assert is_without_plus(raw, "+4930901820") is is_same


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
		("https://Müller.example/", "xn--mller-kva.example"),
		("xn--mller-kva.example", "xn--mller-kva.example"),
		("", ""),
	],
)
def test_a_web_domain_is_the_bare_host(raw, stored):
	assert normalise_domain(raw) == stored


@pytest.mark.parametrize("raw", ["not a domain", "acme", "http://", "http://[::1", "a@b c"])
def test_what_is_no_domain_is_refused(raw):
	with pytest.raises(ValueError, match=r".*"):
		normalise_domain(raw)


@pytest.mark.parametrize(
	("raw", "stored"),
	[
		("می\u200cروم", "می\u200cروم"),  # Persian
		("ශ්\u200dරී", "ශ්\u200dරී"),  # Sinhala
		("👩🏽\u200d💻 Ada", "👩🏽\u200d💻 Ada"),
		("Ada\u200d King\u200c", "Ada King"),
		("\u200dمی\u200c\u200c روم", "می روم"),
		("می\u200c\u200dروم", "می\u200cروم"),
	],
)
def test_a_joiner_stays_where_it_joins(raw, stored):
	assert clean_text(raw) == stored


def test_a_joiner_makes_no_other_name_or_identity():
	assert name_key("می\u200cروم") == name_key("میروم")
	assert normalise_external_id("é\u200dé") == "éé"
	assert normalise_email("ada\u200d@acme.example") == "ada@acme.example"


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
