import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.records.identity.several import Phone, emails_in, phones_in


@pytest.mark.parametrize(
	("raw", "emails"),
	[
		("hunt20b@x.example;hunt20b2@x.example", ["hunt20b@x.example", "hunt20b2@x.example"]),
		("hunt21c@x.example, hunt21d@x.example", ["hunt21c@x.example", "hunt21d@x.example"]),
		("hunt23a@x.example ::: hunt23b@x.example", ["hunt23a@x.example", "hunt23b@x.example"]),
		("a@x.example / b@x.example", ["a@x.example", "b@x.example"]),
		("A@x.example;a@X.example", ["a@x.example"]),
		("hunt93/a=b@x.example", ["hunt93/a=b@x.example"]),
		("mailto:hunt40a@x.example", ["hunt40a@x.example"]),
		("Bo <hunt40b@x.example>", ["hunt40b@x.example"]),
		("", []),
		(None, []),
	],
)
def test_all_emails_of_a_text_are_read(raw, emails):
	assert emails_in(raw) == emails


@pytest.mark.parametrize(
	"raw", ["a@x.example; none", "a@x.example, b@", "not a mail", "hunt40c@x.example.", "hunt40g@x,example"]
)
def test_a_text_of_which_a_part_is_no_email_is_refused(raw):
	with pytest.raises(ValueError, match=r".+"):
		emails_in(raw)


@pytest.mark.parametrize(
	("raw", "region", "phones"),
	[
		("(202) 555-0128 x12", "us", [Phone("+12025550128", "12")]),
		("+12025550111 ext 5", None, [Phone("+12025550111", "5")]),
		("202 555 0111 ext. 45", "us", [Phone("+12025550111", "45")]),
		("2025550111 #12", "us", [Phone("+12025550111", "12")]),
		("+12025550121, +12025550122", None, [Phone("+12025550121"), Phone("+12025550122")]),
		("+1 202 555 0125 ::: +1 202 555 0126", None, [Phone("+12025550125"), Phone("+12025550126")]),
		("202-555-0125 / 202-555-0126 x3", "us", [Phone("+12025550125"), Phone("+12025550126", "3")]),
		("+12025550121; +1 202 555 0121", None, [Phone("+12025550121")]),
		("030/901820", "de", [Phone("+4930901820")]),
		("030 / 901820", "de", [Phone("+4930901820")]),
		("", "us", []),
		(None, "us", []),
	],
)
def test_all_phones_of_a_text_are_read(raw, region, phones):
	assert phones_in(raw, region) == phones


@pytest.mark.parametrize(
	("raw", "region"),
	[("+49 30 901820 / 21", "us"), ("202-555-0125 / none", "us"), ("06 12 34 56 78", "us"), ("N/A", "us")],
)
def test_a_text_of_which_a_part_is_no_phone_is_refused(raw, region):
	with pytest.raises(ValueError, match=r".+"):
		phones_in(raw, region)


@given(st.text())
def test_any_text_is_emails_or_a_value_error(text):
	try:
		emails_in(text)
	except ValueError:
		return


@given(st.text(), st.sampled_from(["us", "de", None]))
def test_any_text_is_phones_or_a_value_error(text, region):
	try:
		phones_in(text, region)
	except ValueError:
		return


@pytest.mark.parametrize("sign", [";", " ", ",", "/", ":::", " ; ", "|"])
def test_no_text_takes_long(sign):
	import time

	begun = time.perf_counter()
	for length in (600, 10_000):
		for text in (f"a{sign * length}x", f"a@x.com{sign * length}", f"0301234567{sign * length}1"):
			for read in (emails_in, phones_in):
				with contextlib.suppress(ValueError):
					read(text)
	assert time.perf_counter() - begun < 2
