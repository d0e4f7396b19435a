"""A mail as a whole: what of its head is kept, what becomes of one that nobody has thought of, and how harm is recognised here."""

import pytest

from frappe_crm_app.channels.mail.reading import mail as reading
from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.records.mail.message import ReadMail
from tests.unit.channels.mail.reading.builders import a_mail, dangers, html_mail


def test_what_servers_and_programs_say_is_kept_topmost_first():
	mail = read(
		a_mail(
			"Authentication-Results: ours; dkim=pass",
			"authentication-results: theirs; dkim=fail\r\n (folded)",
			"List-Id: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= <a.example.com>",
			"Bcc: secret@example.com",
			"X-Whatever: x",
		)
	)
	assert mail.headers == {
		"From": "Jo Doe <jo@example.com>",
		"Authentication-Results": "ours; dkim=pass\ntheirs; dkim=fail (folded)",
		"List-Id": "Grüße <a.example.com>",
	}


def test_no_sender_writes_into_what_a_server_says_of_them():
	said = "ours; spf=pass smtp.mailfrom==?utf-8?b?Igo=?=@evil.example; dmarc=fail header.from=harbor.example"
	mail = read(a_mail(f"Authentication-Results: {said}"))
	assert mail.headers["Authentication-Results"] == said


def test_a_mail_that_breaks_a_step_is_kept(monkeypatch):
	def fail(*_: object) -> None:
		raise RecursionError

	monkeypatch.setattr(reading, "content_of", fail)
	raw = a_mail("Subject: A")
	mail = read(raw)
	assert mail == ReadMail(
		mail.identity, is_readable=False, problem="It could not be read, and is kept as it came."
	)
	assert mail.identity == read(raw.replace(b"\r\n", b"\n")).identity != read(a_mail("Subject: B")).identity


def test_a_mail_without_links_in_its_text_has_them_where_its_html_can_be_followed():
	mail = read(html_mail('<p>See <a href="https://example.com/x">this</a></p>'))
	assert mail.text == "See this"
	assert "https://example.com/x" in mail.html


@pytest.mark.parametrize(
	"html",
	[
		"<script>x</script>",
		"<img src='https://e.com/x'>",
		"<p onclick=x>",
		"<a href='javascript:x' target=_blank rel='noopener noreferrer'>",
		"<a href='https://e.com'>",
		"<p style='position:fixed'>",
		"<p style='background:url(x)'>",
		"<table background=x>",
		"<!-- x -->",
		"<p id=x>",
	],
)
def test_harm_is_recognised(html):
	assert len(dangers(html)) == 1
