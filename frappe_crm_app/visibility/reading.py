"""One record for an answer of ours, with whether it may be read, in one statement."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.permissions import has_user_permission
from pypika.queries import QueryBuilder

from frappe_crm_app.visibility.user_criteria import UserCriteria


def read_record(
	doctype: str, name: str, criteria: UserCriteria, sums: Sequence[QueryBuilder] = (), **extra: QueryBuilder
) -> frappe._dict:
	"""Return the record's own columns, for who may read it.

	Further ones are those of `sums`, queries of one row each, and the `extra` subqueries of one value each.

	Asks what opening the form would: role permissions, the rule of who sees what, user permissions. Raises
	`frappe.PermissionError` for a record that is hidden or not there; it is not said which.
	"""
	frappe.has_permission(doctype, "read", throw=True)
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(record.star).where(record.name == name)
	for number, row in enumerate(sums):
		one = row.as_(f"sum_{number}")
		query = query.join(one).cross().select(one.star)
	query = query.select(*(subquery.as_(alias) for alias, subquery in extra.items()))
	allowed = criteria.criterion(doctype)
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	if not rows or not has_user_permission(frappe.get_doc({**rows[0], "doctype": doctype})):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
	return rows[0]
