"""Keeps one mail that was fetched: the mail, its entry, where it lies on the server and how far the folder was read, in one transaction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_system_timezone

from frappe_crm_app.channels.mail.fetching import folders
from frappe_crm_app.channels.mail.fetching.responses import FetchedMail
from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_folder.options import FolderKind
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.conflicts import committed, is_conflict
from frappe_crm_app.kit.outbox.outcomes import LeaseLost
from frappe_crm_app.kit.set_based import insert_missing, rows_changed
from frappe_crm_app.records.mail.message import ReadMail
from frappe_crm_app.records.mail.rows import STANDARD, new_name, standard
from frappe_crm_app.records.mail.storing import known_identities, store

COPY = "CRM Mail Copy"
COLUMNS = ("folder", "uidvalidity", "uid", "mail", "entry")
DELIVERED = re.compile(rb"^(received|delivered-to|x-original-to):", re.IGNORECASE | re.MULTILINE)
OUR_OWN = (FolderKind.OTHER, FolderKind.ARCHIVE)


@dataclass(frozen=True)
class Filed:
	"""The folder on the server that a mail comes from: of whose mailbox, and as which state of the folder."""

	mailbox: str
	email: str
	folder: frappe._dict
	uidvalidity: str


@dataclass(frozen=True, slots=True)
class Taken:
	"""A mail that was fetched, what it says, and whether one of its identity is not here, as far as is known."""

	mail: FetchedMail
	said: ReadMail
	is_probably_new: bool


def take(mails: Sequence[FetchedMail]) -> list[Taken]:
	"""Read mails that were fetched together, and see which are here; commits, so that what is read next is read anew."""
	said = [read(mail.raw) for mail in mails]
	known = known_identities([each.identity for each in said])
	frappe.db.commit()
	return [Taken(mail, each, each.identity not in known) for mail, each in zip(mails, said, strict=True)]


def keep(taken: Taken, filed: Filed, **watermark: int) -> bool:
	"""Keep a mail and how far the folder was read; what cannot be stored as a mail is kept as it came. Commits.

	Returns whether it is kept: a mail that cannot be stored in any way is logged, and the next check of the folder comes to it again.
	"""
	for said in (taken.said, as_it_came(taken.said)):
		try:
			committed(partial(write, replace(taken, said=said), filed, watermark))
			return True
		except LeaseLost:
			raise
		except Exception as error:
			frappe.db.rollback()
			if is_conflict(error) or not frappe.db.sql("select 1"):
				raise
			frappe.log_error(
				f"Mail {taken.mail.uid} of {filed.folder.folder_name}",
				frappe.get_traceback(),
				"CRM Mailbox",
				filed.mailbox,
			)
			frappe.db.commit()
	return False


def as_it_came(said: ReadMail) -> ReadMail:
	"""Return a mail of which nothing is said but who, when and that it could not be stored: its bytes are kept."""
	return ReadMail(
		said.identity,
		sent_on=said.sent_on,
		is_readable=False,
		problem="This mail could not be stored, so it is kept as it came.",
	)


def keep_header(taken: Taken, filed: Filed, size: int, **watermark: int) -> None:
	"""Keep what a mail says above its body, where that is too large to be kept."""
	problem = _("This mail is too large ({0} MB). It lies on the server.").format(size // 1_000_000)
	said = replace(taken.said, problem=problem)
	committed(partial(write, replace(taken, said=said), filed, watermark))


def write(taken: Taken, filed: Filed, watermark: dict[str, int]) -> None:
	"""Write all of it, in the present transaction; raises `LeaseLost` where the mailbox was removed meanwhile."""
	mail, said = taken.mail, taken.said
	count(filed.folder.name, watermark)
	direction = direction_of(said, mail, filed)
	stored = store(
		said,
		mail.raw,
		mailbox=filed.mailbox,
		folder=EntryFolder.SENT if direction == Direction.OUT else folders.entry_folder(filed.folder.kind),
		is_read=mail.is_seen or direction == Direction.OUT,
		direction=direction,
		received_on=on_site_clock(mail.received_on),
		is_probably_new=taken.is_probably_new,
	)
	place = (filed.folder.name, filed.uidvalidity, mail.uid)
	row = (*standard(new_name()), *place, stored.mail, stored.entry)
	insert_missing(COPY, (*STANDARD, *COLUMNS), [row])


def count(folder: str, watermark: dict[str, int]) -> None:
	"""Store how far a folder was read, and that one more of its mails is here; it is ours until the transaction ends.

	Raises `LeaseLost` where it is gone.
	"""
	table = frappe.qb.DocType(folders.FOLDER)
	query = frappe.qb.update(table).set(table.here, table.here + 1).where(table.name == folder)
	for fieldname, value in watermark.items():
		query = query.set(table[fieldname], value)
	query.run()
	if not rows_changed():
		raise LeaseLost


def direction_of(said: ReadMail, mail: FetchedMail, filed: Filed) -> Direction:
	"""Return whether a mail was sent by the mailbox: it lies among the sent ones, or is from its address and was never delivered."""
	if filed.folder.kind == FolderKind.SENT:
		return Direction.OUT
	is_own = bool(said.sender and said.sender.email == filed.email) and filed.folder.kind in OUR_OWN
	return Direction.OUT if is_own and not DELIVERED.search(head_of(mail.raw)) else Direction.IN


def head_of(raw: bytes) -> bytes:
	return re.split(rb"\r?\n\r?\n", raw[:100_000], maxsplit=1)[0]


def on_site_clock(moment: datetime | None) -> datetime | None:
	"""Return a moment as it is stored."""
	return moment and moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)
