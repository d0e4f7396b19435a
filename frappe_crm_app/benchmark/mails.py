"""Mails in the mailbox of the rep: half as many as there are contacts, five to a conversation. Only what measures the inbox asks for them.

Two colleagues got all of them, too: of one mailbox alone, MariaDB would take every estimate for half of the table, and walk to a
page from the newest mail.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

import frappe

from frappe_crm_app.benchmark.measure import World
from frappe_crm_app.benchmark.rows import ADMINISTRATOR, DOMAIN, PREFIX, STANDARD, name_of, people_of
from frappe_crm_app.benchmark.seeding import CHUNK, frame_of
from frappe_crm_app.benchmark.table_statistics import analyze
from frappe_crm_app.kit.set_based import insert_records

MAILBOX, ENTRY, MAIL = "CRM Mailbox", "CRM Mailbox Entry", "CRM Mail"
PERSON, LINK = "CRM Mail Participant", "CRM Mail Link"
CONTACTS_TO_A_MAIL = 2
CONVERSATION = 5  # mails, of which every second is ours
TEXT = "They want to know what it costs, and when we can begin. " * 20
COLUMNS = {
	MAIL: (
		*STANDARD, "subject", "from_email", "from_name", "direction", "sent_on", "received_on", "customer", "is_automatic", "snippet",
		"text", "delivery_state", "thread", "message_id", "identity", "is_readable",
	),
	ENTRY: (*STANDARD, "mailbox", "mail", "thread", "sent_on", "folder", "is_read", "sharing"),
	PERSON: (*STANDARD, "parent", "parenttype", "parentfield", "kind", "email", "full_name", "contact"),
	LINK: (*STANDARD, "parent", "parenttype", "parentfield", "link_doctype", "link_name"),
}  # fmt: skip


def mailbox_of(user: str) -> str:
	"""Return the name of the mailbox of one of the benchmark's people."""
	return f"{PREFIX}{user.partition('@')[0]}"


def add(world: World) -> None:
	"""Write what is missing of the mails, committing each chunk."""
	owners = (world.rep, world.account_rep, ADMINISTRATOR)
	for owner in owners:
		make_mailbox(owner)
	first = frappe.db.count(MAIL, {"name": ("like", f"{PREFIX}%")})
	numbers = range(first, world.contacts // CONTACTS_TO_A_MAIL)
	today = frame_of(world).today
	for doctype, rows in (
		(MAIL, (mail(number, world, today) for number in numbers)),
		(ENTRY, (entry(number, world, today, owner) for owner in owners for number in numbers)),
		(PERSON, (person for number in numbers for person in people(number, world, today))),
		(LINK, (link(number, world, today) for number in numbers)),
	):
		while chunk := list(islice(rows, CHUNK)):
			insert_records(doctype, COLUMNS[doctype], chunk)
			frappe.db.commit()
	analyze(*COLUMNS)


def make_mailbox(user: str) -> None:
	"""Insert the mailbox, which nothing is fetched for, unless it is there."""
	if frappe.db.exists(MAILBOX, mailbox_of(user)):
		return
	now = datetime(2026, 1, 1)
	standard = (mailbox_of(user), ADMINISTRATOR, now, now, ADMINISTRATOR, 0, 0)
	columns = (*STANDARD, "title", "user", "sharing", "is_paused", "status")
	insert_records(MAILBOX, columns, [(*standard, "Mine", user, "Nothing", 1, "Paused")])
	frappe.db.commit()


def thread_of(number: int) -> int:
	return number - number % CONVERSATION


def moment_of(number: int, world: World, today: datetime) -> datetime:
	"""Return when a mail was sent: a conversation takes some hours, the first begins long ago."""
	mails = max(world.contacts // CONTACTS_TO_A_MAIL, 1)
	return today - timedelta(minutes=5 * (mails - number))


def is_theirs(number: int) -> bool:
	return number % CONVERSATION % 2 == 0


def contact_of(number: int, world: World) -> int:
	return thread_of(number) // CONVERSATION % world.contacts


def standard(number: int, world: World, today: datetime, suffix: str = "") -> tuple:
	"""Return the standard columns of a row."""
	moment = moment_of(number, world, today)
	return (f"{name_of(number)}{suffix}", ADMINISTRATOR, moment, moment, ADMINISTRATOR, 0, 0)


def address_of(contact: int) -> str:
	return f"ada.{contact}@{DOMAIN}"


def mail(number: int, world: World, today: datetime) -> tuple:
	contact, moment = contact_of(number, world), moment_of(number, world, today)
	theirs = is_theirs(number)
	writer = (address_of(contact), f"Ada Lovelace {contact}") if theirs else (world.rep, "Rep")
	_contact, customer = people_of(contact)
	return (
		*standard(number, world, today), f"Offer {thread_of(number)}", *writer, "In" if theirs else "Out", moment, moment, customer, 0,
		TEXT[:200], TEXT, "" if theirs else "Sent", name_of(thread_of(number)), f"{number}@{DOMAIN}", f"{PREFIX}{number}", 1,
	)  # fmt: skip


def entry(number: int, world: World, today: datetime, owner: str) -> tuple:
	folder = "Sent" if not is_theirs(number) else "Inbox"
	is_read = int(number % 7 != 0)
	thread, moment = name_of(thread_of(number)), moment_of(number, world, today)
	suffix = "" if owner == world.rep else f"-{mailbox_of(owner)}"
	values = (mailbox_of(owner), name_of(number), thread, moment, folder, is_read, "Nothing")
	return (*standard(number, world, today, suffix), *values)


def people(number: int, world: World, today: datetime) -> Iterator[tuple]:
	contact = contact_of(number, world)
	them = (address_of(contact), f"Ada Lovelace {contact}", name_of(contact))
	us = (world.rep, "Rep", None)
	writer, reader = (them, us) if is_theirs(number) else (us, them)
	for place, (kind, who) in enumerate((("From", writer), ("To", reader)), 1):
		name, *rest, _idx = standard(number, world, today, f"-{place}")
		yield (name, *rest, place, name_of(number), MAIL, "participants", kind, *who)


def link(number: int, world: World, today: datetime) -> tuple:
	contact, _customer = people_of(contact_of(number, world))
	about = ("CRM Contact", contact)
	return (*standard(number, world, today), name_of(number), MAIL, "links", *about)


def remove() -> None:
	"""Remove all of it."""
	for doctype in (*COLUMNS, MAILBOX):
		frappe.db.delete(doctype, {"name": ("like", f"{PREFIX}%")})
		frappe.db.commit()
