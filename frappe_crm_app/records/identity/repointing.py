"""Columns that a merge changes in many records at once, written down so that each can be changed back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import frappe
from pypika.terms import Criterion

from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.references import BESIDE, Pointer, pointers_to
from frappe_crm_app.kit.set_based import insert_records, update_records
from frappe_crm_app.records.removal.dependents import chunks
from frappe_crm_app.records.search.writing import is_searched, rewrite_stored

# DocTypes with columns: of rows that agree in these, the keeper has one already, and the removed record's is put aside.
DOUBLES_HOOK = "crm_merge_doubles"
OURS = "CRM "


@dataclass(frozen=True)
class ColumnChange:
	"""Records of a DocType whose column went from `was` to `now`."""

	doctype: str
	fieldname: str
	names: list[str]
	was: object
	now: object


@dataclass
class Repointed:
	"""All that a merge changed beside its two records: columns, and rows put aside, by DocType."""

	changes: list[ColumnChange] = field(default_factory=list)
	aside: dict[str, list[dict]] = field(default_factory=dict)

	def change(self, doctype: str, fieldname: str, names: Sequence[str], was: object, now: object) -> None:
		"""Change a column of these records, and remember it."""
		if names:
			self.changes.append(ColumnChange(doctype, fieldname, list(names), was, now))
			write(doctype, fieldname, names, now)

	def put_aside(self, doctype: str, names: Sequence[str]) -> None:
		"""Delete rows that would be there twice, and remember them."""
		for chunk in chunks(list(names)):
			rows = frappe.get_all(doctype, filters={"name": ("in", chunk)}, fields=["*"])
			self.aside.setdefault(doctype, []).extend(rows)
			frappe.db.delete(doctype, {"name": ("in", chunk)})

	def count(self) -> int:
		"""Return how many records point to the keeper now."""
		return len({(change.doctype, name) for change in self.changes for name in change.names})

	def as_dict(self) -> dict:
		"""Return what a CRM Merge keeps, under the names it always had there."""
		return {"moves": [asdict(change) for change in self.changes], "aside": self.aside}

	@classmethod
	def from_dict(cls, stored: Mapping) -> "Repointed":
		return cls([ColumnChange(**change) for change in stored["moves"]], stored["aside"])


def write(
	doctype: str, fieldname: str, names: Sequence[str], value: object, only: Criterion | None = None
) -> None:
	"""Set a column in these records; of ours it counts as an edit, so that open forms notice."""
	record = frappe.qb.DocType(doctype)
	for chunk in chunks(list(names)):
		is_meant = record.name.isin(chunk) if only is None else record.name.isin(chunk) & only
		emit_update(doctype, is_meant, {fieldname: value})
		query = update_records(doctype) if doctype.startswith(OURS) else frappe.qb.update(record)
		query.set(record[fieldname], value).where(is_meant).run()
		if is_searched(doctype, fieldname):
			rewrite_stored(doctype, record.name.isin(chunk))
	frappe.clear_document_cache(doctype)


def repoint(repointed: Repointed, doctype: str, keep: str, remove: str) -> None:
	"""Let everything that points to `remove` point to `keep`; the two records and their own rows excepted."""
	doubles = frappe.get_hooks(DOUBLES_HOOK, {})
	for pointer in pointers_to(doctype):
		columns = doubles.get(pointer.doctype, [])
		rows = pointing(pointer, doctype, remove, columns)
		rows = [row for row in rows if not is_part_of(row, pointer, doctype, (keep, remove))]
		if not rows:
			continue
		known = {key(row, columns) for row in pointing(pointer, doctype, keep, columns)} if columns else set()
		double = [row.name for row in rows if columns and key(row, columns) in known]
		repointed.put_aside(pointer.doctype, double)
		names = [row.name for row in rows if row.name not in set(double)]
		repointed.change(pointer.doctype, pointer.fieldname, names, remove, keep)
		if pointer.is_table:
			touch_parents(rows)


def pointing(pointer: Pointer, doctype: str, name: str, columns: Sequence[str]) -> list[frappe._dict]:
	"""Return the rows that point to a record, with `columns` and what tells them apart.

	Where others write all the time, they are read under a lock, so that what was committed while this waited is seen.
	"""
	record = frappe.qb.DocType(pointer.doctype)
	read = {"name", *columns} | ({"parent", "parenttype"} if pointer.is_table else set())
	query = pointer.select(doctype, [name])
	query = query.select(*(record[column] for column in sorted(read))).orderby(record.name)
	is_busy = pointer.doctype.startswith(OURS) or pointer.doctype in BESIDE
	return (query.for_update() if is_busy else query).run(as_dict=True)


def key(row: frappe._dict, columns: Sequence[str]) -> tuple:
	"""Return by what two rows are the same."""
	return tuple(row[column] or "" for column in columns)


def is_part_of(row: frappe._dict, pointer: Pointer, doctype: str, names: tuple[str, str]) -> bool:
	"""Return whether a row is one of the two records, or of a table of theirs."""
	if pointer.is_table:
		return row.parenttype == doctype and row.parent in names
	return pointer.doctype == doctype and row.name in names


def touch_parents(rows: Sequence[frappe._dict]) -> None:
	"""Count changed rows as an edit of their records."""
	for doctype in {row.parenttype for row in rows if (row.parenttype or "").startswith(OURS)}:
		parents = sorted({row.parent for row in rows if row.parenttype == doctype})
		record = frappe.qb.DocType(doctype)
		for chunk in chunks(parents):
			update_records(doctype).where(record.name.isin(chunk)).run()
		frappe.clear_document_cache(doctype)


def point_back(repointed: Repointed) -> None:
	"""Undo all of it, the last first, where nobody changed it since; bring back the rows put aside."""
	for change in reversed(repointed.changes):
		is_still = frappe.qb.DocType(change.doctype)[change.fieldname] == change.now
		write(change.doctype, change.fieldname, change.names, change.was, only=is_still)
	for doctype, rows in repointed.aside.items():
		bring_back(doctype, rows)


def bring_back(doctype: str, rows: Sequence[Mapping]) -> None:
	"""Insert rows again, those of tables only where their record is there."""
	for row in rows:
		parent = row.get("parenttype") and row.get("parent")
		if frappe.db.exists(doctype, row["name"]) or (
			parent and not frappe.db.exists(row["parenttype"], parent)
		):
			continue
		columns = [column for column in frappe.db.get_table_columns(doctype) if column in row]
		insert_records(doctype, columns, [tuple(row[column] for column in columns)])
