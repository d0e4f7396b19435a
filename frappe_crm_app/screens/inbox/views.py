"""What the page is asked for, and which entries stand in a view of it."""

import json
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import get_datetime
from pypika import Order
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.queries import finds_nothing
from frappe_crm_app.kit.received import read_json, refuse_unstorable
from frappe_crm_app.records.mail.rows import ENTRY
from frappe_crm_app.records.mail.unanswered import waits

COLUMNS = ("name", "mail", "mailbox", "thread", "folder", "is_read", "assigned_to", "sent_on", "_user_tags")
OF_MAIL = (
	*("subject", "snippet", "direction", "from_email", "from_name", "has_attachments", "is_automatic"),
	*("customer", "delivery_state"),
)


class View(StrEnum):
	"""What the page shows: a folder, what waits for an answer, what was given to the reader."""

	INBOX = "Inbox"
	WAITING = "Waiting"
	ASSIGNED = "Assigned"
	ARCHIVE = "Archive"
	SPAM = "Spam"
	SENT = "Sent"
	DRAFTS = "Drafts"


@dataclass(frozen=True)
class Cursor:
	"""The last entry of a page; the next one has those after it."""

	sent_on: datetime
	name: str

	def written(self) -> str:
		return json.dumps([str(self.sent_on), self.name])

	def begins_after(self, table: Table) -> Criterion:
		"""Return the criterion of what comes after it."""
		is_same = (table.sent_on == self.sent_on) & (table.name < self.name)
		return (table.sent_on <= self.sent_on) & ((table.sent_on < self.sent_on) | is_same)


def read_cursor(text: str | None) -> Cursor | None:
	"""Return the cursor that was answered before. Raises `frappe.ValidationError` for anything else."""
	if not text:
		return None
	told = read_json(text)
	try:
		sent_on, name = told
		refuse_unstorable({"name": str(name)})
		return Cursor(get_datetime(sent_on), str(name))
	except (TypeError, ValueError, OverflowError):
		frappe.throw(_("This is no place in a list of mails."))


def read_view(text: str) -> View:
	"""Return the view of this name. Raises `frappe.ValidationError` where there is none."""
	if text not in list(View):
		frappe.throw(_("There is no such folder."))
	return View(text)


def entries_of(view: View, mailbox: str | None, user: str, criterion: Criterion | None) -> QueryBuilder:
	"""Return the query for the keys of a view's entries, of one mailbox that the user reads; of what was assigned, `criterion` says what is read.

	No more than keys, which an index holds: asked for other columns as well, MariaDB walks to a page far down from the newest mail.
	"""
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).select(entry.name, entry.sent_on)
	if view == View.ASSIGNED:
		query = query.where(entry.assigned_to == user)
		query = query.where(entry.folder.isin([str(EntryFolder.INBOX), str(EntryFolder.ARCHIVE)]))
		query = query if criterion is None else query.where(criterion)
		return query if mailbox is None else query.where(entry.mailbox == mailbox)
	query = query.where(entry.mailbox == mailbox)
	if view == View.WAITING:
		return query.where(waits(entry))
	return query.where((entry.folder == str(view)) & is_newest_there(entry))


def is_newest_there(entry: Table) -> Criterion:
	"""Return the criterion that an entry is the newest of its conversation in its folder: each conversation stands once."""
	newer = frappe.qb.DocType(ENTRY).as_("newer")
	is_later = (newer.sent_on > entry.sent_on) | (
		(newer.sent_on == entry.sent_on) & (newer.name > entry.name)
	)
	is_beside = (
		(newer.thread == entry.thread) & (newer.mailbox == entry.mailbox) & (newer.folder == entry.folder)
	)
	return finds_nothing(frappe.qb.from_(newer).select(newer.name).where(is_beside & is_later))


def newest(query: QueryBuilder, cursor: Cursor | None, limit: int) -> QueryBuilder:
	"""Return the query for the first of the entries after the cursor, newest first."""
	entry = frappe.qb.DocType(ENTRY)
	if cursor:
		query = query.where(cursor.begins_after(entry))
	return query.orderby(entry.sent_on, entry.name, order=Order.desc).limit(limit)
