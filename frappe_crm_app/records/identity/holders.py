"""Whose email or phone it is, and that an email stays one person's.

An email is held by the contact whose primary one it is (unique index of CRM Contact) or by the contact that has it in a row (unique
index of CRM Contact Email). No index sees both tables, so two transactions that give one address to two contacts at the same
moment, to one as its primary email and to the other in a row, are kept apart here. Contacts are many and rows few, so who writes a
contact without rows sends no further statement: its look-up (`keep_free`) is one that the writer of a row has to wait for.

MariaDB   The look-up locks the row of the address, or the gap where it would stand: a row is inserted after the contact is committed.
          The writer of a row then reads the contacts under a lock (`settle_rows`), and so sees that contact.
PostgreSQL  There are no gaps to lock, and a transaction sees nothing that was committed since it began. So the look-up shares the
          lock of one record, which the writer of a row updates: a transaction that has begun before fails (a conflict, which is
          repeated). The writer of a row then writes the address into its own contact for a moment: the unique index knows what the
          transaction cannot see.

A contact with rows has its primary email in one as well, so of two such contacts the index of the rows decides.
"""

from collections.abc import Collection

import frappe
from frappe import _
from pypika.queries import QueryBuilder
from pypika.terms import NullValue, PseudoColumn

from frappe_crm_app.kit.exceptions import DuplicateContactError
from frappe_crm_app.kit.queries import union_all

EMAIL_ROW, PHONE_ROW = "CRM Contact Email", "CRM Contact Phone"
GUARD = ("DocType", EMAIL_ROW)  # the record that writers lock on PostgreSQL


def holders_of_emails(
	emails: Collection[str], keep_free: bool = False, but: str | None = None
) -> dict[str, str]:
	"""Return `{email: contact}` of these normalised emails, primary or in a row, whoever may see the contact; one statement.

	With `keep_free` no other transaction gives one of these addresses to a contact in a row until this one ends. `but` is
	a contact that is left out.
	"""
	wanted = sorted(set(emails))
	if not wanted:
		return {}
	contact, row = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType(EMAIL_ROW)
	primary = frappe.qb.from_(contact).select(contact.email, contact.name).where(contact.email.isin(wanted))
	further = frappe.qb.from_(row).select(row.email, row.parent.as_("name")).where(row.email.isin(wanted))
	queries = [primary, further]
	if keep_free:
		queries = [primary, *locking(further)]
	found = union_all(queries).run()
	return {email: name for email, name in found if email and name not in (but, None)}


def locking(further: QueryBuilder) -> list[QueryBuilder]:
	"""Return the query of rows as one that writers of rows wait for; on PostgreSQL with one that finds nobody."""
	if frappe.db.db_type != "postgres":
		return [further.for_update()]
	guard = PseudoColumn(f"(select name from \"tab{GUARD[0]}\" where name = '{GUARD[1]}' for share)")
	return [further, frappe.qb.select(NullValue(), guard)]


def holders_of_phones(phones: Collection[str]) -> list[str]:
	"""Return the contacts that have one of these phones in a row, the longest listed first; a phone may be several people's."""
	wanted = sorted(set(phones))
	if not wanted:
		return []
	row = frappe.qb.DocType(PHONE_ROW)
	query = frappe.qb.from_(row).select(row.parent).where(row.phone.isin(wanted))
	return list(dict.fromkeys(query.orderby(row.creation, row.name).run(pluck=True)))


def settle_rows(contact: str, primary: str | None, emails: Collection[str]) -> None:
	"""Raise `DuplicateContactError` where another contact was just given one of these emails, which rows of `contact` have now.

	To be called after the rows were written. Sends nothing where there is no such email.
	"""
	further = sorted(set(emails) - {primary})
	if not further:
		return
	if frappe.db.db_type == "postgres":
		write_for_a_moment(contact, primary, further)
		return
	record = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(record).select(record.email).where(record.email.isin(further))
	taken = query.where(record.name != contact).for_update().run(pluck=True)
	if taken:
		refuse_taken(taken[0])


def write_for_a_moment(contact: str, primary: str | None, further: Collection[str]) -> None:
	"""Have the unique index of primary emails refuse what this transaction cannot see (PostgreSQL)."""
	doctype, name = GUARD
	guard, record = frappe.qb.DocType(doctype), frappe.qb.DocType("CRM Contact")
	frappe.qb.update(guard).set(guard.idx, guard.idx).where(guard.name == name).run()
	for email in (*further, primary):
		try:
			frappe.qb.update(record).set(record.email, email).where(record.name == contact).run()
		except Exception as error:
			if not frappe.db.is_unique_key_violation(error):
				raise
			refuse_taken(email)


def refuse_taken(email: str) -> None:
	"""Say that somebody else was faster; whose the address is cannot be asked any more."""
	frappe.throw(
		_("Another contact has just been given the email {0}.").format(frappe.utils.escape_html(email)),
		DuplicateContactError,
		title=_("Contact Exists"),
	)
