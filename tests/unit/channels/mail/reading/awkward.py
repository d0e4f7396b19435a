"""Awkward mails, each with what has to be read in it. All that is not said is what an ordinary mail has, or does not matter."""

import base64
from datetime import datetime, timezone
from typing import NamedTuple

from frappe_crm_app.records.mail.message import Address
from tests.unit.channels.mail.reading.builders import (
	DATE,
	FROM,
	a_file,
	a_mail,
	a_text,
	html_mail,
	lines,
	mail_of,
	several,
	word,
)

JO = Address("jo@example.com", "Jo Doe")
RUSSIAN = "Здравствуйте! Мы хотели бы получить ваше предложение на поставку десяти станков до конца месяца."


class Awkward(NamedTuple):
	"""A mail, and the attributes of what is read, as they have to be. `files` are the names of its attachments."""

	name: str
	raw: bytes
	expected: dict[str, object]


def case(name: str, raw: bytes, **expected: object) -> Awkward:
	return Awkward(name, raw, expected)


def at(*when: int) -> datetime:
	return datetime(*when, tzinfo=timezone.utc)


HEADS = [
	case(
		"undeclared UTF-8 in the subject",
		a_mail("Subject: Grüße aus Köln"),
		subject="Grüße aus Köln",
		text="Hello",
	),
	case("undeclared Latin-1 in the subject", a_mail("Subject: Grüße".encode("latin-1")), subject="Grüße"),
	case(
		"undeclared KOI8-R in the subject, declared in the body",
		a_mail(
			"Subject: Привет".encode("koi8-r"),
			"Content-Type: text/plain; charset=koi8-r",
			body="Добрый день".encode("koi8-r"),
		),
		subject="Привет",
		text="Добрый день",
	),
	case(
		"encoded words in quotation marks",
		a_mail(f'Subject: "{word("Angebot für Sie")}"'),
		subject='"Angebot für Sie"',
	),
	case(
		"a character cut in two by encoded words",
		a_mail("Subject: =?utf-8?B?R3LD?=\r\n =?utf-8?B?vMOfZQ==?="),
		subject="Grüße",
	),
	case(
		"spaces in an encoded word",
		a_mail("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe aus K=C3=B6ln?="),
		subject="Grüße aus Köln",
	),
	case("an encoded word within a word", a_mail("Subject: Re:=?utf-8?Q?=C3=84?=rger"), subject="Re:Ärger"),
	case(
		"an encoded word without an end", a_mail("Subject: =?utf-8?Q?Gr=C3=BC"), subject="=?utf-8?Q?Gr=C3=BC"
	),
	case(
		"an encoded word in a charset nobody knows",
		a_mail("Subject: =?x-klingon?B?R3LDvMOfZQ==?="),
		subject="Grüße",
	),
	case(
		"base64 without its padding in the subject",
		a_mail("Subject: =?utf-8?B?R3LDvMOfZQ?="),
		subject="Grüße",
	),
	case(
		"line breaks hidden in an encoded word",
		a_mail("Subject: =?utf-8?Q?Hi=0D=0ABcc:_a=40b.com?="),
		subject="Hi Bcc: a@b.com",
		bcc=(),
	),
	case("a folded subject", a_mail("Subject: one\r\n\ttwo\r\n three"), subject="one two three"),
	case(
		"a subject folded without a space",
		a_mail("Subject: one", "two three", DATE),
		subject="one two three",
		sent_on=at(2026, 3, 2, 9),
	),
	case("no subject", a_mail(DATE), subject="", text="Hello"),
	case("emoji and a family of them", a_mail(f"Subject: {word('Ja 🎉 👨‍👩‍👧')}"), subject="Ja 🎉 👨‍👩‍👧"),
	case(
		"Hebrew with marks of direction",
		a_mail(
			"Subject: \u202eשלום\u202c עולם", "Content-Type: text/plain; charset=utf-8", body="שלום\u200f!"
		),
		subject="שלום עולם",
		text="שלום\u200f!",
	),
	case(
		"NUL and other control characters",
		a_mail("Subject: a\0b\x07c", body="x\0y\x1bz\tw"),
		subject="abc",
		text="xyz\tw",
	),
	case(
		"Japanese in ISO-2022-JP", a_mail(b"Subject: " + "お見積り".encode("iso-2022-jp")), subject="お見積り"
	),
	case(
		"GBK called GB2312",
		a_mail(f"Subject: =?gb2312?B?{base64.b64encode('朱镕基'.encode('gbk')).decode()}?="),
		subject="朱镕基",
	),
	case(
		"the line of a file of mails above",
		b"From jo Mon Mar  2 10:00:00 2026\r\n" + a_mail("Subject: A"),
		subject="A",
		sender=JO,
	),
	case("empty lines above", b"\r\n\r\n" + a_mail("Subject: A"), subject="A", sender=JO),
	case(
		"lines that end as on old Macs",
		a_mail("Subject: A", body="x").replace(b"\r\n", b"\r"),
		subject="A",
		text="x",
	),
	case(
		"lines that end as on Unix",
		a_mail("Subject: A", body="x\r\ny").replace(b"\r\n", b"\n"),
		subject="A",
		text="x\ny",
	),
	case(
		"no empty line before the text",
		lines(FROM, "Subject: A", "Hello there, how are you?", "Fine."),
		subject="A",
		text="Hello there, how are you?\nFine.",
	),
	case("a head and no more", lines(FROM, "Subject: A"), subject="A", text="", is_readable=True),
	case(
		"no head",
		b"just words",
		is_readable=False,
		text="just words",
		problem="It has no sender, date, subject or anything else that a mail begins with.",
	),
	case("nothing", b"", is_readable=False, text="", problem="It is empty."),
	case("white space only", b" \r\n \r\n", is_readable=False, problem="It is empty."),
	case(
		"a Message-ID with spaces and words",
		a_mail("Message-ID: <a b@c>\r\n (really)", "In-Reply-To: Your mail of Monday <x@y>"),
		message_id="ab@c",
		in_reply_to="x@y",
	),
	case(
		"a Message-ID with control characters",
		a_mail(b"Message-ID: <a\0b\x1f@c>", b"References: x\0y"),
		message_id="ab@c",
		references=(),
	),
	case(
		"a Message-ID without brackets",
		a_mail("Message-ID: abc@host", "References: <1@a>\r\n <2@a> <1@a>"),
		message_id="abc@host",
		references=("1@a", "2@a"),
	),
]

PEOPLE = [
	case("nobody disclosed", a_mail("To: undisclosed-recipients:;"), to=()),
	case(
		"a group with people in it",
		a_mail('To: Sales: "B, Bo" <bo@example.com>, al@example.com;, Cy <cy@example.com>'),
		to=(Address("bo@example.com", "B, Bo"), Address("al@example.com"), Address("cy@example.com", "Cy")),
	),
	case(
		"500 recipients, folded",
		a_mail("To: " + ",\r\n ".join(f"Person {number} <p{number}@example.com>" for number in range(500))),
		to=tuple(Address(f"p{number}@example.com", f"Person {number}") for number in range(500)),
	),
	case(
		"one person twice",
		a_mail("To: al@example.com, Al <AL@example.com>"),
		to=(Address("al@example.com", "Al"),),
	),
	case(
		"a name that is another's address",
		lines('From: "boss@ours.com" <thief@evil.com>', "", "Pay"),
		sender=Address("thief@evil.com", "boss@ours.com"),
	),
	case(
		"two senders in two lines",
		lines(FROM, "From: Ann <ann@example.com>", "", "x"),
		sender=JO,
		problem="It names more than one sender; the first is shown.",
	),
	case("a sender without an address", lines("From: The System", "", "x"), sender=Address("", "The System")),
	case("a sender without brackets", lines("From: jo@example.com Jo Doe", "", "x"), sender=JO),
	case(
		"a name with a comma and no quotation marks",
		lines("From: Doe, Jo <jo@example.com>", "", "x"),
		sender=Address("jo@example.com", "Jo"),
	),
	case(
		"a quotation mark that does not end",
		a_mail('To: "Al <al@example.com>, bo@example.com'),
		to=(Address("al@example.com", "Al"), Address("bo@example.com")),
	),
	case(
		"a bracket that does not end", a_mail("To: Al <al@example.com"), to=(Address("al@example.com", "Al"),)
	),
	case(
		"a comment that does not end",
		a_mail("To: Al (boss <al@example.com>, bo@example.com"),
		to=(Address("al@example.com", "Al (boss"), Address("bo@example.com")),
	),
	case(
		"names in comments",
		a_mail("To: al@example.com (Al (the boss))"),
		to=(Address("al@example.com", "Al (the boss)"),),
	),
	case(
		"semicolons between",
		a_mail("To: al@example.com; Bo <bo@example.com>"),
		to=(Address("al@example.com"), Address("bo@example.com", "Bo")),
	),
	case(
		"a domain beyond ASCII",
		lines("From: Jörg <jörg@example.com>, <info@müller.de>", "", "x"),
		sender=Address("info@xn--mller-kva.de"),
	),
	case("an address beyond ASCII", lines("From: 用户@例え.jp", "", "x"), sender=Address("", "用户@例え.jp")),
	case(
		"name and address in one encoded word",
		lines(f"From: {word('Jo Doe <jo@example.com>')}", "", "x"),
		sender=JO,
	),
	case(
		"quotation marks and mailto around an address",
		a_mail("To: 'al@example.com' <mailto:al@example.com>, <<bo@example.com>>"),
		to=(Address("al@example.com"), Address("bo@example.com")),
	),
	case("no From, but a Sender", lines("Sender: Jo Doe <jo@example.com>", "Subject: A", "", "x"), sender=JO),
	case(
		"the way it once had to go",
		a_mail("To: <@hop.example,@hop2.example:al@example.com>"),
		to=(Address("al@example.com"),),
	),
	case(
		"copies and answers to others",
		a_mail("Cc: c@example.com", "Bcc: b@example.com", "Reply-To: R <r@example.com>"),
		cc=(Address("c@example.com"),),
		bcc=(Address("b@example.com"),),
		reply_to=(Address("r@example.com", "R"),),
	),
]

ARRIVED = "Received: from a by b; Tue, 3 Mar 2026 08:00:00 +0000"
DATES = [
	case(
		"a date in a zone",
		a_mail("Date: Mon, 2 Mar 2026 23:30:00 -0500 (EST)"),
		sent_on=at(2026, 3, 3, 4, 30),
	),
	case("no date, but a server", a_mail(ARRIVED), sent_on=at(2026, 3, 3, 8)),
	case("no date at all", a_mail(), sent_on=None),
	case("a date that is none", a_mail("Date: yesterday, around noon", ARRIVED), sent_on=at(2026, 3, 3, 8)),
	case(
		"a clock that is years fast",
		a_mail("Date: Mon, 1 Jan 2091 00:00:00 +0000", ARRIVED),
		sent_on=at(2026, 3, 3, 8),
	),
	case(
		"a clock that is years slow",
		a_mail("Date: Thu, 1 Jan 1970 00:00:00 +0000", ARRIVED),
		sent_on=at(2026, 3, 3, 8),
	),
	case("year 99999", a_mail("Date: Mon, 1 Jan 99999 00:00:00 +0000"), sent_on=None),
	case("no zone", a_mail("Date: Mon, 2 Mar 2026 10:00:00"), sent_on=at(2026, 3, 2, 10)),
	case("an impossible zone", a_mail("Date: Mon, 2 Mar 2026 10:00:00 +9900"), sent_on=at(2026, 3, 2, 10)),
	case(
		"a zone named and numbered",
		a_mail("Date: Mon, 2 Mar 2026 10:00:00 GMT+0200"),
		sent_on=at(2026, 3, 2, 8),
	),
	case("a date of ISO 8601", a_mail("Date: 2026-03-02T10:00:00.123+01:00"), sent_on=at(2026, 3, 2, 9)),
	case("a year of two digits", a_mail("Date: 2 Mar 26 10:00 EST"), sent_on=at(2026, 3, 2, 15)),
	case(
		"a leap second", a_mail("Date: Wed, 31 Dec 2025 23:59:60 +0000"), sent_on=at(2025, 12, 31, 23, 59, 59)
	),
	case(
		"the 30th of February",
		a_mail("Date: Mon, 30 Feb 2026 10:00:00 +0000", ARRIVED),
		sent_on=at(2026, 3, 3, 8),
	),
]

PNG = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PARTS = [
	case(
		"mixed, related and alternative in each other",
		mail_of(
			several(
				"mixed",
				several(
					"related",
					several(
						"alternative",
						a_text("plain"),
						a_text('<b>rich</b><img src="cid:pic@x">', "text/html"),
						boundary="c",
					),
					lines(
						"Content-Type: image/png; name=pic.png",
						"Content-ID: <pic@x>",
						"Content-Transfer-Encoding: base64",
						"",
						base64.b64encode(PNG),
					),
					boundary="r",
				),
				a_file("offer.pdf", b"%PDF"),
			)
		),
		text="plain",
		html='<b>rich</b><img data-cid="pic@x">',
		files=[("pic.png", PNG, True), ("offer.pdf", b"%PDF", False)],
		has_remote_images=False,
	),
	case(
		"an attached mail stays a file",
		mail_of(
			several(
				"mixed",
				a_text("see below"),
				lines("Content-Type: message/rfc822", "") + lines("Subject: Offer 1/2", "", "inner"),
			)
		),
		text="see below",
		files=[("Offer 1-2.eml", b"Subject: Offer 1/2\r\n\r\ninner", False)],
	),
	case(
		"lines broken to travel",
		a_mail(
			"Content-Type: text/plain; format=flowed",
			body="One long \r\nparagraph.\r\n> quoted \r\n> words\r\n  indented\r\n-- \r\nJo",
		),
		text="One long paragraph.\n> quoted words\n indented\n-- \nJo",
	),
	case(
		"lines broken within words",
		a_mail("Content-Type: text/plain; format=flowed; delsp=yes; charset=utf-8", body="漢字 \r\nかな"),
		text="漢字かな",
	),
	case(
		"base64 without padding",
		mail_of(a_text("SGVsbG8gd29ybGQ", "text/plain", "Content-Transfer-Encoding: base64")),
		text="Hello world",
	),
	case(
		"base64 of two pieces",
		mail_of(a_text("SGVsbG8=\r\nIHdvcmxk", "text/plain", "Content-Transfer-Encoding: base64")),
		text="Hello world",
	),
	case(
		"base64 with letters too many",
		mail_of(a_text("SGV!sbG8g d29ybGQhA", "text/plain", "Content-Transfer-Encoding: BASE64")),
		text="Hello world!",
	),
	case(
		"a plain footer behind base64",
		mail_of(
			a_text(
				"SGVsbG8gd29ybGQ=\r\n____\r\nThe list\r\n", "text/plain", "Content-Transfer-Encoding: base64"
			)
		),
		text="Hello world\n____\nThe list",
	),
	case(
		"broken quoted-printable",
		mail_of(
			a_text(
				"a=C3=A4=\r\nb =ZZ 5=3D5=",
				"text/plain; charset=utf-8",
				"Content-Transfer-Encoding: quoted-printable",
			)
		),
		text="aäb =ZZ 5=5",
	),
	case(
		"an encoding nobody knows",
		mail_of(a_text("as it is", "text/plain", "Content-Transfer-Encoding: rot13")),
		text="as it is",
	),
	case(
		"uuencode",
		mail_of(
			a_text(
				"begin 644 x.txt\r\n+2&5L;&\\@=V]R;&0\r\n`\r\nend",
				"text/plain",
				"Content-Transfer-Encoding: x-uuencode",
			)
		),
		text="Hello world",
	),
	case(
		"a charset nobody knows",
		mail_of(a_text(RUSSIAN.encode("cp1251"), "text/plain; charset=x-unknown")),
		text=RUSSIAN,
	),
	case("no charset", a_mail(body=RUSSIAN.encode("koi8-r")), text=RUSSIAN),
	case(
		"Windows-1252 called UTF-8",
		mail_of(a_text("Grüße – 5 € für Sie".encode("cp1252"), "text/plain; charset=utf-8")),
		text="Grüße – 5 € für Sie",
	),
	case(
		"a stray byte in UTF-8",
		mail_of(a_text("ä".encode() * 40 + b"\x80", "text/plain; charset=utf-8")),
		text="ä" * 40 + "€",
	),
	case(
		"Windows-1252 called ISO-8859-1",
		mail_of(a_text("5 € „jetzt“".encode("cp1252"), "text/plain; charset=iso-8859-1")),
		text="5 € „jetzt“",
	),
	case(
		"UTF-16",
		mail_of(
			a_text(
				base64.b64encode("Größe".encode("utf-16")),
				"text/plain; charset=utf-16",
				"Content-Transfer-Encoding: base64",
			)
		),
		text="Größe",
	),
	case("ASCII called UTF-16", mail_of(a_text("Hello!", "text/plain; charset=utf-16")), text="Hello!"),
	case(
		"HTML that says itself in which charset it is",
		mail_of(
			a_text(
				'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Да</p>'.encode(
					"koi8-r"
				),
				"text/html",
			)
		),
		text="Да",
	),
	case(
		"a few letters of the West without a charset",
		mail_of(a_text("Rück\r\nGrüße".encode("cp1252"))),
		text="Rück\nGrüße",
	),
	case(
		"Polish without a charset",
		mail_of(
			a_text(
				"Zażółć gęślą jaźń, proszę o ofertę na dziesięć maszyn, bardzo dziękuję za szybką odpowiedź".encode(
					"cp1250"
				)
			)
		),
		text="Zażółć gęślą jaźń, proszę o ofertę na dziesięć maszyn, bardzo dziękuję za szybką odpowiedź",
	),
	case("UTF-7", mail_of(a_text("Gr+APwA3w-e", "text/plain; charset=utf-7")), text="Grüße"),
	case(
		"a charset that is a trap",
		mail_of(a_text("caf\\xe9", "text/plain; charset=unicode_escape")),
		text="caf\\xe9",
	),
	case(
		"no type, but HTML",
		a_mail(body="<html><body><p>Hi</p></body></html>"),
		text="Hi",
		html="<div><p>Hi</p></div>",
	),
	case("a type that is none", a_mail("Content-Type: text", body="Hi"), text="Hi", files=[]),
	case(
		"a boundary that nobody says",
		mail_of(several("mixed", a_text("one"), a_text("two")).replace(b'; boundary="=_b"', b"")),
		text="one\n\ntwo",
	),
	case(
		"no last boundary",
		mail_of(several("mixed", a_text("one"), a_file("a.pdf", b"x"), end="")),
		text="one",
		files=[("a.pdf", b"x", False)],
	),
	case(
		"several parts, but none there",
		a_mail('Content-Type: multipart/mixed; boundary="x"', body="only text"),
		text="only text",
		files=[],
	),
	case(
		"a boundary that begins like another",
		mail_of(several("mixed", several("alternative", a_text("in"), boundary="=_b1"), a_text("out"))),
		text="in\n\nout",
	),
	case(
		"words behind the last boundary",
		mail_of(several("mixed", a_text("in"))) + b"\r\nThe list\r\n",
		text="in\n\nThe list",
	),
	case(
		"parts with no head", mail_of(several("mixed", lines("", "one"), lines("", "two"))), text="one\n\ntwo"
	),
	case(
		"a file name in pieces (RFC 2231)",
		mail_of(
			several(
				"mixed",
				a_text("x"),
				lines(
					"Content-Type: text/csv",
					"Content-Disposition: attachment;",
					" filename*0*=utf-8''%C3%84rger%20;",
					' filename*1="und mehr.csv"',
					"",
					"a,b",
				),
			)
		),
		files=[("Ärger und mehr.csv", b"a,b", False)],
	),
	case(
		"a file name in encoded words",
		mail_of(several("mixed", a_text("x"), a_file(word("Größe.pdf"), b"x"))),
		files=[("Größe.pdf", b"x", False)],
	),
	case(
		"a file name in plain Latin-1",
		mail_of(
			several("mixed", a_text("x"), a_file("N", b"x").replace(b'"N"', '"Größe.pdf"'.encode("latin-1")))
		),
		files=[("Größe.pdf", b"x", False)],
	),
	case(
		"a file name that is a path and looks like another",
		mail_of(several("mixed", a_text("x"), a_file("..\\\\..\\\\etc/inv\u202efdp.exe", b"x"))),
		files=[("invfdp.exe", b"x", False)],
	),
	case(
		"a file without a name",
		mail_of(several("mixed", a_text("x"), lines("Content-Type: image/png", "", PNG))),
		files=[("attachment.png", PNG, False)],
	),
	case(
		"a file name of 300 characters",
		mail_of(several("mixed", a_text("x"), a_file(f"{'n' * 300}.pdf", b"x"))),
		files=[(f"{'n' * 136}.pdf", b"x", False)],
	),
	case(
		"nothing but a file",
		mail_of(a_file("scan.pdf", b"%PDF")),
		text="",
		files=[("scan.pdf", b"%PDF", False)],
	),
	case(
		"a plain text that is empty beside HTML",
		mail_of(several("alternative", a_text("  "), a_text("<p>Rich</p>", "text/html"))),
		text="Rich",
		html="<p>Rich</p>",
	),
	case(
		"a picture between two texts",
		mail_of(
			several(
				"mixed",
				a_text("above"),
				lines("Content-Type: image/png; name=p.png", "Content-Disposition: inline", "", PNG),
				a_text("below"),
			)
		),
		text="above\n\nbelow",
		files=[("p.png", PNG, False)],
	),
	case(
		"the same for other programs",
		mail_of(
			several(
				"alternative",
				a_text("plain"),
				a_text("amp", "text/x-amp-html"),
				a_text("<i>rich</i>", "text/html"),
			)
		),
		text="plain",
		html="<i>rich</i>",
		files=[],
	),
	case(
		"two plain texts to choose from",
		mail_of(several("alternative", a_text("one"), a_text("two"))),
		text="one",
		files=[("attachment.txt", b"two", False)],
	),
	case(
		"encrypted by S/MIME",
		mail_of(a_file("smime.p7m", b"\x30\x80", "application/pkcs7-mime; smime-type=enveloped-data")),
		text="",
		files=[("smime.p7m", b"\x30\x80", False)],
		problem="It is encrypted or signed in a way that only a mail program with the right key can open; what came is among the attachments.",
	),
	case(
		"signed",
		mail_of(
			several(
				"signed", a_text("signed words"), a_file("smime.p7s", b"s", "application/pkcs7-signature")
			)
		),
		text="signed words",
		files=[("smime.p7s", b"s", False)],
	),
	case(
		"a digest of mails",
		mail_of(several("digest", lines("", "Subject: One", "", "1"), lines("", "Subject: Two", "", "2"))),
		text="",
		files=[("One.eml", b"Subject: One\r\n\r\n1", False), ("Two.eml", b"Subject: Two\r\n\r\n2", False)],
	),
]

WEB = "https://example.com"
PAGES = [
	case(
		"scripts",
		html_mail('<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(1)></p>'),
		html="<p>Hi<img></p>",
		text="Hi",
	),
	case(
		"links that run something",
		html_mail(
			'<a href="javascript:x()">a</a><a href="jAva&#10;script&colon;x()">b</a><a href=" data:text/html,x">c</a><a href="vbscript:x">d</a>'
		),
		html="".join(f'<a rel="noopener noreferrer">{letter}</a>' for letter in "abcd"),
	),
	case(
		"links to where one may go",
		html_mail(
			f'<a href="{WEB}/?a=1&amp;b=2" target=_top rel=opener>w</a><a href="mailto:a@b.com">m</a><a href="tel:+1">t</a><a href="file:///etc">f</a><a href="/x">r</a>'
		),
		html=f'<a href="{WEB}/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">w</a><a href="mailto:a@b.com" target="_blank" rel="noopener noreferrer">m</a>'
		'<a href="tel:+1" target="_blank" rel="noopener noreferrer">t</a><a rel="noopener noreferrer">f</a><a rel="noopener noreferrer">r</a>',
	),
	case(
		"pictures of the web wait until they are asked for",
		html_mail(
			f'<img src="{WEB}/1.gif" srcset="{WEB}/2.gif 2x" width=1 height="1" alt="Logo"><table background="//cdn.example/b.png"><tr><td>x</table>'
		),
		html=f'<img width="1" height="1" alt="Logo" data-remote-src="{WEB}/1.gif"><table data-remote-background="https://cdn.example/b.png"><tbody><tr><td>x</td></tr></tbody></table>',
		has_remote_images=True,
		text="Logo\nx",
	),
	case(
		"a sender who asks for himself",
		html_mail(
			f'<img data-remote-src="{WEB}/x" data-cid=y src="file:///x"><p data-x=1 id=a class=b name=c>x</p>'
		),
		html="<img><p>x</p>",
		has_remote_images=False,
	),
	case(
		"styles that leave their place, fetch or run",
		html_mail(
			'<div style="position:fixed;top:0;z-index:9;color:red;width:expression(alert(1));background:url(https://t.example/p.gif) no-repeat #fff;margin:-99px;'
			'b\\61 ckground:u\\72l(x);behavior:url(x);-moz-binding:url(x);font-size:12px;color:rgb(1, 2, 3);/*x*/list-style:url(x)">x</div>'
		),
		html='<div style="color:red;background-color:#fff;font-size:12px;color:rgb(1, 2, 3)" data-remote-background="https://t.example/p.gif">x</div>',
		has_remote_images=True,
	),
	case(
		"style sheets, frames and whatever else a page may have",
		html_mail(
			'<head><title>T</title><base href="https://evil.example"><meta http-equiv=refresh content="0;url=x"><link rel=stylesheet href=x><style>@import "x"; b{}</style></head><body><iframe src=x>no</iframe><object data=x>o</object><embed src=x><form action=x><input value=v><button>Go</button></form><video poster=x src=y>v</video>end</body>'
		),
		html="<div>oGovend</div>",
		text="o\nGo\nvend",
	),
	case(
		"what browsers mend into something else",
		html_mail(
			'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'
		),
		has_remote_images=False,
		is_readable=True,
	),
	case(
		"SVG with a script",
		html_mail(
			"<svg onload=alert(1)><script>alert(1)</script><a xlink:href=javascript:x><text>t</text></a></svg>"
		),
		html='<a rel="noopener noreferrer">t</a>',
		text="t",
	),
	case(
		"comments with tags in them",
		html_mail("a<!--><script>x</script>-->b<!-- <b> -->c<!doctype x><?php echo ?>d"),
		text="a-->bcd",
		html="a--&gt;bcd",
	),
	case(
		"a tag and a quotation mark without an end",
		html_mail('<p>5 < 6 and 7 > 3 <a href="x>here</a> <b>bold'),
		text="5 < 6 and 7 > 3 here bold",
	),
	case(
		"an apostrophe in a tag",
		html_mail("<p title=it's>one</p><p>it's two</p>"),
		text="one\n\nit's two",
		html="<p title=\"it's\">one</p><p>it's two</p>",
	),
	case(
		"tables and lists that nobody closes",
		html_mail("<table><tr><td>a<td>b<tr><td>c</table><ul><li>x<li>y</ul><p>one<p>two"),
		text="a b\nc\n- x\n- y\n\none\n\ntwo",
	),
	case(
		"what only Outlook sees",
		html_mail("<!--[if mso]><p>mso</p><![endif]--><![if !mso]><p>others</p><![endif]>"),
		html="<p>others</p>",
		text="others",
	),
	case(
		"entities of control characters",
		html_mail("<p title='&#1;&#x7f;t'>a&#1;&#x1b;&#13;&#xd800;b</p>"),
		html='<p title="t">a\n\ufffdb</p>',
		text="a \ufffdb",
	),
	case(
		"entities of giant numbers",
		html_mail(f"<p title='&#{'9' * 6000};'>&#x110000; &#{'1' * 9000}; &#0; ok</p>"),
		text="\ufffd \ufffd \ufffd ok",
	),
	case(
		"HTML in Windows-1252 without a charset",
		mail_of(a_text("<p>Grüße für 5 €</p>".encode("cp1252"), "text/html")),
		text="Grüße für 5 €",
		html="<p>Grüße für 5 €</p>",
	),
	case(
		"a picture that stands in the HTML",
		html_mail(
			f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}"><img src="data:image/svg+xml;base64,PHN2Zz4=">'
		),
		files=[("picture-1.png", PNG, True)],
	),
	case(
		"forms of an address with line breaks in it",
		html_mail('<img src="\nhttps://t.ex\tample/p.gif "><img src=http:/x><img src=//>'),
		html='<img data-remote-src="https://t.example/p.gif"><img><img>',
	),
	case(
		"HTML with nothing in it",
		mail_of(
			several(
				"alternative",
				a_text("words"),
				a_text(f"<html><body background={WEB}/b.png>&nbsp;</body></html>", "text/html"),
			)
		),
		text="words",
		html="",
		has_remote_images=False,
	),
	case(
		"filling of the preview",
		html_mail("<div>Sale today&zwnj;&nbsp;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div><p>50&nbsp;%</p>"),
		text="Sale today\n\n50 %",
		snippet="Sale today 50 %",
	),
	case(
		"quoted in HTML",
		html_mail("<p>New</p><div>On Monday, Al wrote:</div><blockquote>Old<br>words</blockquote>"),
		text="New\n\nOn Monday, Al wrote:\n\n> Old\n> words",
		snippet="New",
	),
	case(
		"words before tags",
		html_mail("<pre>a\n  b</pre><textarea><b>typed</b></textarea>"),
		text="a\n  b\n<b>typed</b>",
	),
]

AWKWARD = [*HEADS, *PEOPLE, *DATES, *PARTS, *PAGES]
