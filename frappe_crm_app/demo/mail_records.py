"""What the demo's mails consist of, as `records.py` has it of the rest."""

from dataclasses import dataclass
from datetime import date, datetime

from frappe_crm_app.demo.records import Record


@dataclass(frozen=True, kw_only=True)
class MailAccount(Record):
	"""An account of Frappe's, that fetches and sends nothing."""

	email_account_name: str
	email_id: str
	enable_incoming: int = 0
	enable_outgoing: int = 0


@dataclass(frozen=True)
class MailboxRole:
	"""A role that shares a mailbox."""

	role: str


@dataclass(frozen=True, kw_only=True)
class Mailbox(Record):
	title: str
	email_account: str
	user: str | None
	sharing: str
	sync_since: date
	is_paused: int
	status: str
	shared_with: tuple[MailboxRole, ...]
	takes_tags: int


@dataclass(frozen=True, kw_only=True)
class MailFolder(Record):
	mailbox: str
	folder_name: str
	kind: str
	is_synced: int
	on_server: int
	here: int
	checked_on: datetime


@dataclass(frozen=True)
class MailParticipant:
	"""Somebody whom a mail names."""

	kind: str
	email: str
	full_name: str
	contact: str | None


@dataclass(frozen=True)
class MailLink:
	"""A record that a mail is about."""

	link_doctype: str
	link_name: str


@dataclass(frozen=True, kw_only=True)
class Mail(Record):
	subject: str
	from_email: str
	from_name: str
	direction: str
	sent_on: datetime
	received_on: datetime
	customer: str | None
	is_automatic: int
	snippet: str
	text: str
	delivery_state: str
	thread: str
	message_id: str
	in_reply_to: str | None
	reference_ids: str | None
	identity: str
	participants: tuple[MailParticipant, ...]
	links: tuple[MailLink, ...]
	is_readable: int = 1


@dataclass(frozen=True, kw_only=True)
class MailboxEntry(Record):
	mailbox: str
	mail: str
	thread: str
	sent_on: datetime
	folder: str
	is_read: int
	sharing: str
