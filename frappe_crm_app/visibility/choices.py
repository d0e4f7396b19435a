"""What people of the CRM choose from, though it is Frappe's and their roles may not read it: currencies, and what configuring names.

It is the least right there is: to find a name in a link field (`select`). Roles of others keep what they have.
"""

import frappe
from frappe.core.doctype.doctype.doctype import validate_permissions_for_doctype
from frappe.permissions import setup_custom_perms

from frappe_crm_app.visibility.roles import CRMRole

CHOSEN_BY = {
	"Currency": (
		*(CRMRole.ADMIN, CRMRole.MANAGER, CRMRole.SALES_REP, CRMRole.ACCOUNT_REP),
		CRMRole.PARTNER_MANAGER,
	),
	"Role": (CRMRole.ADMIN,),
	"Web Form": (CRMRole.ADMIN,),
}


def ship_choices() -> None:
	"""Let the roles choose; a role that a site has given rights of its own there keeps them."""
	for doctype, roles in CHOSEN_BY.items():
		missing = [
			role
			for role in roles
			if not frappe.db.exists("Custom DocPerm", {"parent": doctype, "role": role})
		]
		if not missing:
			continue
		setup_custom_perms(doctype)
		for role in missing:
			row = frappe.new_doc("Custom DocPerm")
			row.update({"parent": doctype, "role": str(role), "select": 1, "read": 0, "export": 0})
			row.insert(ignore_permissions=True)
		validate_permissions_for_doctype(doctype)
		frappe.clear_cache(doctype=doctype)


def remove_choices() -> None:
	"""Take the rights away, and where nothing but copies of Frappe's own is left, these too."""
	for doctype in CHOSEN_BY:
		frappe.db.delete(
			"Custom DocPerm", {"parent": doctype, "role": ("in", [str(role) for role in CRMRole])}
		)
		if granted("Custom DocPerm", doctype) == granted("DocPerm", doctype):
			frappe.db.delete("Custom DocPerm", {"parent": doctype})
		frappe.clear_cache(doctype=doctype)


def granted(table: str, doctype: str) -> list[tuple]:
	"""Return what the rows of DocPerm or Custom DocPerm grant of a DocType, in an order that tells whether they are the same."""
	rights = [
		field.fieldname
		for field in frappe.get_meta("Custom DocPerm").fields
		if field.fieldtype == "Check" and frappe.get_meta("DocPerm").has_field(field.fieldname)
	]
	rows = frappe.get_all(
		table, {"parent": doctype}, ["role", "permlevel", *rights], as_list=True, order_by=None
	)
	return sorted(tuple(row) for row in rows)
