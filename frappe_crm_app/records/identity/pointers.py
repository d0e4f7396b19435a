"""What points to a contact or customer: link fields of any DocType, and what Frappe keeps beside records."""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe

from frappe_crm_app.records.removal.dependents import SATELLITES

# They name their record in plain texts, which no schema tells; the fields are those of its DocType and of its name.
BY_TEXT = {
	**SATELLITES,
	"File": ("attached_to_doctype", "attached_to_name"),
	"Email Queue": ("reference_doctype", "reference_name"),
}
# What tells how it was, and is to go on telling it.
HISTORY = ("CRM Merge", "CRM Contact Import Row", "Deleted Document")


@dataclass(frozen=True)
class Pointer:
	"""A column with names of records; of `type_field`'s DocType, or always of one where that is `None`."""

	doctype: str
	fieldname: str
	type_field: str | None
	is_table: bool


def pointers_to(doctype: str) -> Iterator[Pointer]:
	"""Yield each column that may hold the name of a record of `doctype`, custom fields included; settings are left out."""
	columns = {(holder, name_field): type_field for holder, (type_field, name_field) in BY_TEXT.items()}
	for field in link_fields(doctype):
		type_field = field.options if field.fieldtype == "Dynamic Link" else None
		columns[(field.holder, field.fieldname)] = type_field
	tables = stored_tables({holder for holder, _fieldname in columns})
	for (holder, fieldname), type_field in sorted(columns.items()):
		if holder in tables and holder not in HISTORY:
			yield Pointer(holder, fieldname, type_field, tables[holder])


def link_fields(doctype: str) -> list[frappe._dict]:
	"""Return `{holder, fieldname, fieldtype, options}` of the links to `doctype` and of those to any DocType."""
	found = []
	for source, holder in (("DocField", "parent"), ("Custom Field", "dt")):
		field = frappe.qb.DocType(source)
		is_link = (field.fieldtype == "Link") & (field.options == doctype)
		query = (
			frappe.qb.from_(field)
			.select(field[holder].as_("holder"), field.fieldname, field.fieldtype, field.options)
			.where(is_link | (field.fieldtype == "Dynamic Link"))
		)
		found += query.run(as_dict=True)
	return found


def stored_tables(doctypes: set[str]) -> dict[str, bool]:
	"""Return those that have a table in the database, each with whether its rows are parts of other records."""
	rows = frappe.get_all(
		"DocType",
		filters={"name": ("in", sorted(doctypes)), "issingle": 0, "is_virtual": 0},
		fields=["name", "istable"],
	)
	return {row.name: bool(row.istable) for row in rows}
