"""The document that an endpoint is about: read by who sees it, locked by who may change it."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

VERSION = "CRM Document Version"


def seen_document(name: str, criteria: UserCriteria) -> frappe._dict:
	"""Return the columns of a document; raises `frappe.PermissionError` where it is hidden, or not there."""
	return read_record(DOCUMENT, name, criteria)


def changed_document(name: str) -> Document:
	"""Return a document that the session's user may change, locked until the transaction ends; raises `frappe.PermissionError`."""
	if not name or not may_change(name):
		refuse()
	lock_record(DOCUMENT, name)
	return frappe.get_doc(DOCUMENT, name, for_update=True)  # as it is now, and not as it was before the lock


def may_change(name: str) -> bool:
	"""Return whether the session's user may change a document, by their role and what it is about, or a share."""
	is_there = bool(frappe.db.exists(DOCUMENT, name))
	return is_there and bool(frappe.has_permission(DOCUMENT, "write", name))


def seen_version(name: str) -> frappe._dict:
	"""Return the columns of a version of a document that the session's user sees; raises `frappe.PermissionError`."""
	return read_record(VERSION, name, UserCriteria())


def refuse() -> NoReturn:
	frappe.throw(_("There is no such document that you may change."), frappe.PermissionError)
