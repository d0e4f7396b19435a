"""The one place that knows who sees what: "which records?" and "this record?", answered by the same criterion."""

import frappe
from pypika.terms import Criterion


def criterion(doctype: str, user: str | None = None, action: str = "read") -> Criterion | None:
	"""Return what a record of `doctype` must fulfil for `user` (the session's, if not given) to do `action` on it.

	`None` where every record may. For a query on `frappe.qb.DocType(doctype)`.
	"""
	return None


def may(doctype: str, name: str, user: str | None = None, action: str = "read") -> bool:
	"""Return whether `user` reaches this stored record for `action`: the criterion asked of one row."""
	allowed = criterion(doctype, user, action)
	if allowed is None:
		return True
	record = frappe.qb.DocType(doctype)
	return bool(frappe.qb.from_(record).select(record.name).where(record.name == name).where(allowed).run())
