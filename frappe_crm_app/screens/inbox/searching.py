"""Words in subjects, people and texts of mails: in a stretch of so many entries at once, the newest first.

A text has no index, so a search reads mails. It reads so many, says how far it came, and goes on from there when asked to.
"""

from collections.abc import Sequence

import frappe
from pypika import Order
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Field

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, PERSON
from frappe_crm_app.screens.inbox.views import COLUMNS, OF_MAIL, Cursor, newest

STRETCH = 5000
MOST_WORDS = 6


def found(
	mailboxes: Sequence[str], words: Sequence[str], after: Cursor | None, limit: int
) -> tuple[list[frappe._dict], str | None]:
	"""Return entries of mailboxes that the user reads whose mails have all words, and where to go on; two statements.

	There may be a place to go on from though nothing was found: the stretch ended there.
	"""
	if not mailboxes:
		return [], None
	end = end_of_stretch(mailboxes, after)
	rows = matching(mailboxes, words[:MOST_WORDS], after, end, limit + 1)
	if len(rows) > limit:
		rows = rows[:limit]
		end = Cursor(rows[-1].sent_on, rows[-1].name)
	return rows, end.written() if end else None


def end_of_stretch(mailboxes: Sequence[str], after: Cursor | None) -> Cursor | None:
	"""Return the last entry of the stretch, `None` where it reaches back to the first mail."""
	keys = union_all([newest(searched(name, ("sent_on", "name")), after, STRETCH) for name in mailboxes])
	keys = keys.as_("stretch")
	query = frappe.qb.from_(keys).select(keys.sent_on, keys.name)
	query = query.orderby(keys.sent_on, keys.name, order=Order.desc)
	rows = query.limit(1).offset(STRETCH - 1).run(as_dict=True)
	return Cursor(rows[0].sent_on, rows[0].name) if rows else None


def searched(mailbox: str, columns: Sequence[str]) -> QueryBuilder:
	"""Return the query for the entries of a mailbox that a search reads: all but spam."""
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).select(*(entry[column] for column in columns))
	return query.where((entry.mailbox == mailbox) & (entry.folder != str(EntryFolder.SPAM)))


def matching(
	mailboxes: Sequence[str], words: Sequence[str], after: Cursor | None, end: Cursor | None, limit: int
) -> list[frappe._dict]:
	"""Return the first entries between two places whose mails have all the words."""
	entry, mail = frappe.qb.DocType(ENTRY), frappe.qb.DocType(MAIL)
	queries = []
	for name in mailboxes:
		query = searched(name, COLUMNS).join(mail).on(mail.name == entry.mail)
		query = query.select(*(mail[column] for column in OF_MAIL))
		for word in words:
			query = query.where(has_word(mail, word))
		if end:
			query = query.where(reaches_to(entry, end))
		queries.append(newest(query, after, limit))
	rows = union_all(queries).as_("found_entries")
	ordered = frappe.qb.from_(rows).select(rows.star).orderby(rows.sent_on, rows.name, order=Order.desc)
	return ordered.limit(limit).run(as_dict=True)


def reaches_to(entry: Table, end: Cursor) -> Criterion:
	"""Return the criterion that an entry stands before the end of a stretch, or at it."""
	is_same = (entry.sent_on == end.sent_on) & (entry.name >= end.name)
	return (entry.sent_on >= end.sent_on) & ((entry.sent_on > end.sent_on) | is_same)


def has_word(mail: Table, word: str) -> Criterion:
	"""Return the criterion that a mail has a word in its subject, its text, or the name or address of one of its people."""
	pattern = f"%{escaped(word)}%"
	participant = frappe.qb.DocType(PERSON)
	people = frappe.qb.from_(participant).select(participant.parent)
	people = people.where(participant.parent == mail.name)
	people = people.where(is_like(participant.email, pattern) | is_like(participant.full_name, pattern))
	in_itself = (
		is_like(mail.subject, pattern) | is_like(mail.from_name, pattern) | is_like(mail.text, pattern)
	)
	return in_itself | mail.name.isin(people)


def is_like(field: Field, pattern: str) -> Criterion:
	"""Return the criterion that a text is like the pattern, whatever the case of its letters."""
	return field.ilike(pattern) if frappe.db.db_type == "postgres" else field.like(pattern)


def escaped(word: str) -> str:
	"""Return a word with its own wildcards taken for letters."""
	return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
