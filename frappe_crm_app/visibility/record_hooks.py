"""What Frappe asks about each DocType of ours (hooks `permission_query_conditions` and `has_permission`)."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import as_condition
from frappe_crm_app.visibility.guarded import GUARDED, anchors_of
from frappe_crm_app.visibility.user_access import access_of


def condition(user: str | None = None, doctype: str | None = None, **options) -> str:
	"""Return the SQL condition that keeps a list of `doctype` to what the user sees; `""` where that is everything."""
	return as_condition(policy.criterion(doctype, user))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **options) -> bool:
	"""Return whether the user reaches this record for `ptype`; whether their roles may do it, Frappe asks besides.

	The stored row is asked, so nothing that a caller sends along can make a record their own.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if ptype == "create" or is_unsaved(doc):
		return may_add(doc, user)
	return policy.may(doc.doctype, doc.name, user, ptype or "read")


def is_unsaved(doc: Document) -> bool:
	"""Return whether the record is new in truth; a caller may only claim so."""
	return bool(doc.is_new()) and not frappe.db.exists(doc.doctype, doc.name)


def may_add(doc: Document, user: str) -> bool:
	"""Return whether the user may hang a new record where it is to hang: they can do with its anchors what is needed for that."""
	guarded = GUARDED[doc.doctype]
	is_steward = guarded.steward in access_of(user).roles_that_may("create", doc.doctype)
	return all(
		frappe.has_permission(doctype, "read" if is_steward else guarded.needed, name, user=user)
		for doctype, name in anchors_of(doc)
		# One that is not there is refused in `validate`, with its sentence.
		if frappe.db.exists(doctype, name)
	)
