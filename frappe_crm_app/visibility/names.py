"""The names of our records: random, and made by the server, whatever was sent (hooks of all DocTypes).

Frappe takes a name from a request to its API's second version and with `force` renames what cannot be renamed; pages of its own write
names unescaped. What is imported by Data Import may bring names along, and keeps those that are safe.
"""

import re

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.own_doctypes import own_doctypes

UNSAFE = re.compile(r"[\"'`<>&\\\x00-\x1f\x7f]")


def drop_given_name(doc: Document, method: str | None = None) -> None:
	"""Have a new record of ours named by the server (hook `before_insert`, after which Frappe names it)."""
	if doc.doctype not in own_doctypes():
		return
	if is_answering():
		doc.name = None
		doc.flags.name_set = False
	elif doc.flags.name_set or frappe.flags.in_import:
		refuse_unsafe(doc.name)


def name_rows_anew(doc: Document, method: str | None = None) -> None:
	"""Name new rows of a record of ours whose given names are not safe (hook `before_validate`)."""
	if doc.doctype not in own_doctypes() or not is_answering():
		return
	for row in doc.get_all_children():
		if row.is_new() and row.name and UNSAFE.search(str(row.name)):
			row.name = frappe.generate_hash(length=10)


def refuse_rename(doc: Document, method: str | None = None, *names: object) -> None:
	"""Raise `frappe.PermissionError` where a request renames a record of ours, also with `force` or as a merge.

	Asked before and after it (hooks `before_rename`, `after_rename`): Frappe can be told to leave out the first.
	"""
	if doc.doctype not in own_doctypes():
		return
	if is_answering():
		frappe.throw(_("Records of the CRM cannot be renamed."), frappe.PermissionError)
	for name in names[:2]:
		refuse_unsafe(name)


def is_answering() -> bool:
	"""Return whether a request is being answered, whoever sent it."""
	return bool(getattr(frappe.local, "request", None))


def refuse_unsafe(name: object) -> None:
	"""Raise `frappe.NameError` for a name with quotes, angle brackets and the like."""
	if name and UNSAFE.search(str(name)):
		frappe.throw(_("This cannot be the name of a record."), frappe.NameError)
