"""What people say a mail is about: for the whole thread, as far as its mails lie in mailboxes of theirs, and for what comes later.

Somebody chooses for one kind of record at a time; whom mails are linked to by their addresses says nothing about that kind then.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import frappe
from frappe import _

from frappe_crm_app.records.mail.linking import About, links_of, set_customer
from frappe_crm_app.records.mail.rights import check_may_write, entries_written
from frappe_crm_app.records.mail.rows import ENTRY, LINK, MAIL, insert_links
from frappe_crm_app.records.removal.dependents import chunks
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CUSTOMER, MAILED

MOST_NAMES = 100


@dataclass(frozen=True)
class Chosen:
	"""What was chosen for a thread: of which record types, and the records; the customer who is responsible."""

	doctypes: tuple[str, ...] = ()
	records: tuple[tuple[str, str], ...] = ()
	customer: str | None = None

	def followed(self, found: About) -> About:
		"""Return what a mail of the thread is about, given what its addresses say."""
		if not self.doctypes:
			return found
		others = [record for record in found.records if record[0] not in self.doctypes]
		return replace(found, records=(*others, *self.records))

	def as_text(self) -> str | None:
		"""Return the record types as a mail keeps them."""
		return "\n".join(self.doctypes) or None


def chosen_in(thread: str, mailbox: str) -> Chosen:
	"""Return what was chosen for the latest mail of a thread that lies in this mailbox."""
	mail, entry = frappe.qb.DocType(MAIL), frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(mail).join(entry).on(entry.mail == mail.name)
	query = query.where((mail.thread == thread) & (entry.mailbox == mailbox) & mail.chosen_links.isnotnull())
	query = query.select(mail.name, mail.chosen_links, mail.customer)
	rows = query.orderby(mail.sent_on, order=frappe.qb.desc).limit(1).run(as_dict=True)
	if not rows or not rows[0].chosen_links:
		return Chosen()
	doctypes = tuple(rows[0].chosen_links.splitlines())
	records = [(row.link_doctype, row.link_name) for row in links_of([rows[0].name])]
	return Chosen(
		doctypes,
		tuple(record for record in records if record[0] in doctypes),
		rows[0].customer if CUSTOMER in doctypes else None,
	)


def relink(mail: str, doctype: str, names: Sequence[str]) -> int:
	"""Link a mail and its thread to just these contacts, customers, deals or projects; return how many mails were linked anew.

	Raises `frappe.PermissionError` where the session's user may not change the mail, or does not see one of the records. What the mail is
	linked to already may stay, whoever sees it.
	"""
	check_may_write(mail)
	names = list(dict.fromkeys(names))
	known = {row.link_name for row in links_of([mail]) if row.link_doctype == doctype}
	refuse_others(doctype, names, known)
	mails = mails_to_change(mail)
	set_links(mails, doctype, names)
	if doctype == CUSTOMER:
		settle_customer(mails, names)
	return len(mails)


def choose_customer(mail: str, customer: str) -> None:
	"""Make a customer the responsible one of a mail and its thread, and one that it is about; raises what `relink` raises."""
	check_may_write(mail)
	refuse_others(CUSTOMER, [customer])
	mails = mails_to_change(mail)
	known = [row.link_name for row in links_of([mail]) if row.link_doctype == CUSTOMER]
	set_links(mails, CUSTOMER, [customer, *(name for name in known if name != customer)])
	set_customer([each.name for each in mails], customer)


def refuse_others(doctype: str, names: Sequence[str], known: Collection[str] = ()) -> None:
	"""Raise for what is none of `MAILED`, and for one, but those `known`, that the session's user does not see."""
	if doctype not in MAILED:
		frappe.throw(_("A mail is linked to contacts, customers, deals and projects."))
	if len(names) > MOST_NAMES:
		frappe.throw(_("A mail is linked to at most {0} records of a kind.").format(MOST_NAMES))
	for name in names:
		if name in known:
			continue
		if not frappe.db.exists(doctype, name) or not policy.may(doctype, name):
			frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)


def mails_to_change(mail: str) -> list[frappe._dict]:
	"""Return the mail and those of its thread that lie in a mailbox of the session's user, with `name`, `chosen_links`, `customer`."""
	thread = frappe.db.get_value(MAIL, mail, "thread")
	table = frappe.qb.DocType(MAIL)
	query = frappe.qb.from_(table).select(table.name, table.chosen_links, table.customer)
	written = entries_written()
	is_theirs = table.name.isin(written) if written is not None else table.name.isnotnull()
	return query.where((table.thread == thread) & ((table.name == mail) | is_theirs)).run(as_dict=True)


def set_links(mails: Sequence[frappe._dict], doctype: str, names: Sequence[str]) -> None:
	"""Let the mails be linked to just these records of a type, and remember that somebody chose so."""
	table = frappe.qb.DocType(MAIL)
	for chunk in chunks([each.name for each in mails]):
		frappe.db.delete(LINK, {"parenttype": MAIL, "parent": ("in", chunk), "link_doctype": doctype})
	insert_links([(each.name, doctype, name, 1) for each in mails for name in names])
	for chosen, group in by_chosen(mails).items():
		doctypes = "\n".join(sorted({*chosen.splitlines(), doctype}))
		for chunk in chunks(group):
			frappe.qb.update(table).set(table.chosen_links, doctypes).where(table.name.isin(chunk)).run()
	frappe.clear_document_cache(MAIL)


def by_chosen(mails: Iterable[frappe._dict]) -> dict[str, list[str]]:
	"""Return the names of the mails by what was chosen for them before."""
	groups: dict[str, list[str]] = {}
	for each in mails:
		groups.setdefault(each.chosen_links or "", []).append(each.name)
	return groups


def settle_customer(mails: Sequence[frappe._dict], names: Sequence[str]) -> None:
	"""Give mails whose responsible customer they are no longer about the first one that they are about."""
	left = [each.name for each in mails if each.customer not in names]
	if left:
		set_customer(left, names[0] if names else None)
