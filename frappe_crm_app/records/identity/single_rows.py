"""What one customer has once and two had twice: a primary location, a contact's primary customer (hook `crm_merging_rows`)."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.records.identity.repointing import Repointed
from frappe_crm_app.records.removal.dependents import chunks


def keep_single(repointed: Repointed, keeper: Document, removed: Document) -> None:
	"""Leave the kept customer one primary location, and its contacts one primary customer, by its name."""
	if keeper.doctype != "CRM Customer":
		return
	if frappe.db.exists("CRM Location", {"customer": keeper.name, "is_primary": 1}):
		theirs = {"customer": removed.name, "is_primary": 1}
		repointed.change(
			"CRM Location", "is_primary", frappe.get_all("CRM Location", filters=theirs, pluck="name"), 1, 0
		)
	row = frappe.qb.DocType("CRM Contact Affiliation")
	of_removed = frappe.qb.from_(row).select(row.parent)
	of_removed = of_removed.where((row.customer == removed.name) & (row.is_primary == 1)).run(pluck=True)
	for chunk in chunks(of_removed):
		query = frappe.qb.from_(row).select(row.name).where(row.parent.isin(chunk))
		names = query.where((row.customer == keeper.name) & (row.is_primary == 0)).run(pluck=True)
		repointed.change("CRM Contact Affiliation", "is_primary", names, 0, 1)
	contacts = frappe.get_all("CRM Contact", filters={"customer": removed.name}, pluck="name")
	if removed.customer_name != keeper.customer_name:
		names = removed.customer_name, keeper.customer_name
		repointed.change("CRM Contact", "company_name", contacts, *names)
