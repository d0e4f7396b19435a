"""Mails made to take long: each is read in a time that grows with its length, not with its square.

The limit is far above what they take, and far below what a step of quadratic time would: minutes for each of them.
"""

import struct
import time
from collections.abc import Iterator

import pytest

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.reading.problems import TOO_LONG, TOO_MUCH_HTML, UNREADABLE
from tests.unit.channels.mail.reading.builders import FROM, a_mail, a_text, dangers, html_mail, lines, mail_of

LIMIT = 15  # seconds
SIZE = 300_000  # bytes


def times(piece: str | bytes, size: int = SIZE) -> bytes:
	piece = piece.encode() if isinstance(piece, str) else piece
	return piece * (size // len(piece))


def nested_parts(depth: int) -> bytes:
	heads = b"".join(
		lines(f"Content-Type: multipart/mixed; boundary=b{number}", "", f"--b{number}")
		for number in range(depth)
	)
	return lines(FROM) + heads + a_text("the innermost")


def bomb_of_copies() -> str:
	"""Each new paragraph would copy all the open fonts that the one before it had."""
	return "<p>" + "".join(f"<font size={number}>" for number in range(450)) + "<p>x</p>" * 20_000


TAGS = (
	"<div>",
	"<",
	"<a",
	"<a ",
	'<a "',
	'<a b="',
	"<a ='",
	"<!--",
	"<!",
	"</",
	"<style>",
	"<p>x</p>",
	"<a href=1>",
	"<li>",
	"<table>",
	"<blockquote>",
	"<pre>\n",
)
TEXTS = ("&", "&#1", "&amp", "&nbsp;&zwnj;", "\u200c", "&#847;")
STYLES = ("/*", "a:b;", "color:rgb(", "background:url(", "color:rgb(1)", "\\", "'")
IN_ADDRESSES = (
	'"',
	"(",
	"<",
	"\\",
	'"\\',
	",",
	":",
	";",
	"=?a?q?",
	"a@",
	"<a@b>",
	"a@b.c,",
	"()",
	'""',
	"xn--a@xn--b.de,",
	"ü@ü.de,",
	"@",
	"=",
)
IN_SUBJECTS = ("=?", "=?utf-8?q?", "=?utf-8?q?a?=", "=?idna?q?xn--a?=", "=?punycode?q?a?=", "\r\n ")
IN_TYPES = (";", '; a="', ";a*0*=", "=", '"', "\\", ";  ", "; a = ")
IN_TEXTS = (
	"\n",
	"> ",
	"> \n",
	"wrote:\n",
	"On 1 wrote: ",
	"From: a\n",
	"-",
	b"\xff",
	b"a\xff",
	b"\xc3",
	b"\x1b$B!!",
	"Message-ID:",
)
IN_BASE64 = ("=", "A", "A=", "\n", "____\n", "!A\n", "AAA=\nx y\n")
IN_CALENDARS = ("BEGIN:VEVENT\n", "A;", 'A;B="', "A;B=C", "\n ", "BEGIN:VEVENT\nEND:VEVENT\n")


def hostile() -> Iterator[tuple[str, bytes]]:
	"""Yield what a mail is made of, and the mail."""
	yield "2 MB of nested divisions", html_mail("<div>" * 400_000)
	yield "2 MB of nested divisions that end", html_mail("<div>" * 180_000 + "</div>" * 180_000)
	yield "copies of fonts", html_mail(bomb_of_copies())
	yield "a tag without an end", html_mail(b"<" + times("a"))
	yield "a tag of spaces", html_mail(b"<a" + times(" = ") + b">")
	yield "an entity without an end", html_mail(b"&" + times("x"))
	yield "a giant number", html_mail(b"&#" + times("9"))
	yield "attributes", html_mail(b"<p" + times(" a=1") + b">")
	yield "10,000 parts in each other", nested_parts(10_000)
	yield (
		"one boundary for all of them",
		lines(FROM) + lines("Content-Type: multipart/mixed; boundary=b", "", "--b") * 10_000,
	)
	yield (
		"200,000 parts beside each other",
		mail_of(lines("Content-Type: multipart/mixed; boundary=b", "") + times("--b\r\n")),
	)
	yield (
		"a line of boundaries",
		mail_of(lines("Content-Type: multipart/mixed; boundary=b", "") + times("--b")),
	)
	yield "100,000 fields", b"".join(b"X-%d: y\r\n" % number for number in range(100_000)) + a_mail()
	yield "100,000 servers", lines("Received: by x; Mon, 2 Mar 2026 10:00:00 +0000") * 100_000 + a_mail()
	yield "a subject of 10 MB", a_mail(b"Subject: " + times("x", 10_000_000))
	for charset in (
		"utf-7",
		"utf-16",
		"hz",
		"iso2022_jp",
		"big5",
		"idna",
		"punycode",
		"unicode_escape",
		"gb18030",
		"nobody-knows",
	):
		yield (
			f"all bytes in {charset}",
			mail_of(a_text(bytes(range(256)) * 2_000, f"text/plain; charset={charset}")),
		)
	for kind, pieces, make in (
		("tags", TAGS, html_mail),
		("texts", TEXTS, html_mail),
		("styles", STYLES, lambda many: html_mail((b'<p style="' + many[:4_990] + b'">') * 200)),
		("addresses", IN_ADDRESSES, lambda many: a_mail(b"To: " + many[: SIZE // 2])),
		("subjects", IN_SUBJECTS, lambda many: a_mail(b"Subject: " + many)),
		("types", IN_TYPES, lambda many: a_mail(b"Content-Type: text/plain" + many)),
		("texts", IN_TEXTS, lambda many: a_mail(body=many)),
		(
			"base64",
			IN_BASE64,
			lambda many: mail_of(a_text(many, "text/plain", "Content-Transfer-Encoding: base64")),
		),
		("calendars", IN_CALENDARS, lambda many: mail_of(a_text(many, "text/calendar"))),
	):
		yield from ((f"{kind}: {piece!r}", make(times(piece))) for piece in pieces)
	empty_files = struct.pack("<BIIH", 2, 0x9002, 0, 0) * 100_000
	yield (
		"files in winmail.dat",
		mail_of(a_text(b"\x78\x9f\x3e\x22\x01\x00" + empty_files, "application/ms-tnef")),
	)
	yield (
		"recipients of a report",
		mail_of(
			a_text(times("Action: failed\nFinal-Recipient: rfc822;a@b.com\n\n"), "message/delivery-status")
		),
	)


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in hostile()])
def test_it_takes_no_time_and_does_no_harm(raw):
	started = time.process_time()
	mail = read(raw)
	assert time.process_time() - started < LIMIT
	assert mail.problem != UNREADABLE
	assert mail.sender.email == "jo@example.com"
	assert dangers(mail.html[:100_000]) == []


def test_a_bomb_of_copies_is_defused():
	source = bomb_of_copies()
	assert len(read(html_mail(source)).html) < len(source) + 20_000


@pytest.mark.parametrize(
	"source",
	[
		"<div>" * 1_000 + "words",
		"<div>" * 400 + "<p>x</p>" * 5_000 + "words",
		"<b>x</b>" * 62_000 + "words",
		"&lt;" * 110_000 + "words",
	],
)
def test_html_that_takes_too_much_is_shown_as_text(source):
	mail = read(html_mail(source + ' <a href="https://example.com/1">here</a><script>no</script>'))
	assert mail.html == ""
	assert mail.text.endswith("words here <https://example.com/1>")
	assert mail.problem == TOO_MUCH_HTML


def test_what_ordinary_mails_have_is_not_too_much():
	"""A long thread quotes itself, and a sheet pasted from a spreadsheet has some thousand cells."""
	thread = "<blockquote><div><p>" * 80 + "old" + "</p></div></blockquote>" * 80
	sheet = f"<table>{('<tr>' + '<td><font><b>1</b></font></td>' * 12 + '</tr>') * 500}</table>"
	assert read(html_mail(thread + sheet)).problem == ""


def test_what_lies_too_deep_is_a_file():
	mail = read(nested_parts(100))
	assert [(file.content_type, b"the innermost" in file.content) for file in mail.attachments] == [
		("message/rfc822", True)
	]


def test_parts_that_are_too_many_are_one_file():
	mail = read(
		mail_of(
			lines("Content-Type: multipart/mixed; boundary=b", "")
			+ b"".join(lines("--b", "", f"part {number}") for number in range(1_500))
		)
	)
	assert mail.text.endswith("part 998")
	assert [file.content.endswith(b"part 1499\r\n") for file in mail.attachments] == [True]


def test_a_text_that_is_too_long_is_a_file_too():
	body = times("word ", 2_500_000)
	mail = read(a_mail(body=body))
	assert len(mail.text) == 2_000_000
	assert [file.content.strip() for file in mail.attachments] == [body.strip()]
	assert mail.problem == TOO_LONG
