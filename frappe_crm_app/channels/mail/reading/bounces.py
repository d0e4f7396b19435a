"""Reports that a mail did not arrive: RFC 3464, and the two older ways that are told apart surely (Exim and old Gmail, qmail).

A mail that only waits is no bounce. What cannot be told surely is none either: an ordinary mail it stays. So does what a person sent:
servers report without an address to answer to (RFC 5321, 4.5.5), and the server that delivers a mail writes down whether it has one.
"""

import re
from collections.abc import Iterator

from frappe_crm_app.channels.mail.reading import characters, charsets
from frappe_crm_app.channels.mail.reading.addresses import read_addresses
from frappe_crm_app.channels.mail.reading.headers import Fields, decode_words, split
from frappe_crm_app.channels.mail.reading.message_ids import first_id
from frappe_crm_app.channels.mail.reading.parts import Part
from frappe_crm_app.records.mail.message import Bounce, BouncedRecipient

REPORTS = frozenset(("message/delivery-status", "message/global-delivery-status"))
ORIGINALS = frozenset(
	(
		"message/rfc822",
		"text/rfc822-headers",
		"message/global",
		"message/global-headers",
		"message/rfc822-headers",
	)
)
MOST_RECIPIENTS = 1_000
LONGEST_REASON = 1_000
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
GROUPS = re.compile(r"\n[ \t]*\n")
# Statuses of RFC 3463 that say nothing of the address: a full mailbox, a mail too long, the server's own trouble, the way, time that was up,
# protocol, contents and filters. An address that is refused for good is told as 5.1, 5.2.1, 5.4.1, 5.4.4 and 5.4.310 (no such host), or not at all.
NOT_OF_THE_ADDRESS = re.compile(
	r"5\.(?:1\.(?:[5789]|20)$|2\.(?!1$)|3\.|4\.(?!(?:1|4|310)$)|5\.(?!0$)|[67]\.)"
)
UNSAID = ("", "5.0.0")
OTHER_REASON = re.compile(
	r"spam|block|blacklist|denied by|policy|reputation|quota|mailbox (?:is )?full|over ?limit|rate|dmarc|\bspf\b|\bdkim\b|too (?:large|big)|size",
	re.I,
)
QMAIL = re.compile(r"\s*hi\. this is the qmail-send program at ", re.I)
QMAIL_RECIPIENT = re.compile(r"^<([^<>\s]{1,200})>:\n((?:[^\n]+\n?){1,20})", re.M)
QMAIL_ORIGINAL = re.compile(
	r"^--- (?:below this line is a copy of the message|enclosed are the original headers)", re.I | re.M
)
EXIM_ORIGINAL = re.compile(
	r"^-{3,} (?:this is a copy of|original message|the header of the original)", re.I | re.M
)
MESSAGE_ID_LINE = re.compile(r"^message-id:\s*(\S[^\n]{0,400})", re.I | re.M)
LOOKED_AT = 200_000  # characters of a text


def bounce_of(mail: Part, text: str) -> Bounce | None:
	"""Return what a report says did not arrive, None for a mail that is none; `text` is what people read in it."""
	if has_return_path(mail.fields):
		return None
	leaves = list(mail.leaves())
	reports = [leaf for leaf in leaves if leaf.content_type in REPORTS]
	text = text[:LOOKED_AT]
	if reports:
		recipients = [each for report in reports for each in recipients_of(report)]
	elif "x-failed-recipients" in mail.fields:
		recipients = failed_recipients(mail.fields, text)
	else:
		recipients = recipients_of_qmail(text)
	unique = {each.email: each for each in reversed(recipients[:MOST_RECIPIENTS])}
	return Bounce(tuple(reversed(unique.values())), original_id(leaves, text)) if unique else None


def has_return_path(fields: Fields) -> bool:
	"""Return whether the server that delivered a mail says that somebody sent it; `<>`, or nothing said, is nobody."""
	return fields.first("return-path").strip() not in ("", "<>")


def recipients_of(report: Part) -> list[BouncedRecipient]:
	"""Return the recipients of a report whom the mail did not reach."""
	content = characters.of_lines(charsets.decode(report.content[:LOOKED_AT]))
	groups = (split(group.strip("\n").encode()).fields for group in GROUPS.split(content))
	return [recipient for fields in groups if (recipient := recipient_of(fields))]


def recipient_of(fields: Fields) -> BouncedRecipient | None:
	"""Return whom a group of a report is about, None unless it says that it is over."""
	status = STATUS.search(fields.first("status"))
	action = fields.first("action").partition(";")[0].partition(" ")[0].strip().lower()
	if action != "failed" and not (action == "" and status and status[1].startswith("5")):
		return None
	email = email_in(fields.first("original-recipient")) or email_in(fields.first("final-recipient"))
	said = fields.text("diagnostic-code")
	reason = said.partition(";")[2] if ";" in said[:40] else said
	return failed(email, status[1] if status else "", reason) if email else None


def email_in(written: str) -> str:
	"""Return the address of a recipient that is written with its kind (`rfc822; jo@example.com`)."""
	found = read_addresses([written.rpartition(";")[2]])
	return found[0].email if found else ""


def failed(email: str, status: str, reason: str) -> BouncedRecipient:
	"""Return a recipient; of the status and the one in the server's own words that one counts that says more."""
	said = STATUS.search(reason)
	if said and (not status or status.endswith(".0.0")):
		status = said[1]
	return BouncedRecipient(
		email, status, is_permanent(status, reason), characters.of_one_line(reason)[:LONGEST_REASON]
	)


def is_permanent(status: str, reason: str) -> bool:
	"""Return whether the address is at fault: the server refuses it for good, and not for another reason."""
	if status in UNSAID and OTHER_REASON.search(reason):
		return False
	if status:
		return status.startswith("5.") and not NOT_OF_THE_ADDRESS.match(status)
	code = REPLY_CODE.search(reason)
	return bool(code) and code[1] == "5"


def failed_recipients(fields: Fields, text: str) -> list[BouncedRecipient]:
	"""Return the recipients whom Exim and others name in the head, with what the text says under each."""
	ours = EXIM_ORIGINAL.split(text, maxsplit=1)[0]
	addresses = read_addresses(fields.raw("x-failed-recipients"))[:MOST_RECIPIENTS]
	return [failed(each.email, "", words_under(each.email, ours)) for each in addresses if each.email]


def words_under(email: str, text: str) -> str:
	"""Return the paragraph behind the line that names an address."""
	place = text.lower().find(email)
	behind = text[place + len(email) :][: 2 * LONGEST_REASON].lstrip(">: ").strip("\n") if place >= 0 else ""
	return GROUPS.split(behind, maxsplit=1)[0].strip()


def recipients_of_qmail(text: str) -> list[BouncedRecipient]:
	if not QMAIL.match(text):
		return []
	ours = QMAIL_ORIGINAL.split(text, maxsplit=1)[0]
	found = ((read_addresses([match[1]]), match[2].strip()) for match in QMAIL_RECIPIENT.finditer(ours))
	return [
		of_qmail(addresses[0].email, reason)
		for addresses, reason in found
		if addresses and addresses[0].email
	]


def of_qmail(email: str, reason: str) -> BouncedRecipient:
	"""Return a recipient of qmail, which says no code where it has looked for a mailbox itself, and what it gave up in its last words."""
	recipient = failed(email, "", reason)
	has_said = recipient.status or REPLY_CODE.search(reason)
	return recipient if has_said else failed(email, "5.1.1" if "no mailbox here" in reason else "", reason)


def original_id(leaves: list[Part], text: str) -> str:
	"""Return the Message-ID of the mail that did not arrive: of the part that it is, of its copy in the text, of what is answered to."""
	return next((found for found in ids(leaves, text) if found), "")


def ids(leaves: list[Part], text: str) -> Iterator[str]:
	"""Yield where the Message-ID may be, the surest place first."""
	for leaf in leaves:
		if leaf.content_type in ORIGINALS:
			yield first_id(split(leaf.content[:LOOKED_AT].lstrip()).fields.first("message-id"))
	for copy in MESSAGE_ID_LINE.finditer(text):
		yield first_id(decode_words(copy[1]))
	yield first_id(leaves[0].fields.first("in-reply-to"))
