"""Whatever comes is read: no bytes make `read` raise, or give something that a database refuses or that harms."""

from hypothesis import given
from hypothesis import strategies as some

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.reading.problems import UNREADABLE
from tests.unit.channels.mail.reading.awkward import AWKWARD
from tests.unit.channels.mail.reading.builders import dangers, html_mail, unstorable

RAW = [awkward.raw for awkward in AWKWARD]
# What mails are made of, in an order that no program would write.
SCRAPS = (
	b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b":", b";", b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Received: ", b"Message-ID: ", b"References: ",
	b"Content-Type: ", b"multipart/mixed; boundary=b", b"multipart/alternative; boundary=b", b"multipart/related; boundary=b", b"multipart/report",
	b"multipart/digest; boundary=b", b"text/html", b"text/plain", b"; format=flowed", b"; charset=", b"utf-8", b"utf-16", b"utf-7", b"hz", b"iso-2022-jp", b"--b", b"--b--",
	b"message/rfc822", b"message/delivery-status", b"Action: failed\r\nFinal-Recipient: rfc822; a@b.com", b"text/calendar", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"DTSTART:",
	b"20260302T100000", b"application/ms-tnef", b"\x78\x9f\x3e\x22\x01\x00", b"Content-Transfer-Encoding: ", b"base64", b"quoted-printable", b"x-uuencode",
	b"Content-Disposition: attachment; filename=", b"filename*0*=utf-8''%C3", b"=?utf-8?B?", b"=?utf-8?Q?", b"?=", b"<a@b.com>", b'"', b"(", b")", b"<", b">", b"=", b"&#", b"\\",
	b"<div>", b"</div>", b"<table>", b"<a href=", b"<img src=", b"style=", b"url(", b"<style>", b"<!--", b"<svg>", b"<script>", b"\xff", b"\xc3\xa4", b"\0", b"\xed\xa0\x80",
	b"begin 644 a\r\n", b"X-Failed-Recipients: ", b"Mon, 2 Mar 2026 10:00:00 +0100", b"99999", b"> ", b"On 1 Al wrote:\r\n",
)  # fmt: skip
HTML = (
	"<", ">", "</", "/>", '"', "'", "=", " ", "<a href=", "<img src=", " style=", " onload=", "<p>", "</p>", "<table>", "<td>", "<b>", "</b>", "<svg>", "<math>", "<style>",
	"</style>", "<title>", "<textarea>", "<noscript>", "<xmp>", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "javascript:", "https://e.com/", "url(https://e.com)", "&lt;", "&#60;",
	"&#x3c", "<mglyph>", "<form>", "<select>", "<template>", "<plaintext>", "position:fixed", ";", "color:red", "data-remote-src=", "x", "\n", "\\", "/*", "@import",
)  # fmt: skip


def check(raw: bytes) -> None:
	mail = read(raw)
	assert mail.problem != UNREADABLE
	assert len(mail.identity) == 64
	assert len(mail.snippet) <= 200
	assert unstorable(mail) == []
	assert dangers(mail.html) == []


@given(some.binary(max_size=2_000))
def test_bytes(raw):
	check(raw)


@given(some.lists(some.sampled_from(SCRAPS), max_size=60).map(b"".join))
def test_scraps_of_mails(raw):
	check(raw)


@given(some.sampled_from(RAW), some.integers(0, 2_000), some.binary(max_size=8))
def test_mails_with_other_bytes_in_them(raw, place, bytes_):
	place %= len(raw) + 1
	check(raw[:place] + bytes_ + raw[place + len(bytes_) :])


@given(some.lists(some.sampled_from(HTML), max_size=40).map("".join))
def test_scraps_of_html(source):
	check(html_mail(source))
