"""A campaign's mail as bytes, read again by Python's own parser."""

import email
import email.policy
from datetime import datetime, timezone

import pytest

from frappe_crm_app.channels.campaigns.content import prepare
from frappe_crm_app.channels.campaigns.mime import Addressed, Sender, compile_mail
from frappe_crm_app.channels.campaigns.slots import read_template

NAMES = ("first_name",)
SENT_ON = datetime(2026, 11, 27, 8, 30, tzinfo=timezone.utc)
PAGE = (
	"""<p>Grüße, {{ first_name or "du" }}!</p>
<p>.begins with a dot</p>
<pre>trailing space \nFrom the start</pre>"""
	+ "<p>"
	+ "Ein sehr langer Satz über Kräne. " * 40
	+ "</p>"
)


def built(values=None, subject="News für {{ first_name }}", name="Ada King", sender=None, **own):
	mail = compile_mail(
		sender or Sender("news@crm.example", "Kräne & Co., Ltd", "answers@crm.example"),
		read_template(subject, NAMES),
		prepare(PAGE, NAMES),
		"f00",
	)
	unsubscribe = own.pop("unsubscribe", ("https://crm.example/u?t=1", "mailto:news@crm.example"))
	addressed = Addressed("ada@people.example", name, "abc@crm.example", unsubscribe)
	return mail.build(addressed, values or {"first_name": "Ada"}, SENT_ON)


def read(raw):
	return email.message_from_bytes(raw, policy=email.policy.default)


def test_it_is_what_was_written_with_the_persons_values():
	mail = read(built())
	assert mail["Subject"] == "News für Ada"
	assert mail["To"] == "Ada King <ada@people.example>"
	assert mail["From"].addresses[0].display_name == "Kräne & Co., Ltd"
	assert mail["Reply-To"] == "answers@crm.example"
	assert mail["Message-ID"] == "<abc@crm.example>"
	assert mail["Date"].datetime == SENT_ON
	text, page = mail.iter_parts()
	assert text.get_content_type() == "text/plain"
	assert text.get_content().startswith("Grüße, Ada!\r\n")
	assert "trailing space \r\n" in page.get_content()
	assert "Grüße, Ada!" in page.get_content()
	assert page.get_content().count("Ein sehr langer Satz über Kräne.") == 40


def test_it_can_be_unsubscribed_by_one_click():
	mail = read(built())
	assert mail["List-Unsubscribe"] == "<https://crm.example/u?t=1>, <mailto:news@crm.example>"
	assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_an_address_to_post_to_nothing_of_one_click_is_said():
	assert read(built(unsubscribe=("mailto:a@b.example",)))["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("bad", ["Ada\r\nBcc: all@people.example", "Ada\nX: y", "Ada\u2028X: y", "A\x00da"])
def test_no_value_writes_a_header(bad):
	raw = built({"first_name": bad}, name=bad)
	mail = read(raw)
	assert mail["Bcc"] is None
	assert mail["X"] is None
	assert len(mail.keys()) == len(read(built()).keys())


def test_values_are_no_html():
	_text, page = read(built({"first_name": "<b>Ada</b>"})).iter_parts()
	assert "&lt;b&gt;Ada" in page.get_content()


def test_no_line_is_longer_than_servers_take_and_each_ends_as_they_want():
	raw = built({"first_name": "Ä" * 300}, subject="Sehr lang: " + "Kräne " * 60, name="Ö" * 200)
	assert max(len(line) for line in raw.split(b"\r\n")) <= 100
	assert raw.replace(b"\r\n", b"").count(b"\n") == 0
	assert raw.replace(b"\r\n", b"").count(b"\r") == 0
	assert raw.isascii()
	assert read(raw)["Subject"] == ("Sehr lang: " + "Kräne " * 60).strip()


def test_the_same_for_all_is_encoded_once():
	mail = compile_mail(Sender("a@b.example"), read_template("x", ()), prepare(PAGE, NAMES), "f00")
	fixed = [piece for piece in mail.html.pieces if isinstance(piece, bytes)]
	assert len(mail.html.pieces) - len(fixed) == 1


def test_nobody_who_answers_is_named_in_a_second_header():
	sender = Sender("news@crm.example", "Boss\r\nBcc: evil@x.example", "a@b.example\r\nBcc: evil@x.example")
	mail = read(built(sender=sender))
	assert "Bcc" not in mail
	assert "a@b.example" in mail["Reply-To"]
