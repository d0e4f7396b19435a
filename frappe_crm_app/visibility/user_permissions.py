"""Frappe's User Permissions as a criterion, so that answers of ours leave out what Frappe's lists leave out.

The rule is Frappe's own (`add_user_permissions` of 15's `frappe.model.db_query`, `get_user_permission_conditions` of 16's
`frappe.database.query`): a link field to something of which a user has permissions holds one of these, or nothing where they are not
applied strictly. Children are asked by Frappe for single documents only.
"""

import frappe
from frappe.core.doctype.user_permission.user_permission import get_user_permissions
from frappe.permissions import get_allowed_docs_for_doctype
from pypika.terms import Criterion, Field

from frappe_crm_app.visibility.criteria import all_of, one_of


def permissions_of(user: str) -> dict[str, list]:
	"""Return the User Permissions of somebody by DocType, as Frappe keeps them."""
	return get_user_permissions(user)


def permitted(doctype: str, permissions: dict[str, list]) -> Criterion | None:
	"""Return what a record must fulfil by these User Permissions, `None` where they say nothing about it."""
	if not permissions:
		return None
	record = frappe.qb.DocType(doctype)
	named = [
		one_of(record.name, allowed) for allowed in [get_allowed(permissions, doctype, doctype)] if allowed
	]
	linked = [
		holds_one_of(record[field.fieldname], allowed)
		for field in frappe.get_meta(doctype).get_link_fields()
		if not (field.ignore_user_permissions or field.get("is_virtual"))
		and (allowed := get_allowed(permissions, field.options, doctype))
	]
	return all_of(*named, *linked)


def get_allowed(permissions: dict[str, list], linked: str, doctype: str) -> list[str]:
	"""Return the records of `linked` to which somebody is kept in records of `doctype`; none where they are kept to none."""
	return get_allowed_docs_for_doctype(permissions.get(linked, []), doctype)


def holds_one_of(field: Field, allowed: list[str]) -> Criterion:
	"""Return the criterion that a link leads to one of these, or to nothing where User Permissions are not strict."""
	is_allowed = one_of(field, allowed)
	if frappe.get_system_settings("apply_strict_user_permissions"):
		return is_allowed
	return is_allowed | field.isnull() | (field == "")
