"""The event that an endpoint is about, locked by who may change it."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.visibility.guarded import EVENT


def changed_event(name: str) -> Document:
	"""Return an event that the session's user may change, locked until the transaction ends.

	Raises `frappe.PermissionError`, the same for one that is hidden, that is only read, or that is not there.
	"""
	event = locked_event(name)
	if not event or not frappe.has_permission(EVENT, "write", event):
		frappe.throw(_("There is no such event that you may change."), frappe.PermissionError)
	return event


def seen_event(name: str) -> Document:
	"""Return an event that the session's user sees, locked; raises `frappe.PermissionError`."""
	event = locked_event(name)
	if not event or not frappe.has_permission(EVENT, "read", event):
		refuse_hidden()
	return event


@refused_on_conflict()
def locked_event(name: str) -> Document | None:
	"""Return an event as it is now, locked until the transaction ends, whoever asks; `None` for none.

	It is read under the lock: MariaDB would otherwise show it as it was when the transaction began, before somebody else's answer.
	"""
	is_name = (
		isinstance(name, str) and name.isprintable()
	)  # PostgreSQL takes no NUL, and nobody half a character
	if not is_name or not frappe.db.get_value(EVENT, name, "name", for_update=True):
		return None
	return frappe.get_doc(EVENT, name, for_update=True)


def refuse_hidden() -> NoReturn:
	frappe.throw(_("There is no such event that you can see."), frappe.PermissionError)
