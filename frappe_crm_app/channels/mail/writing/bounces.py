"""What follows from a report that a mail did not arrive (RFC 3464, read by `channels/mail/reading/`).

Anybody can write such a report. It counts where it names a mail that was sent by the mailbox it came to, not long ago, and of those it
names only people to whom that mail went. A Message-ID of ours cannot be guessed, but whoever got the mail knows it, and could say that others
did not get it. So the writer is told of each report, but an address is marked only where nobody else outside got the mail: then the report is
of the server that refused it, or of whoever has the address.
"""

from collections.abc import Collection
from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.channels.mail.writing import recipients
from frappe_crm_app.channels.mail.writing.finishing import shown, tell
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.kit.conflicts import undoing
from frappe_crm_app.kit.outbox.rows import LONGEST_REASON
from frappe_crm_app.kit.sentences import without_markup
from frappe_crm_app.records.identity.holders import holders_of_emails
from frappe_crm_app.records.mail import happenings
from frappe_crm_app.records.mail.columns import message_key
from frappe_crm_app.records.mail.domains import domains
from frappe_crm_app.records.mail.message import BouncedRecipient, ReadMail
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, PERSON

LATEST = timedelta(days=14)  # servers give up within five days
LONGEST_ON_ADDRESS = 140
CONTACT = "CRM Contact"


def heed(mail: str, mailbox: str, read: ReadMail) -> None:
	"""Note what a mail that was just stored says of one of ours that came back (`crm_mail_stored`)."""
	if not read.bounce or not read.bounce.original_message_id:
		return
	sent = mail_sent(message_key(read.bounce.original_message_id), mailbox)
	if not sent:
		return
	named = named_in(sent.name)
	blind = blind_in(sent.name) - named
	came_back = [each for each in read.bounce.recipients if each.email in named | blind]
	if not came_back:
		return
	note_on_mail(sent, came_back, blind)
	for each in came_back:
		if each.is_permanent and not others_outside(named | blind, each.email):
			mark_address(each)


def others_outside(recipients: Collection[str], email: str) -> list[str]:
	"""Return those of a mail's recipients, but for one, who are none of us: each could have written a report about that one."""
	ours = domains()
	return [each for each in recipients if each != email and not ours.is_own(each)]


def mail_sent(message_id: str, mailbox: str) -> frappe._dict | None:
	"""Return the mail with this Message-ID that was sent by this mailbox not long ago, locked."""
	mail, entry = frappe.qb.DocType(MAIL), frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(mail).join(entry).on(entry.mail == mail.name)
	query = query.where(
		(mail.message_id == message_id) & (mail.direction == Direction.OUT) & (entry.mailbox == mailbox)
	)
	query = query.where(mail.sent_on > now_datetime() - LATEST)
	rows = query.select(mail.name).limit(1).run(pluck=True)
	columns = ["name", "subject", "written_by", "mailbox", "delivery_state", "delivery_problem"]
	return frappe.db.get_value(MAIL, rows[0], columns, as_dict=True, for_update=True) if rows else None


def named_in(mail: str) -> set[str]:
	"""Return to whom a mail went, as everybody who got it knows."""
	kinds = ("in", [str(ParticipantKind.TO), str(ParticipantKind.CC)])
	filters = {"parent": mail, "parenttype": MAIL, "kind": kinds}
	return set(frappe.get_all(PERSON, filters, pluck="email", order_by=None))


def blind_in(mail: str) -> set[str]:
	"""Return who got a blind copy of a mail."""
	blind = frappe.get_all(ENTRY, {"mail": mail}, pluck="bcc", order_by=None)
	return {each.email for typed in blind for each in recipients.readable(typed)}


def note_on_mail(sent: frappe._dict, came_back: Collection[BouncedRecipient], blind: Collection[str]) -> None:
	"""Note on a mail whom it did not reach, and tell who wrote it; of one that is said already, nothing again."""
	before = sent.delivery_problem or ""
	new = [each for each in came_back if sentence_of(each, blind) not in before]
	if not new:
		return
	reasons = [sentence_of(each, blind) for each in new]
	values = {"delivery_problem": " ".join(filter(None, (before, *reasons)))[:LONGEST_REASON]}
	if sent.delivery_state in (
		DeliveryState.SENT,
		DeliveryState.BOUNCED,
	):  # else it is still being sent to others
		values["delivery_state"] = str(DeliveryState.BOUNCED)
	frappe.db.set_value(MAIL, sent.name, values)
	if not sent.written_by:
		sent.written_by = frappe.db.get_value("CRM Mailbox", sent.mailbox, "user")
	tell(sent, _("“{0}” came back: {1}"), " ".join(sentence_of(each) for each in new))
	happenings.tell_bounced(sent.name)


def sentence_of(recipient: BouncedRecipient, blind: Collection[str] = ()) -> str:
	"""Return that a mail did not reach somebody, as it is stored; `blind` are addresses that are not named where others may read it."""
	who = shown(recipient.email, blind)
	reason = without_markup(recipient.reason or recipient.status or _("no reason is given")).rstrip(".")
	return _("It did not reach {0}: {1}.").format(who, reason.replace(recipient.email, who))


def mark_address(recipient: BouncedRecipient) -> None:
	"""Mark the email of a contact, the primary one or another, as one that takes no mails; that a contact cannot be saved undoes nothing."""
	contact = holders_of_emails([recipient.email]).get(recipient.email)
	if not contact:
		return
	try:
		with undoing("crm_invalid_email", frappe.ValidationError):
			mark(frappe.get_doc(CONTACT, contact, for_update=True), recipient)
	except frappe.ValidationError:
		frappe.clear_last_message()


def mark(contact: Document, recipient: BouncedRecipient) -> None:
	"""Save a contact with the mark on one of its emails; one that is marked keeps its moment."""
	row = next((row for row in contact.emails if row.email == recipient.email), None)
	row = row or contact.append(
		"emails", {"email": recipient.email, "is_primary": int(contact.email == recipient.email)}
	)
	if row.invalid_since:
		return
	reason = without_markup(recipient.reason or recipient.status or "")
	row.update({"invalid_since": now_datetime(), "reason": reason[:LONGEST_ON_ADDRESS]})
	contact.flags.ignore_permissions = True
	contact.save()
