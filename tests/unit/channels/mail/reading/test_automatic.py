"""Which mails no human wrote to us."""

import pytest

from frappe_crm_app.channels.mail.reading import read
from tests.unit.channels.mail.reading.builders import a_mail, a_text, lines, mail_of, several


@pytest.mark.parametrize(
	"field",
	[
		"Auto-Submitted: auto-replied (vacation)",
		"Auto-Submitted: Auto-Generated",
		"Precedence: bulk",
		"Precedence: list",
		"List-Id: The list <list.example.com>",
		"List-Unsubscribe: <mailto:x@example.com>",
		"X-Autoreply: yes",
		"X-Autorespond:",
		"X-Auto-Response-Suppress: DR, OOF, AutoReply",
		"Return-Path: <>",
	],
)
def test_its_head_says_so(field):
	assert read(a_mail(field)).is_automatic


def test_its_type_says_so():
	assert read(
		mail_of(several("report; report-type=disposition-notification", a_text("It was read.")))
	).is_automatic


@pytest.mark.parametrize(
	"sender",
	[
		"MAILER-DAEMON@example.com",
		"no-reply@example.com",
		"noreply-billing@example.com",
		"postmaster@example.com",
	],
)
def test_nobody_sent_it(sender):
	assert read(lines(f"From: {sender}", "", "x")).is_automatic


@pytest.mark.parametrize(
	"field",
	[
		"Auto-Submitted: no",
		"Precedence: normal",
		"Return-Path: <jo@example.com>",
		"X-Auto-Response-Suppress: None",
		"Subject: Out of office",
	],
)
def test_a_human_wrote_it(field):
	assert not read(a_mail(field)).is_automatic
