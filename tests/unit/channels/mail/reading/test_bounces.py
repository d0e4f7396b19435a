"""Reports that a mail did not arrive, of all usual servers; and what is none."""

import pytest

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.records.mail.message import Bounce, BouncedRecipient
from tests.unit.channels.mail.reading.builders import a_text, lines, several


def report(
	*groups: tuple[str, ...], original: tuple[str, str] = ("message/rfc822", "Message-ID: <ours@crm>")
) -> bytes:
	"""A report of RFC 3464."""
	status = "\r\n\r\n".join(
		"\r\n".join(group) for group in (("Reporting-MTA: dns; mx.example.com",), *groups)
	)
	body = several(
		"report; report-type=delivery-status",
		a_text("It did not arrive."),
		a_text(status, "message/delivery-status"),
		lines(f"Content-Type: {original[0]}", "", original[1], "Subject: Offer", "", "Hello"),
	)
	return (
		lines("From: MAILER-DAEMON@mx.example.com", "Subject: Undelivered", "Auto-Submitted: auto-replied")
		+ body
	)


UNKNOWN = (
	"Final-Recipient: rfc822; gone@example.com",
	"Action: failed",
	"Status: 5.1.1",
	"Diagnostic-Code: smtp; 550 5.1.1 <gone@example.com>:\r\n  no such user",
)


def bounce(raw: bytes) -> Bounce | None:
	return read(raw).bounce


def test_a_report_says_who_was_not_reached_and_why():
	assert bounce(report(UNKNOWN)) == Bounce(
		(BouncedRecipient("gone@example.com", "5.1.1", True, "550 5.1.1 <gone@example.com>: no such user"),),
		"ours@crm",
	)


@pytest.mark.parametrize(("path", "counts"), [("<>", True), ("", True), ("<eve@navy.example>", False)])
def test_what_a_person_sent_is_no_report(path, counts):
	assert bool(bounce(lines(f"Return-Path: {path}") + report(UNKNOWN))) == counts


def test_each_recipient_counts_whom_it_did_not_reach():
	reached = ("Final-Recipient: rfc822; here@example.com", "Action: delivered", "Status: 2.0.0")
	waiting = ("Final-Recipient: rfc822; slow@example.com", "Action: delayed", "Status: 4.4.1")
	full = ("Final-Recipient: rfc822; full@example.com", "Action: failed", "Status: 5.2.2")
	found = bounce(report(reached, UNKNOWN, waiting, full))
	assert [(each.email, each.is_permanent) for each in found.recipients] == [
		("gone@example.com", True),
		("full@example.com", False),
	]


def test_a_mail_that_only_waits_is_no_bounce():
	assert (
		bounce(
			report(
				("Final-Recipient: rfc822; slow@example.com", "Action: delayed (will retry)", "Status: 4.4.1")
			)
		)
		is None
	)


def test_whom_we_wrote_to_counts_not_where_it_was_passed_on_to():
	found = bounce(report((*UNKNOWN, "Original-Recipient: rfc822;Alias@Example.com")))
	assert found.recipients[0].email == "alias@example.com"


def test_only_the_head_of_the_mail_may_come_back():
	assert (
		bounce(
			report(UNKNOWN, original=("text/rfc822-headers", "Message-ID: <ours@crm>"))
		).original_message_id
		== "ours@crm"
	)


@pytest.mark.parametrize(
	("status", "said", "is_permanent"),
	[
		("5.1.1", "550 no such user", True),
		("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
		("5.2.1", "550 mailbox disabled", True),
		("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", True),
		("5.4.310", "550 5.4.310 DNS domain does not exist", True),
		("5.0.0", "550 5.1.1 unknown", True),
		("5.0.0", "550 user unknown", True),
		("5.5.0", "550 5.5.0 mailbox unavailable", True),
		("5.0.0", "554 message rejected as spam", False),
		("5.2.2", "552 mailbox full", False),
		("5.3.4", "552 too big", False),
		("5.4.7", "time was up", False),
		("5.7.1", "550 blocked", False),
		("5.7.606", "banned sending IP", False),
		("5.1.8", "sender refused", False),
		("4.4.1", "no answer", False),
	],
)
def test_an_address_is_at_fault_only_if_the_server_says_so(status, said, is_permanent):
	found = bounce(
		report(
			(
				"Final-Recipient: rfc822; a@example.com",
				"Action: failed",
				f"Status: {status}",
				f"Diagnostic-Code: smtp; {said}",
			)
		)
	)
	assert [each.is_permanent for each in found.recipients] == [is_permanent]


def test_exchange_without_a_status_and_with_words():
	found = bounce(
		report(
			(
				"Original-recipient: rfc822;gone@example.com",
				"Final-recipient: rfc822;gone@example.com",
				"Action: failed",
				"Status: 5.1.10",
				"Remote-MTA: dns;mx",
				"X-Display-Name: Gone",
			)
		)
	)
	assert found.recipients == (BouncedRecipient("gone@example.com", "5.1.10", True, ""),)


EXIM = lines(
	"From: Mail Delivery System <Mailer-Daemon@mx.example.com>",
	"X-Failed-Recipients: gone@example.com, spam@example.com",
	"Auto-Submitted: auto-replied",
	"",
	"This message was created automatically by mail delivery software.",
	"",
	"  gone@example.com",
	"    host mx.example.com [1.2.3.4]",
	"    SMTP error from remote mail server after RCPT TO:<gone@example.com>:",
	"    550 5.1.1 user unknown",
	"",
	"  spam@example.com",
	"    550 5.7.1 blocked",
	"",
	"------ This is a copy of the message, including all the headers. ------",
	"",
	"Message-ID: <ours@crm>",
	"Subject: Offer",
)


def test_exim_and_old_gmail():
	found = bounce(EXIM)
	assert [(each.email, each.status, each.is_permanent) for each in found.recipients] == [
		("gone@example.com", "5.1.1", True),
		("spam@example.com", "5.7.1", False),
	]
	assert found.original_message_id == "ours@crm"


QMAIL = lines(
	"From: MAILER-DAEMON@mx.example.com",
	"",
	"Hi. This is the qmail-send program at mx.example.com.",
	"I'm afraid I wasn't able to deliver your message to the following addresses.",
	"This is a permanent error; I've given up. Sorry it didn't work out.",
	"",
	"<gone@example.com>:",
	"Sorry, no mailbox here by that name. (#5.1.1)",
	"",
	"<far@example.com>:",
	"I'm not going to try again; this message has been in the queue too long.",
	"",
	"--- Below this line is a copy of the message.",
	"",
	"Message-ID: <ours@crm>",
	"",
	"<not@example.com>:",
	"quoted",
)


def test_qmail():
	assert bounce(QMAIL) == Bounce(
		(
			BouncedRecipient(
				"gone@example.com", "5.1.1", True, "Sorry, no mailbox here by that name. (#5.1.1)"
			),
			BouncedRecipient(
				"far@example.com",
				"",
				False,
				"I'm not going to try again; this message has been in the queue too long.",
			),
		),
		"ours@crm",
	)


@pytest.mark.parametrize(
	"raw",
	[
		lines("From: jo@example.com", "", "Your mail to gone@example.com: 550 5.1.1 no such user"),
		lines(
			"From: MAILER-DAEMON@example.com",
			"Subject: Undeliverable",
			"",
			"something went wrong with gone@example.com",
		),
		report(("Final-Recipient: rfc822; not an address", "Action: failed", "Status: 5.1.1")),
		report(),
	],
)
def test_what_cannot_be_told_surely_is_none(raw):
	assert bounce(raw) is None


def test_the_report_and_the_mail_are_kept():
	assert [file.name for file in read(report(UNKNOWN)).attachments] == ["delivery-status.txt", "Offer.eml"]
