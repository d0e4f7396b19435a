"""The ground of what is private: being one of a mailbox's people. Whose mailbox it is, and who has a role that shares it.

An entry, which is a mail in a mailbox, is reached by them, by whom it is assigned to and with whom it is shared. A mail is read with an
entry of it; and with a record that it is about, where an entry shares all of it.
"""

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Field

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import NEVER_SHARED
from frappe_crm_app.visibility.criteria import NOTHING, all_of, any_of, in_subquery, unindexed
from frappe_crm_app.visibility.guarded import ENTRY, MAIL, MAILBOX
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.user_access import UserAccess

ROLE, LINK = "CRM Mailbox Role", "CRM Mail Link"


def is_of_member(field: Field, who: UserAccess) -> Criterion:
	"""Return the criterion that `field` names a mailbox of somebody's."""
	return field.isin(mailboxes_of(who))


def mailboxes_of(who: UserAccess) -> QueryBuilder:
	"""Return the query for the mailboxes of which somebody is one of the people."""
	mailbox, role = frappe.qb.DocType(MAILBOX), frappe.qb.DocType(ROLE)
	shared = frappe.qb.from_(role).select(role.parent).where(role.role.isin(sorted(who.roles)))
	query = frappe.qb.from_(mailbox).select(mailbox.name)
	return query.where((mailbox.user == who.user) | (is_nobodys() & mailbox.name.isin(shared)))


def is_nobodys() -> Criterion:
	"""Return the criterion that a mailbox is no single person's."""
	return unindexed(frappe.qb.DocType(MAILBOX).user) == ""


def is_mailbox_of(who: UserAccess, is_reading: bool) -> Criterion:
	"""Return the criterion of the mailboxes whose settings somebody reads, or changes: one's own, and a CRM Admin shared ones.

	That lets a CRM Admin read no mail.
	"""
	mailbox = frappe.qb.DocType(MAILBOX)
	is_managed = is_nobodys() if CRMRole.ADMIN in who.roles else NOTHING
	if is_reading:
		return any_of(is_of_member(mailbox.name, who), is_managed)
	return any_of(mailbox.user == who.user, is_managed)


def has_entry(entries: Criterion | None) -> Criterion:
	"""Return the criterion that a mail has an entry that meets this."""
	entry = frappe.qb.DocType(ENTRY)
	return in_subquery(frappe.qb.DocType(MAIL).name, entry.mail, entries, is_correlated=True)


def is_shared_as(*sharing: MailSharing) -> Criterion:
	"""Return the criterion that a mail has an entry of which this much is shared with whoever sees what it is about."""
	entry = frappe.qb.DocType(ENTRY)
	is_such = entry.sharing.isin([str(each) for each in sharing])
	return has_entry(is_such & entry.folder.notin([str(folder) for folder in NEVER_SHARED]))


def is_about(doctype: str, is_seen: Criterion | None) -> Criterion:
	"""Return the criterion that a mail is about a record of `doctype` that meets `is_seen`, a criterion of `link_name_of()`."""
	link = frappe.qb.DocType(LINK)
	is_such = all_of(link.link_doctype == doctype, is_seen)
	if is_such is NOTHING:
		return NOTHING
	return in_subquery(frappe.qb.DocType(MAIL).name, link.parent, is_such, is_correlated=True)


def link_name() -> Field:
	"""Return the column that names the record that a mail is about."""
	return frappe.qb.DocType(LINK).link_name
