"""Which thread a mail belongs to: that of a mail we know, which its headers name, and in which somebody of this mail took part.

Headers are easily forged, so naming a mail is not enough: its sender, or somebody of the sender's company, must have been in that mail.
Mails come in any order, a mailbox's newest first: one that arrives after its answers takes them into its thread.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.identity.normalise import is_nobodys_domain
from frappe_crm_app.records.mail.columns import message_key
from frappe_crm_app.records.mail.domains import Domains, domain_of
from frappe_crm_app.records.mail.message import ReadMail

MAIL, PERSON, ENTRY = "CRM Mail", "CRM Mail Participant", "CRM Mailbox Entry"
MOST_REFERENCES = 50
MOST_PEOPLE = 500
ANSWER = "answer"


@dataclass(frozen=True)
class Thread:
	"""The thread of a mail: the name of its first mail, `None` where it begins one; and the threads that begin with an answer to it."""

	name: str | None = None
	answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
	"""A mail we know: `key` is the Message-ID by which it was named, or `ANSWER`; `shared` those who are in both mails."""

	name: str
	thread: str
	sender: str
	key: str
	shared: frozenset[str]


def thread_for(read: ReadMail, direction: Direction, domains: Domains) -> Thread:
	"""Return to which thread a mail belongs that is not stored yet; one statement where it names mails or can be named."""
	named = references_of(read)
	emails = people_in(read)
	if not emails or not (named or read.message_id):
		return Thread()
	found = known_mails(named, message_key(read.message_id), emails)
	parents = [mail for mail in found if mail.key != ANSWER and is_theirs(read, mail, direction, domains)]
	parents.sort(key=lambda mail: named.index(mail.key))
	answers = {
		mail.thread
		for mail in found
		if mail.key == ANSWER and mail.thread == mail.name and is_answer(mail, domains)
	}
	thread = parents[-1].thread if parents else None
	return Thread(thread, tuple(sorted(answers - {thread})))


def references_of(read: ReadMail) -> list[str]:
	"""Return the keys of the mails that a mail names, the one that it answers last."""
	named = [*read.references[:1], *read.references[1:][-MOST_REFERENCES:], read.in_reply_to]
	keys = [message_key(each) for each in named if each and each != read.message_id]
	return list(dict.fromkeys(reversed(keys)))[::-1]


def root_of(read: ReadMail) -> str:
	"""Return the key of the mail with which its thread began, as the mail says; `""` where it says nothing."""
	named = references_of(read)
	return named[0] if named else ""


def people_in(read: ReadMail) -> list[str]:
	"""Return everybody's address in a mail, its sender's first."""
	sender = [read.sender] if read.sender else []
	people = (*sender, *read.reply_to, *read.to, *read.cc)
	return list(dict.fromkeys(each.email for each in people if each.email))[:MOST_PEOPLE]


def known_mails(named: Sequence[str], own_key: str, emails: Sequence[str]) -> list[Known]:
	"""Return the mails that have one of these Message-IDs, and those that answer the mail with `own_key`, if they share somebody with it."""
	mail = frappe.qb.DocType(MAIL)
	queries = [with_people(mail.message_id, mail.message_id.isin(list(named)), emails)] if named else []
	if own_key:
		answers = [mail.in_reply_to == own_key, mail.root_id == own_key]
		queries += [with_people(ValueWrapper(ANSWER), is_answer, emails) for is_answer in answers]
	rows = union_all(queries).run(as_dict=True)
	shared: dict[tuple, set[str]] = {}
	for row in rows:
		shared.setdefault((row.name, row.thread, row.sender or "", row.key_named), set()).add(row.email)
	return [Known(*facts, frozenset(people)) for facts, people in shared.items()]


def with_people(key: object, criterion: Criterion, emails: Sequence[str]) -> QueryBuilder:
	"""Return the query for mails with those of these addresses that take part in them, and the colleagues of the first."""
	mail, person = frappe.qb.DocType(MAIL), frappe.qb.DocType(PERSON)
	query = frappe.qb.from_(mail).join(person).on(person.parent == mail.name)
	domain = domain_of(emails[0])
	is_known = person.email.isin(list(emails))
	if not is_nobodys_domain(domain):
		is_known |= person.email.like(f"%@{domain}")
	query = query.where(criterion & is_known)
	return query.select(
		mail.name, mail.thread, mail.from_email.as_("sender"), key.as_("key_named"), person.email
	)


def is_theirs(read: ReadMail, known: Known, direction: Direction, domains: Domains) -> bool:
	"""Return whether a mail that names a known one may belong to its thread, for the sake of who took part in both.

	What we sent ourselves does. Of what was sent to us, the sender or somebody of their company must have been there; where all are of
	ours, the sender.
	"""
	if direction == Direction.OUT:
		return bool(known.shared)
	sender = read.sender.email if read.sender else ""
	if not sender:
		return False
	if domains.is_own(sender):
		is_among_us = all(domains.is_own(email) for email in people_in(read))
		return sender in known.shared if is_among_us else has_strangers(known.shared, domains)
	return sender in known.shared or is_colleague(sender, known.shared, domains)


def is_answer(known: Known, domains: Domains) -> bool:
	"""Return whether a mail that was here first and names this one is an answer to it: its sender was in this one, or is one of us."""
	return known.sender in known.shared or (
		domains.is_own(known.sender) and has_strangers(known.shared, domains)
	)


def has_strangers(emails: Iterable[str], domains: Domains) -> bool:
	return any(not domains.is_own(email) for email in emails)


def is_colleague(sender: str, shared: Iterable[str], domains: Domains) -> bool:
	"""Return whether the sender has the web domain of somebody who took part: their own company's, not one of everybody's mailboxes."""
	domain = domain_of(sender)
	if is_nobodys_domain(domain):
		return False
	return any(domain == domain_of(email) for email in shared if not domains.is_own(email))


def join(answers: Sequence[str], thread: str) -> None:
	"""Take whole threads into another one."""
	if not answers:
		return
	for doctype in (MAIL, ENTRY):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.thread, thread).where(table.thread.isin(list(answers))).run()
