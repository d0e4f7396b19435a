"""Which records a bulk change is about."""

from collections.abc import Iterable, Sequence

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_project.options import RUNNING
from frappe_crm_app.kit.exceptions import BulkChangeError
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.visibility.columns import check_filters
from frappe_crm_app.visibility.filter_values import check_values, refusing_odd_values
from frappe_crm_app.visibility.guarded import NOTE, OWNER_FIELD, PROJECT
from frappe_crm_app.visibility.roles import CRMRole

# Whose a record is, in the order in which records are handed over.
HOLDER_FIELD = {**OWNER_FIELD, PROJECT: "project_owner", NOTE: "assigned_to"}
# What is over stays with whoever did it.
STILL_OPEN = {PROJECT: {"status": ("in", RUNNING)}, NOTE: {"status": NoteStatus.OPEN}}
MOST_RECORDS = 100_000


def selected(doctype: str, names: object, filters: object) -> list[tuple[str, str]]:
	"""Return `(DocType, name)` of the named records, or of all that match the filters and the user may see.

	Raises `BulkChangeError` for a DocType that is not changed in bulk, for too many records, and for none.
	"""
	if doctype not in HOLDER_FIELD:
		frappe.throw(_("These records are not changed in bulk."), BulkChangeError)
	names = given_names(names) if names else names_of_filter(doctype, filters)
	if not names:
		frappe.throw(_("Choose the records to be changed."), BulkChangeError)
	if len(names) > MOST_RECORDS:
		frappe.throw(_("At most {0} records are changed at once.").format(MOST_RECORDS), BulkChangeError)
	return [(doctype, name) for name in names]


def given_names(names: object) -> list[str]:
	"""Return a caller's names, each once; raises `BulkChangeError` where they are no names."""
	return list(dict.fromkeys(read_texts(parsed(names), refuse_no_names)))


def refuse_no_names() -> None:
	frappe.throw(_("The names must be a list of texts."), BulkChangeError)


def names_of_filter(doctype: str, filters: object) -> list[str]:
	"""Return the records that match a list's filters; a missing filter means none, an empty one all."""
	if filters is None:
		return []
	filters = parsed(filters)
	if not isinstance(filters, list | dict):
		frappe.throw(_("The filters must be a list or an object."), BulkChangeError)
	check_filters(doctype, filters)
	check_values(doctype, filters)
	with refusing_odd_values():
		return frappe.get_list(
			doctype,
			filters=filters,
			pluck="name",
			order_by="modified desc, name desc",
			limit=MOST_RECORDS + 1,
		)


def parsed(value: object) -> object:
	"""Return what a text of JSON means, and anything else as it is; raises `BulkChangeError`."""
	try:
		return frappe.parse_json(value)
	except ValueError:
		frappe.throw(_("The records to be changed cannot be read."), BulkChangeError)


def records_of_user(user: str) -> list[tuple[str, str]]:
	"""Return `(DocType, name)` of the contacts, customers, deals, running projects and open notes of a user, whoever may see them."""
	records: list[tuple[str, str]] = []
	for doctype, fieldname in HOLDER_FIELD.items():
		filters = {fieldname: user, **STILL_OPEN.get(doctype, {})}
		names = frappe.get_all(doctype, filters=filters, order_by="creation asc, name asc", pluck="name")
		records += [(doctype, name) for name in names]
	return records


def visible_among(records: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
	"""Return those of the records that the user may see."""
	visible: set[tuple[str, str]] = set()
	for doctype in {doctype for doctype, _name in records}:
		if not frappe.has_permission(doctype, "read"):
			continue
		names = [name for own, name in records if own == doctype]
		found = frappe.get_list(doctype, filters={"name": ("in", names)}, pluck="name", limit=len(names))
		visible.update((doctype, name) for name in found)
	return visible


def check_new_holder(user: str | None) -> None:
	"""Raise `BulkChangeError` where records cannot be given to this user: nobody, disabled, or without a role of the CRM."""
	enabled = frappe.db.get_value("User", user, "enabled") if user else None
	if enabled is None:
		frappe.throw(_("Choose the user who gets the records."), BulkChangeError)
	if not enabled:
		frappe.throw(_("{0} is disabled.").format(user), BulkChangeError)
	if user != "Administrator" and not has_role_of_crm(frappe.get_roles(user)):
		frappe.throw(
			_("{0} has no role of the CRM and could not see the records.").format(user), BulkChangeError
		)


def has_role_of_crm(roles: Iterable[str]) -> bool:
	"""Return whether one of the roles is the CRM's."""
	return not set(CRMRole).isdisjoint(roles)
