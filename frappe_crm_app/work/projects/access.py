"""The project that an endpoint is about: read by who sees it, locked by who may change it."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.permissions import has_user_permission
from pypika.terms import Criterion

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import PROJECT
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria


def seen_project(name: str, criteria: UserCriteria) -> frappe._dict:
	"""Return the columns of a project; raises `frappe.PermissionError` where it is hidden, or not there."""
	return read_record(PROJECT, name, criteria)


def changed_project(name: str) -> frappe._dict:
	"""Return the columns of a project that the session's user may change, locked until the transaction ends.

	Raises `frappe.PermissionError`, the same for one that is hidden, that is only read, or that is not there.
	"""
	if not frappe.has_permission(PROJECT, "write"):
		refuse()
	row = locked(name, policy.criterion(PROJECT, action="write"))
	if not row and frappe.db.exists(PROJECT, name) and frappe.has_permission(PROJECT, "write", name):
		row = locked(name)  # shared to be written
	if not row or not has_user_permission(frappe.get_doc({**row, "doctype": PROJECT})):
		refuse()
	return row


@refused_on_conflict()
def locked(name: str, criterion: Criterion | None = None) -> frappe._dict | None:
	"""Return the columns of a project that meets the criterion, locked until the transaction ends.

	On PostgreSQL it is written, which fails where somebody else has changed the plan since this transaction began.
	"""
	project = frappe.qb.DocType(PROJECT)
	is_it = (project.name == name) if criterion is None else (project.name == name) & criterion
	if frappe.db.db_type == "postgres":
		query = frappe.qb.update(project).set(project.idx, project.idx).where(is_it).returning("*")
	else:
		query = frappe.qb.from_(project).select(project.star).where(is_it).for_update()
	rows = query.run(as_dict=True)
	return rows[0] if rows else None


def may_change(name: str) -> bool:
	"""Return whether the session's user may change a project that they see."""
	return bool(frappe.has_permission(PROJECT, "write")) and policy.may(PROJECT, name, action="write")


def refuse() -> NoReturn:
	frappe.throw(_("There is no such project that you may change."), frappe.PermissionError)
