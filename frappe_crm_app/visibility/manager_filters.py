"""The filters of those who see everyone's records: by salesperson, by sales role, by period."""

import frappe
from frappe.utils import add_days
from pypika.terms import Criterion

from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import all_of, one_of
from frappe_crm_app.visibility.guarded import OWNER_FIELD


def choices() -> dict[str, list[dict]]:
	"""Return the salespeople, each with the sales roles that they have, and the sales roles that are offered or had.

	Both empty for whoever sees only some people's records: then there is nothing to choose between.
	"""
	if not any(policy.sees_everyone(doctype) for doctype in OWNER_FIELD):
		return {"salespeople": [], "sales_roles": []}
	people = salespeople()
	held = {role for person in people for role in person["sales_roles"]}
	roles = frappe.get_all(
		"CRM Sales Role", fields=["name", "role_name", "disabled"], order_by="role_name asc"
	)
	offered = [
		{"name": role.name, "role_name": role.role_name}
		for role in roles
		if not role.disabled or role.name in held
	]
	return {"salespeople": people, "sales_roles": offered}


def salespeople() -> list[dict]:
	"""Return `{user, full_name, sales_roles}` of every salesperson by name, `sales_roles` as names of CRM Sales Role."""
	people = frappe.get_all(
		"CRM Salesperson", fields=["name", "user", "full_name"], order_by="full_name asc, name asc"
	)
	rows = frappe.get_all(
		"CRM Salesperson Role",
		filters={"parenttype": "CRM Salesperson"},
		fields=["parent", "sales_role"],
		order_by="idx asc",
	)
	return [
		{
			"user": person.user,
			"full_name": person.full_name or person.user,
			"sales_roles": [row.sales_role for row in rows if row.parent == person.name],
		}
		for person in people
	]


def filter_criterion(doctype: str, filters: dict) -> Criterion | None:
	"""Return what `salesperson` (a user), `sales_role`, `date_from` and `date_to` (of creation) ask of a record.

	`None` where they ask nothing, and for whoever does not see everyone's records: for them these filters are not there.
	"""
	if not policy.sees_everyone(doctype):
		return None
	record = frappe.qb.DocType(doctype)
	owner, date_from, date_to = record[OWNER_FIELD[doctype]], filters.get("date_from"), filters.get("date_to")
	if date_from and date_to and frappe.utils.getdate(date_from) > frappe.utils.getdate(date_to):
		frappe.throw(frappe._("The period cannot end before it starts."), PeriodError)
	return all_of(
		owner == filters["salesperson"] if filters.get("salesperson") else None,
		one_of(owner, users_with(filters["sales_role"])) if filters.get("sales_role") else None,
		record.creation >= date_from if date_from else None,
		record.creation < add_days(date_to, 1) if date_to else None,
	)


def users_with(sales_role: str) -> list[str]:
	"""Return the users who sell in this role (name of a CRM Sales Role)."""
	return [person["user"] for person in salespeople() if sales_role in person["sales_roles"]]
