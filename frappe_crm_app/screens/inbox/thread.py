"""One conversation: its mails that the reader may read, whole, each with where it lies, its people, what it is about and its files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import frappe
from frappe import _
from pypika import Case, Order
from pypika.queries import QueryBuilder
from pypika.terms import Term, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.mail.rows import ENTRY, LINK, MAIL, PERSON
from frappe_crm_app.records.mail.unanswered import waits
from frappe_crm_app.screens.inbox.bodies import bodies_of
from frappe_crm_app.screens.inbox.mailboxes import refuse_others
from frappe_crm_app.screens.inbox.rows import USER, tags_of
from frappe_crm_app.screens.timeline.titles import titles_of_links
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.user_access import UserAccess
from frappe_crm_app.visibility.user_criteria import UserCriteria

FILE = "File"
MOST = 100  # mails of a conversation, the newest
OPEN = 3  # that come with their text
COLUMNS = (
	*("name", "thread", "subject", "snippet", "direction", "sent_on", "from_email", "from_name", "customer"),
	*("has_attachments", "is_automatic", "is_readable", "delivery_state", "delivery_problem", "inline_files"),
)
OF_ENTRY = (
	"name",
	"mail",
	"mailbox",
	"folder",
	"is_read",
	"assigned_to",
	"sharing",
	"bcc",
	"_user_tags",
	"sent_on",
)


def conversation(thread: str) -> dict:
	"""Return the conversation; see `api.get_thread`. Raises `frappe.PermissionError` where nothing of it is read."""
	refuse_others()
	criteria = UserCriteria()
	mails = mails_of(thread, criteria)
	if not mails:
		thread = frappe.db.get_value(MAIL, thread, "thread") or thread
		mails = mails_of(thread, criteria)
	if not mails:
		frappe.throw(_("There is no such conversation that you can read."), frappe.PermissionError)
	names = [mail.name for mail in mails]
	entries, people = entries_of(names, criteria), rows_of(PERSON, ("kind", "email", "full_name"), names)
	mails = [mail for mail in mails if entries[mail.name] or mail.delivery_state != DeliveryState.DRAFT]
	links, files = rows_of(LINK, ("link_doctype", "link_name"), names), files_of(names)
	bodies = bodies_of(names[-OPEN:])
	titles = titles_of_links(named(mails, entries, links))
	shown = [
		described(mail, entries[mail.name], people[mail.name], files[mail.name], titles)
		| bodies.get(mail.name, {})
		for mail in mails
	]
	return {
		"thread": thread,
		"subject": mails[0].subject,
		"mails": shown,
		"links": told_links(links, titles),
		"waiting_since": waiting_since(entries),
	}


def mails_of(thread: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the newest mails of a conversation that the user may read, whole, in their order."""
	frappe.has_permission(MAIL, "read", throw=True)
	mail = frappe.qb.DocType(MAIL)
	query = frappe.qb.from_(mail).select(*(mail[column] for column in COLUMNS)).where(mail.thread == thread)
	query = readable(query, MAIL, criteria).orderby(mail.sent_on, mail.name, order=Order.desc).limit(MOST)
	return query.run(as_dict=True)[::-1]


def readable(query: QueryBuilder, doctype: str, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for just those of its rows that the user may read."""
	allowed = criteria.criterion(doctype)
	return query if allowed is None else query.where(allowed)


def entries_of(mails: Sequence[str], criteria: UserCriteria) -> dict[str, list[frappe._dict]]:
	"""Return where these mails lie, of what the user reads, by mail, and whether it is theirs to change."""
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(entry).select(*(entry[column] for column in OF_ENTRY))
	query = query.select(
		Case().when(waits(entry), 1).else_(0).as_("waits"), is_written_by(criteria.who).as_("can_write")
	)
	query = readable(query.where(entry.mail.isin(list(mails))), ENTRY, criteria)
	return grouped(query.orderby(entry.creation, entry.name).run(as_dict=True), "mail")


def is_written_by(who: UserAccess) -> Term:
	"""Return the column that is 1 where somebody may write an entry, else 0."""
	allowed = policy.criterion_for(who, ENTRY, "write")
	return ValueWrapper(1) if allowed is None else Case().when(allowed, 1).else_(0)


def rows_of(doctype: str, columns: Sequence[str], mails: Sequence[str]) -> dict[str, list[frappe._dict]]:
	"""Return the rows of a table of these mails, by mail."""
	row = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(row).select(row.parent, *(row[column] for column in columns))
	return grouped(query.where(row.parent.isin(list(mails))).orderby(row.idx).run(as_dict=True), "parent")


def files_of(mails: Sequence[str]) -> dict[str, list[frappe._dict]]:
	"""Return the attachments of these mails, by mail."""
	file = frappe.qb.DocType(FILE)
	query = frappe.qb.from_(file).select(
		file.name, file.file_name, file.file_url, file.file_size, file.attached_to_name
	)
	query = query.where((file.attached_to_doctype == MAIL) & file.attached_to_name.isin(list(mails)))
	return grouped(query.orderby(file.creation, file.name).run(as_dict=True), "attached_to_name")


def grouped(rows: Iterable[frappe._dict], column: str) -> dict[str, list[frappe._dict]]:
	"""Return the rows by what stands in a column."""
	found = defaultdict(list)
	for row in rows:
		found[row[column]].append(row)
	return found


def named(
	mails: Sequence[frappe._dict],
	entries: dict[str, list[frappe._dict]],
	links: dict[str, list[frappe._dict]],
) -> list[tuple[str, str]]:
	"""Return what the conversation names: the records that it is about, and colleagues."""
	return [
		*((link.link_doctype, link.link_name) for rows in links.values() for link in rows),
		*((USER, entry.assigned_to) for rows in entries.values() for entry in rows),
	]


def described(
	mail: frappe._dict,
	entries: Sequence[frappe._dict],
	people: Sequence[frappe._dict],
	files: Sequence[frappe._dict],
	titles: dict,
) -> dict:
	"""Return a mail as the page shows it."""
	addresses = {file.name: file.file_url for file in files}
	inline = {key: addresses[name] for key, name in inline_of(mail).items() if name in addresses}
	return {
		**{key: value for key, value in mail.items() if key != "inline_files"},
		"inline": inline,
		"people": [{"kind": row.kind, "email": row.email, "full_name": row.full_name} for row in people],
		"files": [
			{key: file[key] for key in ("name", "file_name", "file_url", "file_size")}
			for file in files
			if file.file_url not in inline.values()
		],
		"entries": [described_entry(entry, titles) for entry in entries],
	}


def inline_of(mail: frappe._dict) -> dict[str, str]:
	"""Return the File of each picture that stands in a mail, by its Content-ID."""
	told = read_json(mail.inline_files)
	return told if isinstance(told, dict) else {}


def described_entry(entry: frappe._dict, titles: dict) -> dict:
	"""Return where a mail lies, with the name of whom it was given to."""
	told = {
		key: value for key, value in entry.items() if key not in ("mail", "_user_tags", "sent_on", "waits")
	}
	name = titles.get((USER, entry.assigned_to)) or entry.assigned_to
	told["can_write"] = bool(entry.can_write)
	return {**told, "assigned_name": name, "tags": tags_of(entry._user_tags)}


def told_links(links: dict[str, list[frappe._dict]], titles: dict) -> list[dict]:
	"""Return the records that the conversation is about, each once, of those that the user may see."""
	seen = {(link.link_doctype, link.link_name): None for rows in links.values() for link in rows}
	return [
		{"doctype": doctype, "name": name, "title": titles[doctype, name]}
		for doctype, name in seen
		if (doctype, name) in titles
	]


def waiting_since(entries: dict[str, list[frappe._dict]]) -> object:
	"""Return since when somebody waits for an answer, `None` where nobody does."""
	waiting = [entry.sent_on for rows in entries.values() for entry in rows if entry.waits]
	return max(waiting, default=None)
