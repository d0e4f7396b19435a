"""What points to what, once: link fields of any DocType, and what Frappe keeps beside records.

Removing, merging, the undoing of an import, hiding and uninstalling ask here, so that none of them knows a pointer that another
forgets. A DocType of Frappe that names its record in plain texts, which no schema tells, is one entry of `BESIDE`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import frappe
from pypika.queries import QueryBuilder


@dataclass(frozen=True)
class Beside:
	"""A DocType of Frappe's whose rows each belong to one record of any DocType, named by two of its fields.

	`goes` says whether a row goes with its record. A trace tells that somebody looked, was told or filed the record away; what is
	none is a use of the record, for the sake of which it is kept.
	"""

	type_field: str
	name_field: str
	goes: bool = True
	is_trace: bool = False


BESIDE = {
	"Comment": Beside("reference_doctype", "reference_name"),
	"Communication": Beside("reference_doctype", "reference_name", goes=False),  # a mail that was sent stays
	"Communication Link": Beside("link_doctype", "link_name"),
	"DocShare": Beside("share_doctype", "share_name"),
	"Document Follow": Beside("ref_doctype", "ref_docname", is_trace=True),
	"Email Queue": Beside("reference_doctype", "reference_name", goes=False, is_trace=True),
	"Email Unsubscribe": Beside("reference_doctype", "reference_name"),
	"File": Beside("attached_to_doctype", "attached_to_name", goes=False),  # with what it holds on disk
	"Notification Log": Beside("document_type", "document_name", is_trace=True),
	"Tag Link": Beside("document_type", "document_name", is_trace=True),
	"ToDo": Beside("reference_type", "reference_name"),
	"Version": Beside("ref_doctype", "docname", is_trace=True),
	"View Log": Beside("reference_doctype", "reference_name", is_trace=True),
}
# What tells how it was, and is to go on telling it: neither moved by a merge nor a use. Other apps and ours add theirs by the hook.
HISTORY = ("Deleted Document",)
HISTORY_HOOK = "crm_history"


@dataclass(frozen=True)
class Pointer:
	"""A column with names of records; of `type_field`'s DocType, or always of one where that is `None`."""

	doctype: str
	fieldname: str
	type_field: str | None
	is_table: bool

	def select(self, doctype: str, names: Sequence[str]) -> QueryBuilder:
		"""Begin a query for the rows that point to any of these records of `doctype`; `names` must not be empty."""
		record = frappe.qb.DocType(self.doctype)
		query = frappe.qb.from_(record).where(record[self.fieldname].isin(list(names)))
		return query.where(record[self.type_field] == doctype) if self.type_field else query


def pointers_to(doctype: str) -> Iterator[Pointer]:
	"""Yield each column that may hold the name of a record of `doctype`, custom fields included, in a fixed order.

	Settings and history are left out.
	"""
	columns = {(holder, beside.name_field): beside.type_field for holder, beside in BESIDE.items()}
	for field in link_fields(doctype):
		type_field = field.options if field.fieldtype == "Dynamic Link" else None
		columns[(field.holder, field.fieldname)] = type_field
	tables = stored_tables({holder for holder, _fieldname in columns})
	history = {*HISTORY, *frappe.get_hooks(HISTORY_HOOK)}
	for (holder, fieldname), type_field in sorted(columns.items()):
		if holder in tables and holder not in history:
			yield Pointer(holder, fieldname, type_field, tables[holder])


def used(doctype: str, names: Sequence[str]) -> set[str]:
	"""Return those of the records that another one links to, is attached to or is about.

	Traces are no use, and neither are links that a deletion ignores (Frappe's hook `ignore_links_on_delete`).
	"""
	found: set[str] = set()
	for pointer in pointers_to(doctype) if names else ():
		if is_use(pointer):
			column = frappe.qb.DocType(pointer.doctype)[pointer.fieldname]
			found.update(pointer.select(doctype, names).select(column).distinct().run(pluck=True))
	return found


def is_use(pointer: Pointer) -> bool:
	"""Return whether what points by this column is a use of the record."""
	if pointer.doctype in BESIDE:
		return not BESIDE[pointer.doctype].is_trace
	return pointer.doctype not in frappe.get_hooks("ignore_links_on_delete")


def remove_beside(doctype: str, names: Sequence[str]) -> None:
	"""Delete the rows that Frappe keeps beside these records and that go with them; files are not among them."""
	for holder, beside in BESIDE.items():
		if beside.goes:
			filters = {beside.type_field: doctype, beside.name_field: ("in", list(names))}
			frappe.db.delete(holder, filters)


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


def stored_tables(doctypes: Iterable[str]) -> dict[str, bool]:
	"""Return those that have a table in the database, each with whether its rows are parts of other records."""
	rows = frappe.get_all(
		"DocType",
		filters={"name": ("in", sorted(doctypes)), "issingle": 0, "is_virtual": 0},
		fields=["name", "istable"],
	)
	return {row.name: bool(row.istable) for row in rows}
