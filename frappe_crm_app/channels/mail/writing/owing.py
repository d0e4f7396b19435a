"""Sending owes a mail to the world, in the transaction of who sends it; for some seconds, and while nobody has it, it can be taken back."""

import json
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.writing import drafts, recipients, remarks, rights
from frappe_crm_app.channels.mail.writing.accounts import refuse_silent_account
from frappe_crm_app.channels.mail.writing.composing import Composed, compose, mailbox_of
from frappe_crm_app.channels.mail.writing.files import pictures_of
from frappe_crm_app.channels.mail.writing.outgoing import outgoing_of
from frappe_crm_app.channels.mail.writing.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.exceptions import MailStateError
from frappe_crm_app.records.mail.attachments import attach
from frappe_crm_app.records.mail.linking import About
from frappe_crm_app.records.mail.message import ReadMail
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, PERSON, insert_people
from frappe_crm_app.records.mail.storing import Filing, columns_of, participants

UNDO = 20  # seconds


def send(mail: str) -> dict:
	"""Owe a draft to the world and return `{mail, seconds, remarks}`: for so many seconds it can surely be taken back.

	Raises `WritingError` for what cannot be sent, `MailStateError` and `frappe.PermissionError`.
	"""
	rights.refuse_others()
	row = drafts.locked(mail)
	refuse_silent_account(row.mailbox)
	row.update(sent_on=now_datetime().replace(microsecond=0), message_id=new_message_id(row.mailbox))
	row.written_by = frappe.session.user
	composed = compose(row)
	keep_pictures(row.name, composed)
	said = read(composed.raw)
	outgoing = outgoing_of(row)
	outgoing.left, outgoing.refused, outgoing.is_doubtful = None, {}, False
	filing = Filing(row.mailbox, EntryFolder.SENT, True, Direction.OUT, row.sent_on)
	values = columns_of(said, filing) | {
		"sent_on": row.sent_on,
		"written_by": row.written_by,
		"outgoing": outgoing.as_json(),
		"delivery_state": str(DeliveryState.OWED),
		"delivery_problem": None,
		"attempts": 0,
		"next_attempt_on": now_datetime() + timedelta(seconds=UNDO),
		"has_attachments": int(any(not each.is_inline for each in said.attachments)),
	}
	frappe.db.set_value(MAIL, row.name, values)
	write_people(row.name, said)
	bcc = recipients.written(composed.bcc)
	frappe.db.set_value(ENTRY, {"mail": row.name}, {"sent_on": row.sent_on, "bcc": bcc or None})
	return {"mail": row.name, "seconds": UNDO, "remarks": remarks.remarks_on(composed.recipients)}


def new_message_id(mailbox: str) -> str:
	"""Return a Message-ID that nobody can guess, in the domain of the mailbox's address."""
	domain = mailbox_of(mailbox)[1].rpartition("@")[2].lower() or "localhost"
	return f"{frappe.generate_hash(length=32)}@{domain if domain.isascii() else 'localhost'}"


def keep_pictures(mail: str, composed: Composed) -> None:
	"""Keep the pictures that the HTML shows as files of the mail, those that it has not yet."""
	known = pictures_of(mail)
	missing = [each for each in composed.pictures if each.content_id not in known]
	if missing:
		added = attach(mail, missing)
		frappe.db.set_value(MAIL, mail, "inline_files", json.dumps(known | added))


def write_people(mail: str, said: ReadMail) -> None:
	"""Store who takes part in a mail; to which contacts they belong is told once it is sent."""
	frappe.db.delete(PERSON, {"parenttype": MAIL, "parent": mail})
	insert_people(mail, participants(said, About()))


def undo(mail: str) -> dict:
	"""Make a mail that nobody has yet a draft again, and return `{draft}`. Raises `MailStateError` where it may have gone."""
	rights.refuse_others()
	row = drafts.locked(mail, DeliveryState.OWED)
	outgoing = outgoing_of(row)
	if outgoing.has_gone:
		frappe.throw(_("Some of those to whom this mail goes may have it already."), MailStateError)
	values = {"next_attempt_on": None, "attempts": 0, "lease_key": None, "lease_until": None}
	frappe.db.set_value(MAIL, mail, values)
	drafts.write(row, outgoing, None)
	return {"draft": mail}


def hurry(mail: str) -> None:
	"""Wake a worker for a mail that is due. Raises `frappe.PermissionError` for a mail of a mailbox by which the user does not write."""
	rights.refuse_others()
	row = frappe.db.get_value(MAIL, mail, ["mailbox", "delivery_state", "next_attempt_on"], as_dict=True)
	if not row or not row.mailbox or not row.delivery_state:
		frappe.throw(_("There is no such mail of yours."), frappe.PermissionError)
	rights.check_mailbox(row.mailbox)
	if OUTBOX.is_due(row.delivery_state, row.next_attempt_on):
		OUTBOX.enqueue()
