"""Mailboxes with mails in them, stored as the fetcher stores them."""

import itertools
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.records.mail.message import Address, Attachment, ReadMail
from frappe_crm_app.records.mail.storing import StoredMail, store
from tests.factories import insert, make_mail_account

_numbers = itertools.count(1)
WEEK = 7


def make_mailbox(user: str | None, *roles: str, **values) -> str:
	"""Store a mailbox of a person, or one that people with these roles share; return its name."""
	number = next(_numbers)
	account = make_mail_account(f"mailbox-{number}-{frappe.generate_hash(length=6)}")
	given = {
		"title": f"Mailbox {number}",
		"email_account": account,
		"user": user,
		"is_paused": 1,
		"status": "Paused",
	}
	shared = [{"role": role} for role in roles]
	return insert("CRM Mailbox", {**given, "shared_with": shared, **values}).name


def make_mail(
	mailbox: str,
	sender: str = "Ada Lovelace <ada@engines.example>",
	*,
	to: str = "rep@desk.example",
	subject: str = "Offer",
	text: str = "How much is it?",
	html: str = "",
	days_ago: float = 0.1,
	answers: StoredMail | None = None,
	folder: EntryFolder = EntryFolder.INBOX,
	is_read: bool = False,
	is_out: bool = False,
	is_automatic: bool = False,
	attachments: tuple[Attachment, ...] = (),
) -> StoredMail:
	"""Store a mail in a mailbox; one that `answers` another belongs to its conversation."""
	number = next(_numbers)
	before = frappe.db.get_value("CRM Mail", answers.mail, "message_id") if answers else ""
	read = ReadMail(
		identity=sha256(f"{mailbox}/{number}/{frappe.generate_hash()}".encode()).hexdigest(),
		message_id=f"{number}.{frappe.generate_hash(length=8)}@engines.example",
		in_reply_to=before,
		references=(before,) if before else (),
		sent_on=moment(days_ago),
		sender=address(sender),
		to=(address(to),),
		subject=subject,
		text=text,
		html=html,
		snippet=" ".join(text.split())[:200],
		is_automatic=is_automatic,
		attachments=attachments,
	)
	direction = Direction.OUT if is_out else Direction.IN
	folder = EntryFolder.SENT if is_out and folder == EntryFolder.INBOX else folder
	return store(read, b"", mailbox=mailbox, folder=folder, is_read=is_read or is_out, direction=direction)


def moment(days_ago: float) -> datetime:
	"""Return a moment in the past, in UTC."""
	local = now_datetime() - timedelta(days=days_ago)
	return local.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(timezone.utc)


def address(text: str) -> Address:
	"""Return an address written as `Name <email>` or as the email alone."""
	name, _bracket, email = text.rpartition("<")
	return Address(email.rstrip(">").strip(), name.strip())
