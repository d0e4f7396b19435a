"""Which scope each role has on each kind of record: as shipped, and as stored in CRM Record Scope."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS, Scope
from frappe_crm_app.visibility.cache import read_cached
from frappe_crm_app.visibility.roles import CRMRole

# CRM Location Manager and CRM Reassigner have no scope: they add an action to what other roles reach.
SHIPPED: dict[CRMRole, dict[str, Scope]] = {
	CRMRole.ADMIN: dict.fromkeys(SCOPED_RECORDS, Scope.ALL),
	CRMRole.MANAGER: dict.fromkeys(SCOPED_RECORDS, Scope.ALL),
	CRMRole.SALES_REP: dict.fromkeys(SCOPED_RECORDS, Scope.OWN),
	CRMRole.ACCOUNT_REP: dict.fromkeys(SCOPED_RECORDS, Scope.CLIENTS),
	CRMRole.VIEWER: dict.fromkeys(SCOPED_RECORDS, Scope.ALL),
	CRMRole.EXTERNAL: {
		"CRM Contact": Scope.LINKED,
		"CRM Customer": Scope.LINKED,
		"CRM Sales Deal": Scope.NONE,
	},
	CRMRole.PARTNER_MANAGER: dict.fromkeys(SCOPED_RECORDS, Scope.PARTNERS),
	CRMRole.MARKETER: dict.fromkeys(SCOPED_RECORDS, Scope.ALL),
}


def scope_of(role: str, doctype: str) -> Scope:
	"""Return the role's scope on records of `doctype`; None where nothing is said of it."""
	return Scope(stored_scopes().get((role, doctype), Scope.NONE))


def stored_scopes() -> dict[tuple[str, str], str]:
	"""Return the scope by role and DocType, from the cache."""
	return read_cached("crm_record_scopes", read_scopes)


def read_scopes() -> dict[tuple[str, str], str]:
	"""Return the scope by role and DocType, from the database."""
	rows = frappe.get_all("CRM Record Scope", fields=["role", "record_type", "scope"], order_by=None)
	return {(row.role, row.record_type): row.scope for row in rows}


def ship_scopes() -> None:
	"""Insert the shipped scope of each role on each record where none is stored (installing, patch)."""
	for role, scopes in SHIPPED.items():
		for doctype, scope in scopes.items():
			identity = {"role": role, "record_type": doctype}
			if not frappe.db.exists("CRM Record Scope", identity):
				frappe.new_doc("CRM Record Scope", **identity, scope=scope).insert(ignore_permissions=True)
