"""A page of conversations, newest first, by keyset: at most six statements, whatever the number of mails.

The mailboxes; the page, by one UNION ALL of a LIMIT for each mailbox in the order of an index; the figures of its conversations;
their people; the names of customers and colleagues; the numbers beside the folders.
"""

from collections.abc import Callable, Sequence

import frappe
from frappe.query_builder.functions import Count
from pypika import Order
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.received import read_page
from frappe_crm_app.records.mail.rows import ENTRY, MAIL
from frappe_crm_app.screens.inbox.mailboxes import names_of, read_mailboxes, refuse_others
from frappe_crm_app.screens.inbox.rows import described
from frappe_crm_app.screens.inbox.searching import found
from frappe_crm_app.screens.inbox.views import (
	COLUMNS,
	OF_MAIL,
	Cursor,
	View,
	entries_of,
	newest,
	read_cursor,
	read_view,
)
from frappe_crm_app.visibility.user_criteria import UserCriteria

SHOWN = 50
LONGEST_PAGE = 100


def page(view: str, mailbox: str | None, text: str | None, cursor: str | None, page_length: int) -> dict:
	"""Return a page; see `api.get_page`."""
	refuse_others()
	criteria, wanted, after = UserCriteria(), read_view(view), read_cursor(cursor)
	_start, limit = read_page(0, page_length, LONGEST_PAGE)
	mailboxes = read_mailboxes(criteria)
	names = names_of(mailboxes, mailbox or None)
	words = searched_text(text).split()
	counts = None if after or words else counted([each.name for each in mailboxes])
	if words:
		entries, next_cursor = found(names, words, after, limit)
	else:
		entries, next_cursor = listed(wanted, names, bool(mailbox), after, limit, criteria)
	rows = described(entries, [each.name for each in mailboxes], criteria)
	return {"rows": rows, "next_cursor": next_cursor, "counts": counts}


def listed(
	view: View,
	mailboxes: Sequence[str],
	is_one: bool,
	after: Cursor | None,
	limit: int,
	criteria: UserCriteria,
) -> tuple[list[frappe._dict], str | None]:
	"""Return the entries of a view after the cursor, with what is shown of their mails, and the cursor after them."""
	if view == View.ASSIGNED:
		only = mailboxes[0] if is_one else None
		queries = [entries_of(view, only, criteria.who.user, criteria.criterion(ENTRY))]
	else:
		queries = [entries_of(view, name, criteria.who.user, None) for name in mailboxes]
	if not queries:
		return [], None
	rows = with_mails([newest(query, after, limit + 1) for query in queries], limit + 1).run(as_dict=True)
	has_more = len(rows) > limit
	rows = rows[:limit]
	return rows, Cursor(rows[-1].sent_on, rows[-1].name).written() if has_more else None


def with_mails(queries: list[QueryBuilder], limit: int) -> QueryBuilder:
	"""Return one query for the first entries of these, which give keys, newest first, with what is shown of them and of their mails."""
	keys, entry, mail = (
		union_all(queries).as_("first_keys"),
		frappe.qb.DocType(ENTRY),
		frappe.qb.DocType(MAIL),
	)
	return (
		frappe.qb.from_(keys)
		.join(entry)
		.on(entry.name == keys.name)
		.join(mail)
		.on(mail.name == entry.mail)
		.select(*(entry[column] for column in COLUMNS), *(mail[column] for column in OF_MAIL))
		.orderby(keys.sent_on, keys.name, order=Order.desc)
		.limit(limit)
	)


def counted(mailboxes: Sequence[str]) -> list[dict]:
	"""Return `[{mailbox, folder, number}]`: unread mails, and all drafts. Nothing of what is read without its mailbox."""
	if not mailboxes:
		return []
	drafts = counted_where(mailboxes, lambda entry: entry.folder == str(EntryFolder.DRAFTS))
	unread = counted_where(
		mailboxes,
		lambda entry: (
			(entry.is_read == 0) & entry.folder.notin([str(EntryFolder.SENT), str(EntryFolder.DRAFTS)])
		),
	)
	return union_all([unread, drafts]).run(as_dict=True)


def counted_where(mailboxes: Sequence[str], counted: Callable[[Table], Criterion]) -> QueryBuilder:
	"""Return the query for the numbers by mailbox and folder: each in the order of an index, which one query for all would not be."""
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).select(entry.mailbox, entry.folder, Count("*").as_("number"))
	return query.where(entry.mailbox.isin(list(mailboxes)) & counted(entry)).groupby(
		entry.mailbox, entry.folder
	)
