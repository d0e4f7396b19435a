"""Answers that mail programs send (`METHOD:REPLY`), heard of as mails are stored (hook `crm_mail_stored`).

Whoever sends one must be whom it speaks of, and that one must be invited: nobody answers for somebody else. One whose sender the server that
took the mail calls forged (DMARC) is not believed. What it answers must be the event as it is now: who accepted Tuesday has not accepted Wednesday.
"""

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import AnsweredBy
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.kit.exceptions import RoomError
from frappe_crm_app.records.mail.authentication import has_failed_dmarc
from frappe_crm_app.records.mail.message import ReadMail
from frappe_crm_app.visibility.guarded import MAIL
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.answering import answer
from frappe_crm_app.work.events.ics import Reply, read_reply
from frappe_crm_app.work.events.invitations.facts import event_of
from frappe_crm_app.work.events.invitations.one_day import keep_answer

CALENDARS = ("text/calendar", "application/ics")
EMAIL = "CRM Contact Email"


def heed(mail: str, mailbox: str, read: ReadMail) -> None:
	"""Note the answer that a mail which was just stored brings (`crm_mail_stored`)."""
	calendars = [each.content for each in read.attachments if each.content_type in CALENDARS]
	if not calendars or not read.sender or frappe.db.get_value(MAIL, mail, "direction") == Direction.OUT:
		return
	reply = next(filter(None, map(read_reply, calendars)), None)
	if reply and reply.email == read.sender.email.lower() and not has_failed_dmarc(read.headers):
		note(reply)


def note(reply: Reply) -> None:
	"""Note an answer, unless it is to another event, an older state of it, or of somebody who is not invited."""
	name = event_of(reply.uid)
	event = locked_event(name) if name else None
	if not event or reply.sequence < event.sequence:
		return
	row = next((row for row in event.attendees if reply.email in addresses_of(row)), None)
	if not row:
		return
	try:
		if reply.day is not None:
			keep_answer(event, row, reply.answer, reply.day)
		else:
			answer(event, row.name, reply.answer, AnsweredBy.MAIL)
	except RoomError:  # it is cancelled or over: the mail is there to be read
		frappe.clear_last_message()


def addresses_of(row: Document) -> set[str]:
	"""Return the addresses of an attendee."""
	found = []
	if row.contact:
		found = frappe.get_all(EMAIL, filters={"parent": row.contact}, pluck="email", order_by=None)
		found.append(frappe.db.get_value("CRM Contact", row.contact, "email"))
	if row.user:
		found.append(frappe.db.get_value("User", row.user, "email"))
	return {address.lower() for address in found if address}
