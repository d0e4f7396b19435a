"""Places for a person's fields in a text."""

import pytest

from frappe_crm_app.channels.campaigns.slots import SlotError, read_template

NAMES = ("first_name", "company_name")


@pytest.mark.parametrize(
	("text", "values", "filled"),
	[
		("Hello {{ first_name }}!", {"first_name": "Ada"}, "Hello Ada!"),
		("Hello {{first_name}}!", {"first_name": "Ada"}, "Hello Ada!"),
		('Hello {{ first_name or "there" }}!', {"first_name": ""}, "Hello there!"),
		("Hello {{ first_name or 'there' }}!", {}, "Hello there!"),
		('Hello {{ first_name or "there" }}!', {"first_name": "Ada"}, "Hello Ada!"),
		('{{ first_name or "" }}', {}, ""),
		("a { b } c }} d", {}, "a { b } c }} d"),
		("", {}, ""),
	],
)
def test_a_place_is_filled_with_the_field_or_the_fallback(text, values, filled):
	assert read_template(text, NAMES).fill(values) == filled


def test_a_value_is_a_value_and_no_template():
	values = {"first_name": "{{ company_name }}", "company_name": "Secret"}
	assert read_template("{{ first_name }}", NAMES).fill(values) == "{{ company_name }}"


def test_a_value_loses_what_ends_lines_of_a_header():
	filled = read_template("{{ first_name }}", NAMES).fill({"first_name": "Ada\x00\x0b\u2028King"})
	assert filled == "AdaKing"


@pytest.mark.parametrize("text", ["{{ first_name", "{{ }}", "{{ first_name | upper }}", "{{ 1 + 1 }}", "{{{"])
def test_what_is_no_place_is_refused(text):
	with pytest.raises(SlotError) as refused:
		read_template(text, NAMES)
	assert not refused.value.is_unknown


def test_an_unknown_field_is_named():
	with pytest.raises(SlotError) as refused:
		read_template("Hi {{ password }}", NAMES)
	assert refused.value.is_unknown
	assert refused.value.place == "{{ password }}"


def test_fields_that_are_empty_and_have_no_fallback_are_missing():
	template = read_template('{{ first_name }} {{ company_name or "you" }} {{ first_name }}', NAMES)
	assert template.missing({}) == ["first_name"]
	assert template.missing({"first_name": "Ada"}) == []
