"""Empty the titles of our records that Frappe kept beside links to them in addresses and contacts: who reads these need not see the records."""

import frappe

from frappe_crm_app.visibility.guarded import GUARDED


def execute() -> None:
	link = frappe.qb.DocType("Dynamic Link")
	frappe.qb.update(link).set(link.link_title, "").where(link.link_doctype.isin(sorted(GUARDED))).run()
