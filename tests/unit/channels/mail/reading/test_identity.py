"""One mail in two mailboxes is one; two mails are two, even under one Message-ID."""

import pytest

from frappe_crm_app.channels.mail.reading import read
from tests.unit.channels.mail.reading.builders import DATE, FROM, a_file, a_text, lines, several, word

HEAD = (FROM, DATE, "Message-ID: <1@example.com>", "To: Al <al@example.com>", "Subject: Grüße")


def written(
	*head: str,
	text: bytes = a_text("Größe: ja  \r\n\r\nJo", "text/plain; charset=utf-8"),
	file: bytes = b"%PDF",
) -> bytes:
	return lines(*(head or HEAD)) + several("mixed", text, a_file("a.pdf", file))


ONE = written()


def identity(raw: bytes) -> str:
	return read(raw).identity


@pytest.mark.parametrize(
	"other",
	[
		lines(
			"Received: from x by y; Mon, 2 Mar 2026 10:00:01 +0100",
			"Delivered-To: bo@example.com",
			"X-Spam-Status: No",
			"Return-Path: <jo@example.com>",
		)
		+ ONE,
		ONE.replace(b"\r\n", b"\n"),
		ONE + b"\r\n\r\n",
		written(*reversed(HEAD)),
		written(*HEAD[:4], f"Subject: {word('Grüße')}"),
		written(
			'From: "Jo Doe" <JO@example.com>',
			"Date: Mon, 02 Mar 2026 09:00:00 GMT",
			HEAD[2],
			'TO:  "Al"\r\n <al@example.com>',
			HEAD[4],
		),
		written(
			text=a_text(
				b"Gr=C3=B6=C3=9Fe: ja=20=20\r\n\r\nJo",
				"text/plain; charset=UTF-8",
				"Content-Transfer-Encoding: quoted-printable",
			)
		),
		written(text=a_text("Größe: ja\r\n\r\nJo".encode("latin-1"), "text/plain; charset=iso-8859-1")),
		ONE.replace(b"=_b", b"other-boundary"),
		written(*HEAD, "Cc: cy@example.com", "Bcc: bo@example.com", "Status: RO"),
	],
)
def test_what_happens_on_the_way_changes_nothing(other):
	assert identity(other) == identity(ONE)


@pytest.mark.parametrize(
	"other",
	[
		written("From: Ann <ann@example.com>", *HEAD[1:]),
		written(FROM, "Date: Mon, 2 Mar 2026 10:00:01 +0100", *HEAD[2:]),
		written(*HEAD[:2], "Message-ID: <2@example.com>", *HEAD[3:]),
		written(*HEAD[:3], "To: bo@example.com", HEAD[4]),
		written(*HEAD[:4], "Subject: Other"),
		written(text=a_text("Größe: nein", "text/plain; charset=utf-8")),
		written(file=b"%PDF-2"),
		written(*HEAD[:2], *HEAD[3:]),
	],
)
def test_what_its_sender_writes_otherwise_makes_another_mail(other):
	assert identity(other) != identity(ONE)


def test_it_is_stable():
	"""Stored identities are compared with those of mails read years later."""
	assert identity(ONE) == "d5e4b33b650674601a1d5b8c0c32e417dacead8c1b211c8e16559963385f6f7e"


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe garbage", b"no head\r\n"])
def test_what_is_no_mail_has_one_too(raw):
	assert len(identity(raw)) == 64
	assert identity(raw) != identity(raw + b"x")
