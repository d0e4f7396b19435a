"""The mail of a draft: what was typed and stored, as a `Letter`. The same each time, so that each attempt sends the same mail."""

from dataclasses import dataclass
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_datetime, get_system_timezone

from frappe_crm_app.channels.mail.writing import bodies, recipients
from frappe_crm_app.channels.mail.writing.answering import sender_of
from frappe_crm_app.channels.mail.writing.drafts import bcc_of
from frappe_crm_app.channels.mail.writing.files import attachment_of, files_of, pictures_of
from frappe_crm_app.channels.mail.writing.letters import MOST_REFERENCES, Letter, build
from frappe_crm_app.channels.mail.writing.outgoing import Outgoing, outgoing_of
from frappe_crm_app.kit.exceptions import WritingError
from frappe_crm_app.records.mail.message import Address, Attachment
from frappe_crm_app.records.mail.rows import MAIL


@dataclass(frozen=True)
class Composed:
	"""A mail as bytes, the address it is sent by, everybody it goes to (blind copies included), and those blind copies."""

	raw: bytes
	sender: str
	recipients: tuple[str, ...]
	bcc: tuple[Address, ...]
	pictures: tuple[Attachment, ...]


def compose(row: frappe._dict) -> Composed:
	"""Return the mail of a draft, whose `message_id` and `sent_on` are set. Raises `WritingError` in a sentence."""
	outgoing = outgoing_of(row)
	to, cc, bcc = recipients.read_all(outgoing.to, outgoing.cc, bcc_of(row.name))
	mailbox, address = mailbox_of(row.mailbox)
	try:
		body = bodies.body_of(outgoing.html, outgoing.quoted)
	except bodies.TooMuch:
		frappe.throw(_("The text has too many parts within each other to be sent."), WritingError)
	pictures = (*body.pictures, *shown_pictures(row.name, outgoing, body))
	letter = Letter(
		message_id=row.message_id,
		sent_on=aware(row.sent_on),
		sender=Address(address, without_breaks(sender_of(mailbox, row.written_by))),
		to=tuple(to),
		cc=tuple(cc),
		subject=outgoing.subject,
		text=body.text,
		html=body.html,
		**threaded(outgoing.answers),
		pictures=pictures,
		files=tuple(attachment_of(file.name) for file in files_of(row.name)),
	)
	everybody = tuple(each.email for each in (*to, *cc, *bcc))
	try:
		raw = build(letter)
	except ValueError:
		frappe.throw(
			_("The mail has a name or subject with line breaks in it, which cannot be sent."), WritingError
		)
	return Composed(raw, address, everybody, tuple(bcc), pictures)


def mailbox_of(name: str | None) -> tuple[frappe._dict, str]:
	"""Return a mailbox and its address; raises `WritingError` where it is not there any more."""
	mailbox = (
		frappe.db.get_value("CRM Mailbox", name, ["title", "user", "email_account"], as_dict=True)
		if name
		else None
	)
	address = frappe.db.get_value("Email Account", mailbox.email_account, "email_id") if mailbox else None
	if not address:
		frappe.throw(_("The mailbox is not there any more."), WritingError)
	return mailbox, address


def without_breaks(name: str) -> str:
	return " ".join(recipients.CONTROL.sub(" ", name).split())


def aware(moment: datetime | str) -> datetime:
	"""Return a moment of the site's clock with its zone, in whole seconds, as a mail says it."""
	return (
		get_datetime(moment)
		.replace(microsecond=0, tzinfo=ZoneInfo(get_system_timezone()))
		.astimezone(timezone.utc)
	)


def threaded(answers: str | None) -> dict:
	"""Return `in_reply_to` and `references` of an answer: those of the mail that it answers, and that mail."""
	found = (
		frappe.db.get_value(MAIL, answers, ["message_id", "reference_ids"], as_dict=True) if answers else None
	)
	if not found:
		return {}
	ids = [each for each in (found.reference_ids or "").splitlines() if is_sendable(each)]
	if not found.message_id or not is_sendable(found.message_id):
		return {"references": tuple(ids[-MOST_REFERENCES:])}
	return {"in_reply_to": found.message_id, "references": (*ids, found.message_id)}


def is_sendable(message_id: str) -> bool:
	"""Return whether a Message-ID, which strangers write, may stand in a header of ours."""
	return message_id.isascii() and message_id.isprintable() and not any(mark in message_id for mark in "<> ")


def shown_pictures(mail: str, outgoing: Outgoing, body: bodies.Body) -> list[Attachment]:
	"""Return the pictures that the HTML shows and that do not stand in it: the mail's own, and those of the mail that it answers."""
	in_html = {each.content_id for each in body.pictures}
	wanted = sorted(body.shown - in_html)
	known = (pictures_of(outgoing.answers) if outgoing.answers and wanted else {}) | (
		pictures_of(mail) if wanted else {}
	)
	named = [
		(content_id, known[content_id])
		for content_id in wanted
		if content_id in known and is_sendable(content_id)
	]
	return [attachment_of(name, content_id) for content_id, name in named if frappe.db.exists("File", name)]
