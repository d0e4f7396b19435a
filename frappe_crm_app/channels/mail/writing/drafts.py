"""Drafts: mails that somebody is writing, kept while they type, seen by the people of the mailbox alone."""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.channels.mail.reading.html_plain import render
from frappe_crm_app.channels.mail.reading.quoting import snippet
from frappe_crm_app.channels.mail.writing import bodies, files, recipients, rights
from frappe_crm_app.channels.mail.writing.outgoing import Outgoing, outgoing_of
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.exceptions import MailStateError, WritingError
from frappe_crm_app.kit.references import remove_beside
from frappe_crm_app.records.mail.columns import (
	LONGEST_NAME,
	LONGEST_SNIPPET,
	LONGEST_SUBJECT,
	message_key,
	shown,
)
from frappe_crm_app.records.mail.removing import remove_mails
from frappe_crm_app.records.mail.rows import (
	ENTRY,
	MAIL,
	PERSON,
	Person,
	insert_entry,
	insert_mail,
	insert_people,
	new_name,
)

WRITABLE = (DeliveryState.DRAFT, DeliveryState.FAILED)
COLUMNS = (
	"name", "mailbox", "delivery_state", "outgoing", "thread", "message_id", "in_reply_to", "reference_ids", "sent_on", "attempts", "written_by",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
	"""What somebody writes; `None` of a draft that is there leaves what it has."""

	mailbox: str | None = None
	to: str | list | None = None
	cc: str | list | None = None
	bcc: str | list | None = None
	subject: str | None = None
	html: str | None = None
	quoted: str | None = None
	in_reply_to: str | None = None
	files: str | list | None = None
	doctype: str | None = None
	name: str | None = None


def save(draft: str | None, written: Written, kept_on: str | None = None) -> dict:
	"""Keep what somebody writes and return `{draft, kept_on, files}`; a draft is made where none is named.

	`kept_on` is what was returned when the caller last saw the draft; where it was written further since, nothing is kept. Raises
	`WritingError`, `MailStateError` (so, or it is being sent, or was) and `frappe.PermissionError`.
	"""
	rights.refuse_others()
	row = locked(draft) if draft else make(written)
	if draft and kept_on and kept_on != str(row.sent_on):
		frappe.throw(
			_("This draft was written further elsewhere. Open it again to go on with it."), MailStateError
		)
	outgoing, bcc = outgoing_of(row), None
	take_typed(outgoing, written)
	if written.bcc is not None:
		bcc = recipients.as_typed(written.bcc, _("Blind copy"))
	if written.mailbox and written.mailbox != row.mailbox:
		row.mailbox = rights.check_mailbox(written.mailbox)
	names = files.read_names(written.files)
	if names is not None:
		files.keep_files(row.name, outgoing, names)
	stamp = write(row, outgoing, bcc)
	return {"draft": row.name, "kept_on": str(stamp), "files": files.files_of(row.name)}


def make(written: Written) -> frappe._dict:
	"""Insert an empty draft with its entry and return its values; an answer belongs to the thread of what it answers."""
	mailbox, name, stamp = rights.check_mailbox(written.mailbox), new_name(), now_datetime()
	thread = name
	if written.in_reply_to:
		rights.check_readable(written.in_reply_to)
		thread = frappe.db.get_value(MAIL, written.in_reply_to, "thread") or written.in_reply_to
	values = {
		"direction": str(Direction.OUT), "delivery_state": str(DeliveryState.DRAFT), "mailbox": mailbox, "thread": thread,
		"sent_on": stamp, "received_on": stamp, "is_readable": 1, "written_by": frappe.session.user,
	}  # fmt: skip
	insert_mail(name, values)
	entry = {
		"mailbox": mailbox, "mail": name, "thread": thread, "sent_on": stamp, "folder": str(EntryFolder.DRAFTS), "is_read": 1,
		"sharing": str(MailSharing.NOTHING),
	}  # fmt: skip
	insert_entry(new_name(), entry)
	return frappe._dict(
		dict.fromkeys(COLUMNS), name=name, **{key: values[key] for key in COLUMNS if key in values}
	)


def locked(draft: str, *states: str) -> frappe._dict:
	"""Return the values of a draft of the user's, locked, or of a mail in one of the `states`.

	Raises `frappe.PermissionError`, and `MailStateError` in a sentence that says where it is.
	"""
	row = frappe.db.get_value(MAIL, draft, COLUMNS, as_dict=True, for_update=True)
	if not row or not row.delivery_state or not row.mailbox:
		frappe.throw(_("There is no such draft of yours."), frappe.PermissionError)
	rights.check_mailbox(row.mailbox)
	if row.delivery_state not in (states or WRITABLE):
		refuse_state(row.delivery_state)
	return row


def refuse_state(state: str) -> None:
	"""Raise `MailStateError` for what cannot be done with a mail in this state."""
	sentence = {
		DeliveryState.DRAFT: _("This mail is not being sent; it is a draft."),
		DeliveryState.OWED: _("This mail is about to be sent. Take it back first."),
		DeliveryState.SENDING: _("This mail is being sent at this moment."),
		DeliveryState.FAILED: _("This mail was not sent; it is among the drafts."),
	}.get(state) or _("This mail was sent already.")
	frappe.throw(sentence, MailStateError)


def take_typed(outgoing: Outgoing, written: Written) -> None:
	"""Take over what was typed; raises `WritingError` and `frappe.PermissionError`."""
	for key, label in (("to", _("To")), ("cc", _("Copy"))):
		if getattr(written, key) is not None:
			setattr(outgoing, key, recipients.as_typed(getattr(written, key), label))
	if written.subject is not None:
		outgoing.subject = read_subject(written.subject)
	for key in ("html", "quoted"):
		given = getattr(written, key)
		if given is not None:
			setattr(outgoing, key, read_html(given))
	if written.in_reply_to and written.in_reply_to != outgoing.answers:
		rights.check_readable(written.in_reply_to)
		outgoing.answers = written.in_reply_to
	if written.doctype or written.name:
		rights.check_record(written.doctype, written.name)
		outgoing.about = [written.doctype, written.name]


def read_subject(given: str) -> str:
	"""Return a subject; raises `WritingError` for one that no header holds."""
	if recipients.CONTROL.search(given.strip()):
		frappe.throw(_("The subject is one line of text."), WritingError)
	if len(given) > LONGEST_SUBJECT:
		frappe.throw(_("The subject has at most {0} characters.").format(LONGEST_SUBJECT), WritingError)
	return given.strip()


def read_html(given: str) -> str:
	"""Return what was typed, as HTML without NUL and halves of characters, which no database stores; raises `WritingError`."""
	if len(given) > bodies.LONGEST:
		frappe.throw(_("The text is too long, or has too large pictures in it: attach these."), WritingError)
	return given.replace("\0", "").encode("utf-8", "replace").decode()


def write(row: frappe._dict, outgoing: Outgoing, bcc: str | None) -> datetime:
	"""Store a draft, what was typed as it was and what lists show of it, and return the moment."""
	answers, stamp = answered(outgoing.answers), now_datetime()
	html = cleaned(outgoing.html)
	text = render(html)
	values = {
		"delivery_state": str(DeliveryState.DRAFT), "delivery_problem": None, "outgoing": outgoing.as_json(), "mailbox": row.mailbox,
		"subject": shown(outgoing.subject, LONGEST_SUBJECT) or None, "snippet": shown(snippet(text), LONGEST_SNIPPET) or None,
		"text": text or None, "html": html or None, "in_reply_to": message_key(answers) or None, "sent_on": stamp,
		"has_attachments": int(bool(files.files_of(row.name))), "identity": None, "message_id": None, "written_by": frappe.session.user,
	}  # fmt: skip
	frappe.db.set_value(MAIL, row.name, values)
	entry = {"sent_on": stamp, "mailbox": row.mailbox} | ({} if bcc is None else {"bcc": bcc or None})
	frappe.db.set_value(ENTRY, {"mail": row.name}, entry)
	write_people(row.name, outgoing)
	return stamp


def write_people(mail: str, outgoing: Outgoing) -> None:
	"""Store whom a draft names so far."""
	frappe.db.delete(PERSON, {"parenttype": MAIL, "parent": mail})
	named = ((ParticipantKind.TO, outgoing.to), (ParticipantKind.CC, outgoing.cc))
	people = [
		Person(str(kind), each.email, shown(each.name, LONGEST_NAME))
		for kind, typed in named
		for each in recipients.readable(typed)
	]
	if people:
		insert_people(mail, people)


def cleaned(html: str) -> str:
	"""Return HTML as it is stored; raises `WritingError` for what cannot be made harmless."""
	try:
		return bodies.cleaned(html)
	except bodies.TooMuch:
		frappe.throw(_("The text has too many parts within each other to be sent."), WritingError)


def answered(mail: str | None) -> str:
	"""Return the Message-ID of the mail that is answered."""
	return (frappe.db.get_value(MAIL, mail, "message_id") or "") if mail else ""


def read(mail: str) -> dict:
	"""Return a draft, `{draft, kept_on, state, problem, mailbox, to, cc, bcc, subject, html, quoted, in_reply_to, files}`, to be written further.

	Raises `frappe.PermissionError` and `MailStateError`.
	"""
	rights.refuse_others()
	row = frappe.db.get_value(MAIL, mail, [*COLUMNS, "delivery_problem"], as_dict=True)
	if not row or not row.delivery_state or not row.mailbox:
		frappe.throw(_("There is no such draft of yours."), frappe.PermissionError)
	rights.check_mailbox(row.mailbox)
	if row.delivery_state not in WRITABLE:
		refuse_state(row.delivery_state)
	outgoing = outgoing_of(row)
	return {
		"draft": row.name,
		"kept_on": str(row.sent_on),
		"state": row.delivery_state,
		"problem": row.delivery_problem,
		"mailbox": row.mailbox,
		"to": outgoing.to,
		"cc": outgoing.cc,
		"bcc": bcc_of(row.name),
		"subject": outgoing.subject,
		"html": cleaned(outgoing.html),  # of a shared mailbox, somebody else may have written it
		"quoted": outgoing.quoted,
		"in_reply_to": outgoing.answers,
		"files": files.files_of(row.name),
	}


def bcc_of(mail: str) -> str:
	"""Return the blind copies of a mail that is written here, as they were typed."""
	return frappe.db.get_value(ENTRY, {"mail": mail}, "bcc") or ""


def discard(mail: str) -> None:
	"""Remove a draft without a trace; raises `frappe.PermissionError` and `MailStateError`."""
	rights.refuse_others()
	locked(mail)
	entries = frappe.get_all(ENTRY, {"mail": mail}, pluck="name", order_by=None)
	remove_beside(ENTRY, entries)
	frappe.db.delete(ENTRY, {"name": ("in", entries)})
	remove_mails([mail])
