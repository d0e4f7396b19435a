"""What a save must not do to visibility: name another creator, link to what one cannot see, give a record away.

The controllers of our records call `keep_visibility_rules` before anything is derived, so that only what the caller sent is
judged. Code of ours that writes on behalf of the system (`ignore_permissions`) is not.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HiddenRecordError, ReassignmentError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.kit.phrases import or_list
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import (
	DOCUMENT,
	ENTRY,
	EVENT,
	GUARDED,
	OWNER_FIELD,
	PROJECT,
	anchors_of,
)
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.record_hooks import may_add
from frappe_crm_app.visibility.roles import CRMRole

HOLDER_FIELD = {
	**OWNER_FIELD,
	"CRM Follow-up Note": "assigned_to",
	ENTRY: "assigned_to",
	PROJECT: "project_owner",
	EVENT: "event_owner",
}
REASSIGNING = (CRMRole.ADMIN, CRMRole.MANAGER, CRMRole.REASSIGNER)


def keep_visibility_rules(doc: Document) -> None:
	"""Refuse what the session's user may not do with the record; raises `frappe.PermissionError` or a link error."""
	if doc.flags.ignore_permissions or frappe.session.user == "Administrator":
		return
	keep_creator(doc)
	refuse_rows_of_others(doc)
	refuse_hidden_links(doc)
	refuse_hanging_elsewhere(doc)
	if doc.doctype in OWNER_FIELD:
		refuse_reassignment(doc)
	refuse_holder_without_access(doc)


def keep_creator(doc: Document) -> None:
	"""Let `owner` and `creation` be who and when it was, whatever was sent: the creator sees the record."""
	before = doc.get_doc_before_save()
	doc.owner = before.owner if before else frappe.session.user
	if before:
		doc.creation = before.creation


def refuse_hidden_links(doc: Document) -> None:
	"""Refuse a link to a record that the user cannot see, in the words for one that is not there."""
	for row, before in rows_with_former(doc):
		for field in row.meta.get_link_fields():
			name = row.get(field.fieldname)
			if not name or field.options not in GUARDED or name == (before or {}).get(field.fieldname):
				continue
			if not policy.may(field.options, name):
				frappe.throw(
					_("Could not find {0}: {1}").format(_(field.label), frappe.utils.escape_html(str(name))),
					HiddenRecordError,
				)


def refuse_rows_of_others(doc: Document) -> None:
	"""Refuse a table row that carries the name of another record's row: saving would take it from there."""
	for row, before in rows_with_former(doc):
		if row is not doc and row.name and not before and frappe.db.exists(row.doctype, row.name):
			frappe.throw(_("A row of another record cannot be taken."), frappe.PermissionError)


def rows_with_former(doc: Document) -> list[tuple[Document, Document | None]]:
	"""Return the record and the rows of its tables, each with what it was before this save."""
	before = doc.get_doc_before_save()
	former = {row.name: row for row in before.get_all_children()} if before else {}
	return [(doc, before), *((row, former.get(row.name)) for row in doc.get_all_children())]


def refuse_hanging_elsewhere(doc: Document) -> None:
	"""Refuse to hang a record, such as a note or a location, on another one on which the user could not create it.

	A document is about many records, of which who changes it need not see each: its own rules ask of those that are added.
	"""
	before = doc.get_doc_before_save() if doc.doctype != DOCUMENT else None
	if before and anchors_of(before) != anchors_of(doc) and not may_add(doc, frappe.session.user):
		frappe.throw(
			_("You may not move this to another record that you cannot change."), frappe.PermissionError
		)


def refuse_reassignment(doc: Document) -> None:
	"""Raise `ReassignmentError` where somebody without the right gives a record to others, or takes it from them.

	Anybody may take what is nobody's.
	"""
	fieldname = OWNER_FIELD[doc.doctype]
	if not is_changed(doc, fieldname) or may_reassign():
		return
	before = doc.get_doc_before_save()
	is_taking = doc.get(fieldname) == frappe.session.user and not (before and before.get(fieldname))
	if not is_taking:
		frappe.throw(
			_("Only a {0} changes whose {1} this is.").format(
				or_list(_(role) for role in REASSIGNING), label_of(doc.doctype)
			),
			ReassignmentError,
		)


def refuse_holder_without_access(doc: Document) -> None:
	"""Raise `ReassignmentError` where a record is given to somebody who is disabled, or has no role of the CRM and could not see it."""
	fieldname = HOLDER_FIELD.get(doc.doctype)
	user = doc.get(fieldname) if fieldname and is_changed(doc, fieldname) else None
	if user and user != frappe.session.user and not can_hold(user):
		frappe.throw(
			_("{0} is disabled, or has no role of the CRM, and could not see this.").format(
				frappe.utils.escape_html(user)
			),
			ReassignmentError,
		)


def can_hold(user: str) -> bool:
	"""Return whether records can be given to a user: one who is enabled and has a role of the CRM; sends nothing once it is cached."""
	if user == "Administrator":
		return True
	try:
		is_enabled = frappe.get_cached_value("User", user, "enabled")
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return False
	return bool(is_enabled) and not set(CRMRole).isdisjoint(frappe.get_roles(user))


def may_reassign(user: str | None = None) -> bool:
	"""Return whether the user may change whose a record is."""
	user = user or frappe.session.user
	return user == "Administrator" or not set(REASSIGNING).isdisjoint(frappe.get_roles(user))
