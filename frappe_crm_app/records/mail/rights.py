"""Who may change what is said of a mail: whoever may write one of its entries. Nobody writes a mail itself."""

import frappe
from frappe import _
from pypika.queries import QueryBuilder

from frappe_crm_app.records.mail.rows import ENTRY, MAIL
from frappe_crm_app.visibility import policy

MAILBOX = "CRM Mailbox"


def entries_written() -> QueryBuilder | None:
	"""Return the query for the mails of the entries that the session's user may write, `None` where these are all."""
	entry, allowed = frappe.qb.DocType(ENTRY), policy.criterion(ENTRY, action="write")
	query = frappe.qb.from_(entry).select(entry.mail)
	return None if allowed is None else query.where(allowed)


def may_write(mail: str) -> bool:
	"""Return whether the session's user may write an entry of this mail."""
	entry, allowed = frappe.qb.DocType(ENTRY), policy.criterion(ENTRY, action="write")
	query = frappe.qb.from_(entry).select(entry.name).where(entry.mail == mail).limit(1)
	return bool((query if allowed is None else query.where(allowed)).run())


def check_may_write(mail: str) -> None:
	"""Raise `frappe.PermissionError`, the same for a mail that is not there, where it is not theirs to change."""
	if not frappe.db.exists(MAIL, mail) or not may_write(mail):
		refuse()


def members_entries(mail: str) -> list[frappe._dict]:
	"""Return the entries of a mail in mailboxes whose people the session's user is one of: `name`, `mailbox`, `sharing`."""
	entry, member = frappe.qb.DocType(ENTRY), policy.membership(frappe.qb.DocType(ENTRY).mailbox)
	query = frappe.qb.from_(entry).select(entry.name, entry.mailbox, entry.sharing).where(entry.mail == mail)
	return (query if member is None else query.where(member)).run(as_dict=True)


def is_member(mailbox: str, user: str | None = None) -> bool:
	"""Return whether somebody, by default the session's user, is one of the people of a mailbox."""
	table = frappe.qb.DocType(MAILBOX)
	member = policy.membership(table.name, user)
	query = frappe.qb.from_(table).select(table.name).where(table.name == mailbox)
	return bool((query if member is None else query.where(member)).run())


def check_member(mailbox: str) -> None:
	"""Raise `frappe.PermissionError` unless the session's user is one of the people of a mailbox."""
	if not is_member(mailbox):
		refuse()


def refuse() -> None:
	"""Say the same of what is not there and of what is not theirs."""
	frappe.throw(_("There is no such mail that you may change."), frappe.PermissionError)
