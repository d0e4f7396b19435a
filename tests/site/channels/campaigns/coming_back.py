"""Mails that come back after a campaign, as bytes of the kinds that servers, providers and people send, stored as a mailbox stores them."""

import frappe

from frappe_crm_app.channels.mail.reading.mail import read
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.records.mail.storing import store

DSN = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: Thu, 26 Nov 2026 10:00:00 +0000
Message-ID: <{mark}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_r"

--=_r
Content-Type: text/plain

The mail could not be delivered.
--=_r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {said}
--=_r
Content-Type: text/rfc822-headers

Message-ID: <{original}>
Subject: News
--=_r--
"""
ARF = """\
From: complaints@provider.example
To: {to}
Subject: Abuse report
Date: Thu, 26 Nov 2026 10:00:00 +0000
Message-ID: <{mark}@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="=_r"

--=_r
Content-Type: text/plain

Somebody called this mail spam.
--=_r
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1
Version: 1
--=_r
Content-Type: message/rfc822

Message-ID: <{original}>
Subject: News
{more}
The mail.
--=_r--
"""
ANSWER = """\
Return-Path: <{sender}>
From: Ada <{sender}>
To: {to}
Subject: {subject}
Date: Thu, 26 Nov 2026 10:00:00 +0000
Message-ID: <{mark}@people.example>
{more}
When do they come?
"""


def comes(mailbox: str, template: str, **values: str) -> str:
	"""Store a mail that came to a mailbox, and return its name."""
	usual = {
		"mark": frappe.generate_hash(length=12),
		"to": "news@ours.example",
		"more": "",
		"subject": "Re: News",
	}
	raw = template.format(**{**usual, **values}).replace("\n", "\r\n").encode()
	stored = store(
		read(raw), raw, mailbox=mailbox, folder=EntryFolder.INBOX, is_read=False, direction=Direction.IN
	)
	frappe.db.commit()
	return stored.mail
