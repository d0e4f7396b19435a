"""A letter as bytes: read again it says what was written, whatever was written, and no header can be added to it."""

from datetime import datetime, timezone

import pytest

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.writing.bodies import body_of, cleaned, forwarded, quoted
from frappe_crm_app.channels.mail.writing.letters import MOST_REFERENCES, Letter, build
from frappe_crm_app.records.mail.message import Address, Attachment

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
ADA = Address("ada@ours.example", "Ada Lovelace")


def letter(**values) -> Letter:
	usual = {
		"message_id": "abc@ours.example",
		"sent_on": datetime(2026, 11, 27, 9, 30, tzinfo=timezone.utc),
		"sender": ADA,
		"to": (Address("grace@navy.example", "Hopper, Grace"),),
		"subject": "Cranes",
		"text": "Hello",
		"html": "<p>Hello</p>",
	}
	return Letter(**{**usual, **values})


@pytest.mark.parametrize(
	"subject", ["Cranes", "Kräne für Ærø", "起重机 🏗️ " * 20, "عرض سعر", "a" * 900, "  two  spaces"]
)
def test_a_subject_arrives_as_it_was_written(subject):
	assert read(build(letter(subject=subject))).subject == " ".join(subject.split())


def test_people_arrive_with_their_names():
	to = tuple(Address(f"p{number}@navy.example", f"Grace, Höpper “{number}”") for number in range(100))
	said = read(build(letter(to=to, cc=(Address("c@navy.example"),))))
	assert said.to == to
	assert said.cc == (Address("c@navy.example"),)
	assert said.sender == ADA


def test_text_stands_beside_html_and_no_line_is_too_long():
	html = f"<p>{'långt ' * 500}</p>"
	raw = build(letter(html=html, text="långt " * 500))
	said = read(raw)
	assert max(map(len, raw.split(b"\r\n"))) <= 998
	assert raw.isascii()
	assert said.text.split() == ["långt"] * 500
	assert "långt" in said.html


def test_long_ids_are_not_encoded():
	ids = tuple(f"{'x' * 120}{number}@navy.example" for number in range(40))
	said = read(build(letter(in_reply_to=ids[-1], references=ids)))
	assert said.in_reply_to == ids[-1]
	assert said.references == (ids[0], *ids[1 - MOST_REFERENCES :])


@pytest.mark.parametrize("bad", ["a\nBcc: eve@example.com", "a\r\n\r\nbody", "a\0b", "a\u2028b", "a\x85b"])
@pytest.mark.parametrize("place", ["subject", "name", "email", "message_id", "references", "in_reply_to"])
def test_nothing_can_be_added_to_the_headers(bad, place):
	values = {
		"name": {"to": (Address("grace@navy.example", bad),)},
		"email": {"to": (Address(f"{bad}@navy.example"),)},
		"references": {"references": (bad,)},
	}.get(place, {place: bad})
	with pytest.raises(ValueError):  # noqa: PT011
		build(letter(**values))


def test_what_looks_encoded_adds_nothing_either():
	sly = "=?utf-8?q?a=0D=0ABcc:_eve@example.com=0D=0A?="
	raw = build(letter(subject=sly, to=(Address("grace@navy.example", sly),)))
	assert b"\r\nBcc" not in raw
	assert [each.email for each in read(raw).to] == ["grace@navy.example"]


def test_a_file_has_its_name_and_content_and_a_bad_name_adds_nothing():
	files = (
		Attachment("Preis für Ærø 起.pdf", "application/pdf", b"%PDF\r\n\0\xff"),
		Attachment('a"; filename="b.exe\r\nX-Evil: 1', "no type", b"x"),
		Attachment("mail.eml", "message/rfc822", b"Subject: in it\r\n\r\nHello"),
	)
	raw = build(letter(files=files))
	said = read(raw)
	assert [each.content for each in said.attachments] == [each.content for each in files]
	assert said.attachments[0].name == files[0].name
	assert b"\r\nX-Evil" not in raw
	assert said.subject == "Cranes"


def test_the_same_letter_is_the_same_mail_and_another_is_another():
	mail = letter(files=(Attachment("a.txt", "text/plain", b"one"),))
	assert read(build(mail)).identity == read(build(mail)).identity
	assert read(build(mail)).identity != read(build(letter())).identity


def test_what_was_typed_is_sent_without_what_runs_or_tells_who_opened_it():
	body = body_of('<p onclick="x()">Hi<script>alert(1)</script><img src="https://x.example/a.png"></p>')
	assert "script" not in body.html
	assert "onclick" not in body.html
	assert 'src="https://x.example/a.png"' in body.html
	assert body.text.startswith("Hi")


def test_a_picture_in_the_html_becomes_one_beside_it():
	body = body_of(f'<p>See <img src="data:image/png;base64,{PIXEL}"></p>')
	assert len(body.pictures) == 1
	said = read(build(letter(html=body.html, text=body.text, pictures=body.pictures)))
	assert [each.content_id for each in said.attachments] == [body.pictures[0].content_id]
	assert said.attachments[0].is_inline
	assert f'data-cid="{body.pictures[0].content_id}"' in said.html
	assert "data:" not in body.html


def test_what_was_stored_is_sent_with_its_pictures_where_they_come_from():
	stored = cleaned('<p><img src="https://x.example/a.png"><img src="cid:one@x"></p>')
	assert "src=" not in stored.replace("data-remote-src=", "")
	body = body_of("", stored)
	assert 'src="https://x.example/a.png"' in body.html
	assert body.shown == {"one@x"}


def test_what_is_answered_is_quoted_in_both():
	body = body_of("<p>Yes.</p>", quoted("On Friday, <Grace> wrote:", "<p>When?</p>"))
	assert "<blockquote" in body.html
	assert "&lt;Grace&gt; wrote" in body.html
	assert "> When?" in body.text.replace(">When?", "> When?")


def test_what_is_forwarded_says_whose_it_was():
	html = forwarded([("From", "Grace <g@navy.example>"), ("Copy", "")], "<p>When?</p>")
	assert "From: Grace &lt;g@navy.example&gt;" in html
	assert "Copy" not in html
