"""The client, without a network where it needs none."""

import pytest
import requests

from frappe_crm_app.channels.respondio.client import (
	ErrorKind,
	encoded,
	kind_of,
	masked,
	read_contact,
	refusal,
	seconds_to_wait,
)
from frappe_crm_app.channels.respondio.signature import is_signed, sign


@pytest.mark.parametrize(
	("identifier", "path"),
	[
		("phone:+4915112345678", "phone:%2B4915112345678"),
		("email:a/b?c@acme.example", "email:a%2Fb%3Fc%40acme.example"),
		("id:12", "id:12"),
	],
)
def test_identifiers_are_encoded(identifier, path):
	assert encoded(identifier) == path


@pytest.mark.parametrize(
	("status", "text", "kind"),
	[
		(400, "{}", ErrorKind.INVALID),
		(401, "", ErrorKind.AUTH),
		(403, '{"message": "Upgrade your plan"}', ErrorKind.AUTH),
		(403, "<html>blocked</html>", ErrorKind.SERVER),
		(404, "", ErrorKind.NOT_FOUND),
		(409, "", ErrorKind.INVALID),
		(429, "", ErrorKind.RATE_LIMITED),
		(449, "", ErrorKind.QUEUED),
		(502, "", ErrorKind.SERVER),
	],
)
def test_each_status_has_its_kind(status, text, kind):
	assert kind_of(status, text) == kind


@pytest.mark.parametrize(
	("header", "seconds"),
	[(None, None), ("3", 3), ("0.5", 0.5), ("-4", 0), ("999999", 86_400), ("soon", None), ("nan", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)],
)  # fmt: skip
def test_retry_after_is_read(header, seconds):
	assert seconds_to_wait(header) == seconds


def test_an_answer_is_kept_without_the_token_and_not_whole():
	answer = requests.Response()
	answer.status_code = 500
	error = refusal(answer, masked("the token is sesame " + "x" * 5000, "sesame"))
	assert "sesame" not in error.body
	assert len(error.body) == 1000


@pytest.mark.parametrize(
	("answer", "is_open", "assignee", "lifecycle"),
	[
		({"id": 1, "status": "open", "assignee": {"id": 7, "email": "G@x.example"}, "lifecycle": "New Lead"}, True, "g@x.example", "New Lead"),
		({"data": {"id": 1, "status": "closed", "assignee": {"id": 7}, "lifecycle": {"name": "New Lead"}}}, False, "7", "New Lead"),
		({"id": 1, "status": "snoozed"}, None, None, None),
	],
)  # fmt: skip
def test_a_contact_is_read_leniently(answer, is_open, assignee, lifecycle):
	contact = read_contact(answer)
	assert (contact.id, contact.is_open, contact.lifecycle) == ("1", is_open, lifecycle)
	assert contact.tells_assignee == bool(assignee)
	if assignee:
		assert contact.has_assignee(assignee)


def test_a_signature_is_of_this_body_and_one_of_the_keys():
	signature = sign(b"body", "second")
	assert is_signed(b"body", signature, ["first", "second"])
	assert not is_signed(b"body ", signature, ["first", "second"])
	assert not is_signed(b"body", signature, ["first", ""])
	assert not is_signed(b"body", "", ["first"])
