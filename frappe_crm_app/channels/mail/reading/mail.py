"""`read`: the bytes of a mail as what it says. It never raises, and what it cannot read it keeps."""

from collections.abc import Iterator
from itertools import islice

from frappe_crm_app.channels.mail.reading.addresses import read_addresses
from frappe_crm_app.channels.mail.reading.automatic import is_automatic
from frappe_crm_app.channels.mail.reading.bounces import bounce_of
from frappe_crm_app.channels.mail.reading.characters import of_one_line
from frappe_crm_app.channels.mail.reading.complaints import complaint_of
from frappe_crm_app.channels.mail.reading.content import Content, content_of
from frappe_crm_app.channels.mail.reading.dates import sent_on
from frappe_crm_app.channels.mail.reading.headers import Fields
from frappe_crm_app.channels.mail.reading.identity import identity_of, identity_of_bytes
from frappe_crm_app.channels.mail.reading.message_ids import first_id, own_id, references_in
from frappe_crm_app.channels.mail.reading.parts import Part, read_parts
from frappe_crm_app.channels.mail.reading.problems import EMPTY, NO_MAIL, SEVERAL_SENDERS, UNREADABLE
from frappe_crm_app.channels.mail.reading.quoting import snippet
from frappe_crm_app.records.mail.message import Address, ReadMail

# Without any of these, bytes are no mail.
FIELDS_OF_MAILS = (
	"from", "to", "date", "subject", "message-id", "received", "mime-version", "content-type", "sender", "reply-to", "cc", "bcc", "return-path",
	"delivered-to",
)  # fmt: skip
KEPT = (
	"Auto-Submitted", "Precedence", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Authentication-Results", "ARC-Authentication-Results",
	"Received-SPF", "From", "Reply-To", "Sender", "Return-Path", "Delivered-To", "X-Original-To", "Errors-To", "Date", "Organization",
	"Importance", "X-Priority", "User-Agent", "X-Mailer", "Thread-Topic", "Disposition-Notification-To", "X-Auto-Response-Suppress",
	"X-Autoreply", "X-Autorespond", "X-Failed-Recipients", "X-Spam-Flag", "X-Spam-Status", "X-Spam-Score", "X-Spam",
)  # fmt: skip
FOUND_OUT = frozenset({"Authentication-Results", "ARC-Authentication-Results", "Received-SPF"})
LONGEST_SUBJECT = 2_000
LONGEST_HEADER = 4_000
MOST_LINES = 20  # of one header


def read(raw: bytes) -> ReadMail:
	"""Return what a mail says; of bytes that are none, or that we have no way to read, only that."""
	try:
		return read_mail(read_parts(raw)) if raw.strip() else unreadable(raw, EMPTY)
	except (
		Exception
	):  # whatever a stranger has thought of: the mail is kept as it came, and the mailbox goes on
		return unreadable(raw, UNREADABLE)


def unreadable(raw: bytes, problem: str) -> ReadMail:
	return ReadMail(identity_of_bytes(raw), is_readable=False, problem=problem)


def read_mail(mail: Part) -> ReadMail:
	"""Return what a mail says."""
	fields = mail.fields
	content = content_of(mail)
	sender = sender_of(fields)
	return ReadMail(
		identity=identity_of(mail),
		message_id=own_id(fields.first("message-id")),
		in_reply_to=first_id(fields.first("in-reply-to")),
		references=references_in(fields.raw("references")),
		sent_on=sent_on(fields),
		sender=sender,
		to=read_addresses(fields.raw("to")),
		cc=read_addresses(fields.raw("cc")),
		bcc=read_addresses(fields.raw("bcc")),
		reply_to=read_addresses(fields.raw("reply-to")),
		subject=fields.text("subject")[:LONGEST_SUBJECT],
		text=content.text,
		html=content.html,
		snippet=snippet(content.text),
		has_remote_images=content.has_remote_images,
		attachments=content.attachments,
		is_automatic=is_automatic(fields, mail.content_type, sender),
		headers=kept_headers(fields),
		bounce=bounce_of(mail, content.text),
		complaint=complaint_of(mail),
		is_readable=is_mail(fields),
		problem=problem_of(fields, content),
	)


def is_mail(fields: Fields) -> bool:
	return any(name in fields for name in FIELDS_OF_MAILS)


def problem_of(fields: Fields, content: Content) -> str:
	"""Return what is worst about a mail, `""` for nothing."""
	if not is_mail(fields):
		return NO_MAIL
	if content.problem:
		return content.problem
	return SEVERAL_SENDERS if len(read_addresses(fields.raw("from"))) > 1 else ""


def sender_of(fields: Fields) -> Address | None:
	"""Return who wrote a mail: the first of `From`, else whoever sent it for somebody, else whom it goes back to."""
	for name in ("from", "sender", "return-path"):
		found = read_addresses(fields.raw(name))
		if found:
			return next((each for each in found if each.email), found[0])
	return None


def kept_headers(fields: Fields) -> dict[str, str]:
	"""Return the fields worth keeping, several of one name a line each, the topmost first."""
	texts = ((name, islice(kept_lines(fields, name), MOST_LINES)) for name in KEPT if name.lower() in fields)
	return {name: "\n".join(text[:LONGEST_HEADER] for text in lines) for name, lines in texts}


def kept_lines(fields: Fields, name: str) -> Iterator[str]:
	"""Yield each value of a field. What a server found out names addresses of strangers: words that are encoded there are none of its own."""
	if name in FOUND_OUT:
		return map(of_one_line, fields.raw(name.lower()))
	return fields.texts(name.lower())
