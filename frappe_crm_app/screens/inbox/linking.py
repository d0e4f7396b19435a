"""What a conversation is about, as people choose it: contacts, customers, deals and projects are added and taken off, and the conversation follows."""

import frappe
from frappe import _

from frappe_crm_app.records.mail.relinking import relink
from frappe_crm_app.records.mail.rows import ENTRY, LINK
from frappe_crm_app.screens.inbox import live
from frappe_crm_app.screens.inbox.acting import writable
from frappe_crm_app.screens.inbox.mailboxes import refuse_others
from frappe_crm_app.visibility.guarded import MAILED


def add(mail: str, doctype: str, name: str) -> None:
	"""Say that the conversation of a mail is about a record, which the user must see."""
	entries = entries_to_write(mail, doctype)
	if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", name):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
	linked = linked_names(mail, doctype)
	if name not in linked:
		relink(mail, doctype, [*linked, name])
		live.announce({entry.mailbox for entry in entries})


def remove(mail: str, doctype: str, name: str) -> None:
	"""Say that the conversation of a mail is not about a record."""
	entries = entries_to_write(mail, doctype)
	linked = linked_names(mail, doctype)
	if name in linked:
		relink(mail, doctype, [each for each in linked if each != name])
		live.announce({entry.mailbox for entry in entries})


def entries_to_write(mail: str, doctype: str) -> list[frappe._dict]:
	"""Return where a mail lies that the user may change. Raises `frappe.PermissionError` for any other mail."""
	refuse_others()
	if doctype not in MAILED:
		frappe.throw(_("Mails are about contacts, customers, deals and projects."))
	return writable(frappe.qb.DocType(ENTRY).mail == mail)


def linked_names(mail: str, doctype: str) -> list[str]:
	"""Return which records of a DocType a mail is about, whoever sees them."""
	filters = {"parent": mail, "link_doctype": doctype}
	return frappe.get_all(LINK, filters=filters, pluck="link_name", order_by="idx asc")
