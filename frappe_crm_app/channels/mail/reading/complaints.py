"""Reports that somebody called a mail of ours spam (ARF, RFC 5965), as mail providers send them in feedback loops."""

import re

from frappe_crm_app.channels.mail.reading import characters, charsets
from frappe_crm_app.channels.mail.reading.addresses import read_addresses
from frappe_crm_app.channels.mail.reading.headers import split
from frappe_crm_app.channels.mail.reading.message_ids import first_id
from frappe_crm_app.channels.mail.reading.parts import Part
from frappe_crm_app.records.mail.message import Complaint

REPORT = "message/feedback-report"
ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")
LOOKED_AT = 200_000  # bytes of a part
# Providers take addresses out of the mail that they return, but rarely what is in no address.
TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")
MOST_TOKENS = 10
NO_COMPLAINT = "not-spam"


def complaint_of(mail: Part) -> Complaint | None:
	"""Return what somebody complained about, `None` for a mail that is no such report, or one that takes it back."""
	leaves = list(mail.leaves())
	report = next((leaf for leaf in leaves if leaf.content_type == REPORT), None)
	if report is None:
		return None
	fields = split(report.content[:LOOKED_AT].lstrip()).fields
	kind = characters.of_one_line(fields.first("feedback-type")).strip().lower()
	if kind == NO_COMPLAINT:
		return None
	recipients = read_addresses(fields.raw("original-rcpt-to"))
	original = next(
		(leaf.content[:LOOKED_AT].lstrip() for leaf in leaves if leaf.content_type in ORIGINALS), b""
	)
	said = split(original).fields
	text = charsets.decode(original[:LOOKED_AT])
	return Complaint(
		kind=kind[:40],
		original_message_id=first_id(said.first("message-id")),
		recipients=tuple(each.email for each in recipients if each.email),
		tokens=tuple(dict.fromkeys(TOKEN.findall(text)))[:MOST_TOKENS],
	)
