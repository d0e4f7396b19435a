"""Stores a mail that was read: once, however many mailboxes it lies in, with an entry for each of them.

All of it in the transaction of the caller, set-based. A mail is recognised by its identity; of two that store it at the same moment,
one finds what the other made, or fails with a conflict (`kit/conflicts.py`) and is to do its work again.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime, get_system_timezone, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import NEVER_SHARED, EntryFolder
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.records.mail import attachments, happenings, newcomers
from frappe_crm_app.records.mail.columns import (
	LONGEST_NAME,
	LONGEST_SNIPPET,
	LONGEST_SUBJECT,
	message_key,
	shown,
)
from frappe_crm_app.records.mail.domains import domains
from frappe_crm_app.records.mail.filing import filed, posted
from frappe_crm_app.records.mail.linking import About, about
from frappe_crm_app.records.mail.message import Address, ReadMail
from frappe_crm_app.records.mail.relinking import Chosen, chosen_in
from frappe_crm_app.records.mail.rows import (
	ENTRY,
	MAIL,
	Person,
	insert_entry,
	insert_links,
	insert_mail,
	insert_people,
	new_name,
)
from frappe_crm_app.records.mail.threads import join, people_in, root_of, thread_for

AHEAD = timedelta(days=1)  # how far a sender's clock may be ahead of ours
EARLIEST = datetime(1971, 1, 1)


@dataclass(frozen=True)
class StoredMail:
	"""A mail and its entry in the mailbox; `is_new` where it was in no mailbox before, `is_new_entry` where it was not in this one."""

	mail: str
	entry: str
	is_new: bool
	is_new_entry: bool


@dataclass(frozen=True)
class Filing:
	"""Where a mail is stored: the mailbox, the folder of its entry, and what the entry says of it."""

	mailbox: str
	folder: EntryFolder
	is_read: bool
	direction: Direction
	received_on: datetime


def store(
	read: ReadMail,
	raw: bytes,
	*,
	mailbox: str,
	folder: EntryFolder,
	is_read: bool,
	direction: Direction,
	received_on: datetime | None = None,
	is_probably_new: bool = False,
) -> StoredMail:
	"""Store a mail in a mailbox; what lies there already stays as it is.

	`received_on` is when the server got it, on the site's clock; now, where it is not known. `raw` is kept of what is no mail. Whoever
	listens to `mail.received` or `mail.sent` is told of a mail that came since the mailbox was connected. Who asked for many mails together
	(`known_identities`) which are not here says `is_probably_new` of those: that spares a look, and is no promise.
	"""
	filing = Filing(mailbox, folder, is_read, direction, received_on or now_datetime())
	stored = None if is_probably_new else find_mail(read.identity)
	is_new = stored is None
	if is_new:
		stored, is_new = store_mail(read, raw, filing)
	elif direction == Direction.OUT and stored.direction != Direction.OUT:
		note_sent(stored.name)
	entry, is_new_entry = file_mail(stored, read, filing, is_new)
	if is_new:
		newcomers.begin_to_follow()
		happenings.tell_stored(stored, filing.mailbox)
		tell(Point.MAIL_STORED, mail=stored.name, mailbox=mailbox, read=read)
	return StoredMail(stored.name, entry, is_new, is_new_entry)


def known_identities(identities: Collection[str]) -> set[str]:
	"""Return those of these identities of which there is a mail."""
	mail = frappe.qb.DocType(MAIL)
	query = frappe.qb.from_(mail).select(mail.identity).where(mail.identity.isin(list(identities)))
	return set(query.run(pluck=True)) if identities else set()


def find_mail(identity: str, for_update: bool = False) -> frappe._dict | None:
	"""Return name, thread, direction and moment of the mail with this identity; under a lock, what was just committed is seen."""
	fields = ["name", "thread", "direction", "sent_on"]
	return frappe.db.get_value(MAIL, {"identity": identity}, fields, as_dict=True, for_update=for_update)


def store_mail(read: ReadMail, raw: bytes, filing: Filing) -> tuple[frappe._dict, bool]:
	"""Store a mail that is not there, and return it with whether it was stored by us and not by somebody else meanwhile."""
	name, own = new_name(), domains()
	thread = thread_for(read, filing.direction, own)
	also = filed(posted(read, filing.direction, thread.name, filing.mailbox))
	chosen = also.closing(chosen_in(thread.name, filing.mailbox) if thread.name else Chosen())
	found = also.added(chosen.followed(about(people_in(read), own)), chosen)
	sent_on = moment_of(read, filing.received_on)
	values = columns_of(read, filing) | {
		"thread": thread.name or name,
		"sent_on": sent_on,
		"customer": chosen.customer or found.customer,
		"chosen_links": chosen.as_text(),
	}
	if not insert_mail(name, values):
		return find_mail(read.identity, for_update=True), False
	stored = frappe._dict({key: values[key] for key in ("thread", "direction", "sent_on")}, name=name)
	insert_people(name, participants(read, found))
	insert_links([(name, *record, int(record[0] in chosen.doctypes)) for record in found.records])
	join(thread.answers, stored.thread)
	keep_files(name, read, raw)
	return stored, True


def columns_of(read: ReadMail, filing: Filing) -> dict:
	"""Return the columns of a mail that follow from what it says."""
	sender = read.sender or Address("")
	is_out = filing.direction == Direction.OUT
	return {
		"identity": read.identity,
		"message_id": message_key(read.message_id) or None,
		"in_reply_to": message_key(read.in_reply_to) or None,
		"root_id": root_of(read) or None,
		"reference_ids": "\n".join(read.references) or None,
		"direction": str(filing.direction),
		"delivery_state": str(DeliveryState.SENT if is_out else DeliveryState.NONE),
		"mailbox": filing.mailbox if is_out else None,
		"received_on": filing.received_on,
		"from_email": sender.email or None,
		"from_name": shown(sender.name, LONGEST_NAME) or None,
		"subject": shown(read.subject, LONGEST_SUBJECT) or None,
		"snippet": shown(read.snippet, LONGEST_SNIPPET) or None,
		"text": read.text or None,
		"html": read.html or None,
		"headers": json.dumps(dict(read.headers), ensure_ascii=False) if read.headers else None,
		"has_attachments": int(any(not each.is_inline for each in read.attachments)),
		"is_automatic": int(read.is_automatic),
		"is_readable": int(read.is_readable),
		"problem": read.problem or None,
	}


def moment_of(read: ReadMail, received_on: datetime) -> datetime:
	"""Return when a mail was sent, on the site's clock; when it was received where it does not say, or says what cannot be."""
	if read.sent_on is None:
		return received_on
	try:
		aware = read.sent_on if read.sent_on.tzinfo else read.sent_on.replace(tzinfo=timezone.utc)
		sent_on = aware.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)
	except (OverflowError, ValueError):
		return received_on
	return sent_on if EARLIEST < sent_on < get_datetime(received_on) + AHEAD else received_on


def participants(read: ReadMail, found: About) -> list[Person]:
	"""Return who takes part in a mail; blind copies stand on the entry of whoever sent it alone."""
	named: Sequence[tuple[ParticipantKind, Sequence[Address]]] = (
		(ParticipantKind.FROM, [read.sender] if read.sender else []),
		(ParticipantKind.REPLY_TO, read.reply_to),
		(ParticipantKind.TO, read.to),
		(ParticipantKind.CC, read.cc),
	)
	contacts = found.contacts or {}
	return [
		Person(str(kind), each.email, shown(each.name, LONGEST_NAME), contacts.get(each.email))
		for kind, addresses in named
		for each in addresses
	]


def keep_files(name: str, read: ReadMail, raw: bytes) -> None:
	"""Keep what is attached to a mail, and of what is no mail all of it."""
	if not read.is_readable:
		attachments.attach_raw(name, raw)
		return
	inline = attachments.attach(name, read.attachments)
	if inline:
		frappe.db.set_value(MAIL, name, "inline_files", json.dumps(inline), update_modified=False)


def note_sent(name: str) -> None:
	"""Note that a mail that was received was one of ours: its copy among what we sent was found later."""
	values = {"direction": str(Direction.OUT), "delivery_state": str(DeliveryState.SENT)}
	frappe.db.set_value(MAIL, name, values, update_modified=False)


def file_mail(stored: frappe._dict, read: ReadMail, filing: Filing, is_new: bool) -> tuple[str, bool]:
	"""Give a mail its entry in a mailbox, unless it has one; return the entry and whether it is new. A mail that is new has none."""
	there = {"mailbox": filing.mailbox, "mail": stored.name}
	known = None if is_new else frappe.db.get_value(ENTRY, there)
	if known:
		return known, False
	name = new_name()
	values = {
		"mailbox": filing.mailbox,
		"mail": stored.name,
		"thread": stored.thread,
		"sent_on": stored.sent_on,
		"folder": str(filing.folder),
		"is_read": int(filing.is_read),
		"sharing": sharing_of(filing.mailbox, filing.folder),
		"bcc": ", ".join(each.email or each.name for each in read.bcc) or None,
	}
	if insert_entry(name, values):
		return name, True
	return frappe.db.get_value(ENTRY, there, for_update=True), False


def sharing_of(mailbox: str, folder: EntryFolder) -> str:
	"""Return what of a mail is shared as it is filed: what the mailbox says, nothing of what is never shared."""
	if folder in NEVER_SHARED:
		return str(MailSharing.NOTHING)
	return frappe.get_cached_value("CRM Mailbox", mailbox, "sharing") or str(MailSharing.NOTHING)
