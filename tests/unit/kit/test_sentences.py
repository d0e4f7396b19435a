"""Sentences end once, and nothing in them is markup."""

import pytest

from frappe_crm_app.kit.sentences import as_text, ended_once, sentence, sentence_in, without_markup


@pytest.mark.parametrize(
	("value", "said"),
	[
		("Seen", "Tagged: Seen."),
		("Somebody is at it.", "Tagged: Somebody is at it."),
		("Smith & Co. ", "Tagged: Smith & Co."),
		("Why?", "Tagged: Why?"),
		("and so on…", "Tagged: and so on…"),
	],
)
def test_a_sentence_ends_once(value, said):
	assert sentence("Tagged: {0}.", value) == said


def test_a_text_gets_a_full_stop_unless_it_is_empty():
	assert (ended_once("Stop"), ended_once("Stop."), ended_once("")) == ("Stop.", "Stop.", "")


def test_what_an_error_says_is_stored_without_markup_and_read_as_it_was_meant():
	told = sentence_in(ValueError('The stage “A &amp; B &lt;3” needs: <a href="/x">Lost Reason</a>.'))
	assert told == "The stage “A & B &lt;3” needs: Lost Reason."
	assert as_text(told) == "The stage “A & B <3” needs: Lost Reason."


def test_a_plain_text_is_stored_so_that_no_browser_takes_it_for_markup():
	assert without_markup("Tagged: <b>.") == "Tagged: &lt;b>."
	assert as_text(without_markup("a < b & c")) == "a < b & c"
	assert as_text(None) is None
