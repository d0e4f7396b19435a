"""The beginning of what was newly written."""

import pytest

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.reading.quoting import newly_written, snippet
from tests.unit.channels.mail.reading.builders import a_mail

OLD = "> Old words\n> of Al"


@pytest.mark.parametrize(
	"text",
	[
		f"New\n\nOn Mon, 2 Mar 2026 at 10:00, Al <al@example.com> wrote:\n{OLD}",
		f"New\n\nOn Mon, 2 Mar 2026 at 10:00, Al <al@example.com>\nwrote:\n\n{OLD}",
		"New\n\nAm 02.03.2026 um 10:00 schrieb Al:\nOld words",
		"New\n\nLe 2 mars 2026 à 10:00, Al a écrit :\nOld words",
		"New\n\n-----Original Message-----\nFrom: Al\nOld words",
		"New\n\n-----Ursprüngliche Nachricht-----\nOld words",
		"New\n\n________________________________\nFrom: Al <al@example.com>\nSent: Monday\nTo: Jo\nSubject: X\n\nOld words",
		"New\n\nVon: Al\nGesendet: Montag\nAn: Jo\n\nOld words",
		"New\n\n*From:* Al\n*Date:* Monday\n\nOld words",
		"New\n-- \nJo Doe\nACME",
		f"{OLD}\n\nNew",
	],
)
def test_what_is_quoted_and_signed_is_left_out(text):
	kept = newly_written(text)
	assert "New" in kept
	assert "Old" not in kept
	assert "ACME" not in kept


@pytest.mark.parametrize(
	"text",
	[
		"From: what I hear, it is fine",
		"Please send two things:\n- one\n- two",
		"He wrote: yes",
		"Dash - dash -- dash",
		"Date: Friday\nPlace: here",
	],
)
def test_what_only_looks_so_stays(text):
	assert newly_written(text) == text


def test_a_mail_that_is_only_passed_on_has_the_beginning_of_that():
	assert (
		snippet("---------- Forwarded message ---------\nFrom: Al\nDate: Monday\n\nOld words")
		== "---------- Forwarded message --------- From: Al Date: Monday Old words"
	)


def test_it_is_one_line_of_at_most_200_characters():
	mail = read(a_mail(body="word \r\n" * 100))
	assert len(mail.snippet) <= 200
	assert mail.snippet.startswith("word word word")
	assert mail.snippet.endswith("word…")
