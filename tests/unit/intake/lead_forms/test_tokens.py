"""Tokens, proofs and origins: what is true, and what only looks so."""

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.intake.lead_forms.origins import is_web_address, read_origins
from frappe_crm_app.intake.lead_forms.proof_of_work import is_proven
from frappe_crm_app.intake.lead_forms.tokens import (
	ExpiredTokenError,
	ForgedTokenError,
	make_token,
	read_token,
)

KEY, NOW = b"k" * 32, 1_800_000_000.0


def test_a_token_says_what_it_is_about_and_how_old_it_is():
	token = read_token(KEY, make_token(KEY, "form1", NOW), NOW + 90, 100)
	assert (token.subject, token.age) == ("form1", 90)


def test_no_two_tokens_are_the_same():
	assert make_token(KEY, "form1", NOW) != make_token(KEY, "form1", NOW)


@pytest.mark.parametrize("moment", [NOW + 101, NOW - 60])
def test_a_token_expires_and_is_not_good_before_it_was_made(moment):
	with pytest.raises(ExpiredTokenError):
		read_token(KEY, make_token(KEY, "form1", NOW), moment, 100)


@given(st.text() | st.none() | st.integers() | st.lists(st.text()))
def test_what_was_not_signed_is_forged(text):
	with pytest.raises(ForgedTokenError):
		read_token(KEY, text, NOW, 100)


@given(st.data())
def test_no_part_of_a_token_can_be_changed(data):
	text = make_token(KEY, "form1", NOW)
	place = data.draw(st.integers(0, len(text) - 1))
	letter = data.draw(st.characters().filter(lambda each: each != text[place]))
	with pytest.raises(ForgedTokenError):
		read_token(KEY, text[:place] + letter + text[place + 1 :], NOW, 100)
	with pytest.raises(ForgedTokenError):
		read_token(b"another key", text, NOW, 100)


def encoded(solution: object) -> str:
	return b64encode(json.dumps(solution).encode()).decode()


FORGED = {"algorithm": "SHA-256", "challenge": "a", "number": 1, "salt": "b?token=n", "signature": "c"}


@pytest.mark.parametrize(
	"proof",
	[
		None,
		5,
		"",
		"no base64!",
		encoded([]),
		encoded({}),
		encoded(FORGED),
		encoded(FORGED | {"salt": 5}),
		encoded(FORGED | {"salt": "\ud800token=n"}),
		encoded(FORGED | {"number": "1"}),
		encoded(FORGED | {"algorithm": "MD5"}),
	],
)
def test_what_proves_nothing_is_no_proof(proof):
	assert not is_proven(KEY, proof, "n")


def test_origins_are_written_as_browsers_send_them():
	text = (
		"https://www.Example.com/\n\n http://localhost:8080 \nhttps://a.example:443\nhttps://www.example.com"
	)
	assert read_origins(text) == ["https://www.example.com", "http://localhost:8080", "https://a.example"]
	assert read_origins(None) == []


@pytest.mark.parametrize(
	"line",
	[
		"example.com",
		"*",
		"https://*",
		"ftp://a.example",
		"https://a.example/x",
		"https://a.example; x",
		"https://u@a.b",
	],
)
def test_what_is_no_origin_is_refused(line):
	with pytest.raises(ValueError, match=r".+"):
		read_origins(line)


@pytest.mark.parametrize(
	("address", "is_one"),
	[
		("https://a.example", True),
		("/thanks", True),
		("//a.example", False),
		("/thanks?from=form#top", True),
		("http://a.example:8000/x", True),
		("/\\a", False),
		("/\t/evil.example", False),
		("/\n/evil.example", False),
		("\t//evil.example", False),
		("/a\\..\\evil", False),
		("https:\\\\evil.example", False),
		("https:evil.example", False),
		("https:///evil.example", False),
		("HTTPS://a.example", False),
		("data:text/html,x", False),
		("evil.example", False),
		("/\u2028/evil", False),
		("https://[", False),
		(" /x", False),
		("javascript:x", False),
	],
)
def test_a_browser_is_sent_to_pages_only(address, is_one):
	assert is_web_address(address) == is_one
