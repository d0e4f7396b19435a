"""Customers who wrote and whom nobody answered: on the Today page, on the cards of deals, in the morning digest.

Hooks `crm_today_parts`, `crm_card_facts`, `crm_digest_parts`. What `records/mail/unanswered.py` calls waiting, of mails that the reader may read.
"""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _, _lt
from frappe.query_builder.functions import Max
from frappe.utils import get_url, now_datetime
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.agenda.day import Day
from frappe_crm_app.records.mail.rows import ENTRY, LINK, MAIL
from frappe_crm_app.records.mail.unanswered import waits
from frappe_crm_app.screens.inbox.mailboxes import read_mailboxes
from frappe_crm_app.screens.inbox.thread import readable
from frappe_crm_app.visibility.guarded import DEAL
from frappe_crm_app.visibility.user_criteria import UserCriteria

KEY = "unanswered"
LABEL = _lt("Waiting for an answer")
PAGE = "/app/crm-inbox"
MOST = 200  # of which are counted, and shown
IN_DIGEST = 20


def today_part(
	people: Collection[str] | None, day: Day, limit: int, start: int, only: str | None
) -> list[dict]:
	"""Return the part of the Today page, nothing where nobody waits and it was not asked for."""
	if only not in (None, KEY) or not frappe.has_permission(ENTRY, "read"):
		return []
	rows = waiting(people, UserCriteria())
	if not rows and only is None:
		return []
	shown = [told(row) for row in rows[start : start + limit]]
	part = {"key": KEY, "label": str(LABEL), "total": len(rows), "rows": shown, "list": None}
	return [{**part, "hint": hint_for(people)}]


def hint_for(people: Collection[str] | None) -> str:
	"""Return what the number leaves out where it is that of others, whose own mailboxes the reader does not read."""
	if people is not None and set(people) <= {frappe.session.user}:
		return ""
	return _("Mail in other people's own mailboxes stays private: it is not counted here.")


def digest_part(user: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> dict | None:
	"""Return the part of the morning digest: what waits for an answer of this user, `None` where nothing does."""
	if not frappe.has_permission(ENTRY, "read", user=user):
		return None
	rows = waiting({user}, UserCriteria(user))
	if not rows:
		return None
	shown = [{key: each[key] for key in ("title", "more", "link")} for each in map(told, rows[:IN_DIGEST])]
	link = get_url(f"{PAGE}?view=Waiting")
	return {"label": str(LABEL), "total": len(rows), "rows": shown, "link": link}


def card_facts(doctype: str, cards: list[dict], criteria: UserCriteria) -> dict[str, dict]:
	"""Return a chip for each deal of whose conversations one waits for an answer."""
	names = [card["name"] for card in cards] if doctype == DEAL else []
	if not names or not frappe.has_permission(MAIL, "read"):
		return {}
	link, mail, entry = (frappe.qb.DocType(each) for each in (LINK, MAIL, ENTRY))
	query = (
		frappe.qb.from_(link).join(mail).on(mail.name == link.parent).join(entry).on(entry.mail == mail.name)
	)
	query = query.select(link.link_name, Max(entry.sent_on).as_("sent_on")).groupby(link.link_name)
	query = query.where((link.link_doctype == DEAL) & link.link_name.isin(names) & waits(entry))
	rows = readable(query, MAIL, criteria).run(as_dict=True)
	return {row.link_name: {"chips": [chip(row.sent_on)]} for row in rows}


def chip(sent_on: datetime) -> dict:
	"""Return what a card says of somebody who waits."""
	title = _("The customer wrote, and nobody has answered yet")
	return {"text": _("Unanswered {0} d").format(days_since(sent_on)), "color": "red", "title": title}


def days_since(moment: datetime) -> int:
	"""Return for how many days somebody has been waiting."""
	return (now_datetime() - moment).days


def told(row: frappe._dict) -> dict:
	"""Return what is shown of a conversation."""
	who = row.from_name or row.from_email or ""
	more = _("{0}, for {1} days").format(who, days_since(row.sent_on))
	link = get_url(f"{PAGE}?view=Waiting&thread={row.thread}")
	return {"name": row.name, "title": row.subject or _("No subject"), "more": more, "link": link}


def waiting(people: Collection[str] | None, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the entries of these people that wait for an answer and that the reader reads, who waits longest first; two statements.

	Theirs is what lies in their mailboxes and what was given to them, and what nobody took of a shared one that the reader reads.
	"""
	entry = frappe.qb.DocType(ENTRY)
	queries = []
	mailboxes = [each for each in read_mailboxes(criteria) if is_of(each, people, criteria.who.user)]
	if mailboxes:
		is_there = entry.mailbox.isin([each.name for each in mailboxes])
		queries.append(entries_where(is_there & is_theirs(mailboxes, people)))
	if people is not None:
		given = entries_where(entry.assigned_to.isin(sorted(people)))
		queries.append(readable(given, ENTRY, criteria))
	rows = {row.name: row for row in union_all(queries).run(as_dict=True)} if queries else {}
	return sorted(rows.values(), key=lambda row: (row.sent_on, row.name))


def is_of(mailbox: frappe._dict, people: Collection[str] | None, reader: str) -> bool:
	"""Return whether a mailbox is one of these people's; a shared one is its readers'."""
	return people is None or (mailbox.user or reader) in people


def is_theirs(mailboxes: list[frappe._dict], people: Collection[str] | None) -> Criterion | None:
	"""Return the criterion that an entry of these mailboxes is not for others to answer."""
	entry = frappe.qb.DocType(ENTRY)
	if people is None:
		return entry.name.isnotnull()
	return entry.assigned_to.isnull() | entry.assigned_to.isin(["", *sorted(people)])


def entries_where(condition: Criterion) -> QueryBuilder:
	"""Return the query for the entries that meet the condition and wait for an answer, with what is shown of them."""
	entry, mail = frappe.qb.DocType(ENTRY), frappe.qb.DocType(MAIL)
	return (
		frappe.qb.from_(entry)
		.join(mail)
		.on(mail.name == entry.mail)
		.select(entry.name, entry.thread, entry.sent_on, mail.subject, mail.from_name, mail.from_email)
		.where(condition & waits(entry))
		.orderby(entry.sent_on, entry.name)
		.limit(MOST)
	)
