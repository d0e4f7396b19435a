"""What is read from a form, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.intake.lead_forms.answers import (
	LARGEST,
	Question,
	Refusal,
	RefusedAnswers,
	as_json,
	read_answers,
)

QUESTIONS = {
	question.fieldname: question
	for question in (
		Question("first_name", "First Name"),
		Question("email", "Email", required=True),
		Question("message", "Message", "Long Text"),
		Question("size", "Size", "Select", choices=("", "Small", "Large")),
		Question("consent", "Consent", "Check"),
	)
}
ADA = {"email": "ada@example.com"}


def test_answers_stay_as_they_were_sent():
	given = {"first_name": "  <b>Ada</b> ", "email": "ADA@Example.com", "size": "Small", "consent": True}
	assert read_answers(given, QUESTIONS).values == given | {"consent": "1"}
	assert read_answers(json.dumps(given), QUESTIONS).values == given | {"consent": "1"}


def test_where_the_visitor_came_from_is_cut_rather_than_refused():
	answers = read_answers(
		ADA | {"utm_source": "x" * 200, "referrer": "a\0b\ud800", "page_url": 5}, QUESTIONS
	)
	assert answers.touch["utm_source"] == "x" * 140
	assert answers.touch["referrer"] == "" or answers.touch["referrer"] == "ab"
	assert answers.touch["page_url"] == ""


def test_click_ids_are_kept_and_other_tracking_refuses_no_lead():
	tracking = {
		"utm_id": "7",
		"gad_source": "1",
		"ttclid": "x",
		"_ga": "2",
		"wbraid": "3",
		"mc_cid": "4",
		"_hsenc": "5",
	}
	answers = read_answers(ADA | tracking | {"gclid": "G", "fbclid": "F", "msclkid": "M"}, QUESTIONS)
	assert answers.values == ADA
	kept = {name: value for name, value in answers.touch.items() if value}
	assert kept == {"gclid": "G", "fbclid": "F", "msclkid": "M"}


@pytest.mark.parametrize(
	("given", "refusal"),
	[
		(None, Refusal.NO_ANSWERS),
		([], Refusal.NO_ANSWERS),
		("no json", Refusal.NO_ANSWERS),
		("[" * 50_000, Refusal.NO_ANSWERS),
		(ADA | {"message": "x" * LARGEST}, Refusal.TOO_LARGE),
		(ADA | {"status": "Processed"}, Refusal.UNKNOWN),
		(ADA | {"owner": "Administrator"}, Refusal.UNKNOWN),
		(ADA | {"first_name": ["x"]}, Refusal.NO_TEXT),
		(ADA | {"first_name": True}, Refusal.NO_TEXT),
		(ADA | {"first_name": float("inf")}, Refusal.NO_TEXT),
		(ADA | {"first_name": "a\0b"}, Refusal.UNSTORABLE),
		(ADA | {"first_name": "\ud800"}, Refusal.UNSTORABLE),
		(ADA | {"first_name": "x" * 141}, Refusal.TOO_LONG),
		(ADA | {"size": "Huge"}, Refusal.NO_CHOICE),
		({"first_name": "Ada"}, Refusal.MISSING),
		({"email": " "}, Refusal.MISSING),
		({"email": "ada"}, Refusal.NO_EMAIL),
	],
)
def test_what_is_no_answer_is_refused(given, refusal):
	with pytest.raises(RefusedAnswers) as refused:
		read_answers(given, QUESTIONS)
	assert refused.value.refusal == refusal


JSON = st.recursive(
	st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
	lambda children: st.lists(children) | st.dictionaries(st.text(), children),
	max_leaves=12,
)


@given(JSON | st.dictionaries(st.sampled_from([*QUESTIONS, "website", "altcha", "utm_term", "owner"]), JSON))
def test_whatever_is_sent_is_read_or_refused(raw):
	try:
		answers = read_answers(raw, QUESTIONS)
	except RefusedAnswers:
		return
	assert json.loads(as_json(answers.values)) == answers.values


@given(st.dictionaries(st.text(), st.text()))
def test_stored_answers_read_back_and_mean_nothing_to_html(values):
	text = as_json(values)
	assert json.loads(text) == values
	assert not set("<>&") & set(text)
