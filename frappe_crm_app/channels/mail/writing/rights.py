"""By which mailboxes somebody writes: those of which they are one of the people, with a role that changes what lies in them.

A CRM Viewer reads what is shared and writes none; a CRM Admin who looks after a shared mailbox writes by it as one of its people only.
"""

import frappe
from frappe import _

from frappe_crm_app.records.mail.rights import is_member
from frappe_crm_app.records.mail.rows import ENTRY, MAIL
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, PROJECT
from frappe_crm_app.visibility.users import has_crm_role

MAILBOX, ACCOUNT = "CRM Mailbox", "Email Account"


def refuse_others() -> None:
	"""Raise `frappe.PermissionError` for who writes no mails of the CRM."""
	if not has_crm_role() or not frappe.has_permission(ENTRY, "write"):
		frappe.throw(_("Mails are written by people who work in the CRM."), frappe.PermissionError)


def writable_mailboxes() -> list[frappe._dict]:
	"""Return the mailboxes by which the session's user writes, their own first: `[{name, title, email, user, signature}]`."""
	mailbox, account = frappe.qb.DocType(MAILBOX), frappe.qb.DocType(ACCOUNT)
	query = frappe.qb.from_(mailbox).join(account).on(account.name == mailbox.email_account)
	query = query.select(
		mailbox.name, mailbox.title, mailbox.user, mailbox.signature, account.email_id.as_("email")
	)
	member = policy.membership(mailbox.name)
	rows = (query if member is None else query.where(member)).run(as_dict=True)
	return sorted(rows, key=lambda row: (row.user != frappe.session.user, row.title or "", row.name))


def check_mailbox(mailbox: str | None) -> str:
	"""Return the mailbox to write by, the user's first one where none is named. Raises `frappe.PermissionError`."""
	if mailbox:
		if not is_member(mailbox):
			frappe.throw(_("There is no such mailbox by which you write."), frappe.PermissionError)
		return mailbox
	return first_of(writable_mailboxes()).name


def first_of(mailboxes: list[frappe._dict]) -> frappe._dict:
	"""Return the user's first mailbox; raises `frappe.PermissionError` where they have none."""
	if not mailboxes:
		frappe.throw(_("You have no mailbox yet. Connect yours first."), frappe.PermissionError)
	return mailboxes[0]


def check_readable(mail: str) -> None:
	"""Raise `frappe.PermissionError` for a mail that the session's user may not read, or that is not there."""
	is_read = frappe.has_permission(MAIL, "read") and policy.may(MAIL, mail)
	if not is_read or not frappe.db.exists(MAIL, mail):
		frappe.throw(_("There is no such mail that you can read."), frappe.PermissionError)


def check_record(doctype: str, name: str) -> None:
	"""Raise `frappe.PermissionError` for a contact, customer, deal or project that the session's user does not see, or for anything else."""
	is_one = doctype in (CONTACT, CUSTOMER, DEAL, PROJECT)
	if not is_one or not frappe.has_permission(doctype, "read") or not policy.may(doctype, name):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
