"""Which contacts something else points to by now."""

from collections.abc import Iterator

import frappe

# Records that point to a contact without being a use of it.
NO_USE = ("CRM Contact Import Row", "CRM Respondio Sync")
# DocTypes that point to any record, with the fields that name its DocType and the record.
POINTERS = {
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Communication Link": ("link_doctype", "link_name"),
	"Dynamic Link": ("link_doctype", "link_name"),
	"ToDo": ("reference_type", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"CRM Follow-up Note": ("reference_doctype", "reference_name"),
}


def used_contacts(names: list[str]) -> set[str]:
	"""Return those of the contacts that another record links to, is attached to, or is about."""
	used: set[str] = set()
	for doctype, fieldname, doctype_field in pointers():
		record = frappe.qb.DocType(doctype)
		query = (
			frappe.qb.from_(record).select(record[fieldname]).distinct().where(record[fieldname].isin(names))
		)
		if doctype_field:
			query = query.where(record[doctype_field] == "CRM Contact")
		used.update(query.run(pluck=True))
	return used


def pointers() -> Iterator[tuple[str, str, str | None]]:
	"""Yield `(DocType, field with the contact's name, field with the word "CRM Contact" or None)`."""
	for doctype, (doctype_field, fieldname) in POINTERS.items():
		yield doctype, fieldname, doctype_field
	for doctype, fieldname in link_fields():
		yield doctype, fieldname, None


def link_fields() -> list[tuple[str, str]]:
	"""Return `(DocType, field)` of all link fields to CRM Contact, custom ones included, in tables."""
	standard = frappe.get_all(
		"DocField", filters={"fieldtype": "Link", "options": "CRM Contact"}, fields=["parent", "fieldname"]
	)
	custom = frappe.get_all(
		"Custom Field",
		filters={"fieldtype": "Link", "options": "CRM Contact"},
		fields=["dt as parent", "fieldname"],
	)
	fields = {(row.parent, row.fieldname) for row in [*standard, *custom] if row.parent not in NO_USE}
	no_tables = set(
		frappe.get_all("DocType", filters={"name": ("in", [doctype for doctype, _field in fields] or [""])}, or_filters={"issingle": 1, "is_virtual": 1}, pluck="name")
	)  # fmt: skip
	return sorted(field for field in fields if field[0] not in no_tables)
