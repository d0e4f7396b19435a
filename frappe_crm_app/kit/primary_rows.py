"""A field of a record whose further values stand in a table: its value is that of the one row marked primary.

Where there is one value only, about which nothing more is known, there is no row; as soon as there is one, the primary value has its
row, too. The table is read and written only where it has rows (`sparse_tables.py`).
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from frappe_crm_app.kit.field_values import is_changed


@dataclass(frozen=True)
class PrimaryRows:
	"""The field of a record and of its rows, their table, and by what two rows are the same.

	`twice` and `one_primary` are the sentences of a refusal, lazily translated; `{0}` in them is the repeated value, and the label of
	the table.
	"""

	fieldname: str
	table: str
	key: tuple[str, ...]
	twice: object
	one_primary: object
	is_corrected: bool = True
	"""Whether another value of the field takes the place of the former one, whose row then says it; else both are listed."""

	def key_of(self, row: Document) -> tuple:
		return tuple(row.get(column) or "" for column in self.key)


def follow_what_changed(doc: Document, kind: PrimaryRows) -> None:
	"""Make the rows and the field say the same; raises `frappe.ValidationError` where it cannot be told which is meant.

	Whichever of the two was changed wins; the field where both were. With `doc.flags.fields_lead` (merging and its undoing) it always
	is the field.
	"""
	refuse_repeated(doc, kind)
	if doc.flags.fields_lead or is_changed(doc, kind.fieldname):
		follow_field(doc, kind)
	else:
		follow_rows(doc, kind)


def refuse_repeated(doc: Document, kind: PrimaryRows) -> None:
	"""Raise where one value stands in two rows."""
	keys = [kind.key_of(row) for row in doc.get(kind.table)]
	for row in doc.get(kind.table):
		value = row.get(kind.fieldname)
		if value and keys.count(kind.key_of(row)) > 1:
			frappe.throw(str(kind.twice).format(escape_html(value)))


def refuse_several_primary(doc: Document, kind: PrimaryRows) -> None:
	"""Raise: it cannot be told which of the rows is the primary one."""
	frappe.throw(str(kind.one_primary).format(_(doc.meta.get_label(kind.table))))


def follow_field(doc: Document, kind: PrimaryRows) -> None:
	"""Let the primary row be that of the field, which takes the former one's place, or is added; an emptied field drops its row."""
	rows, value = doc.get(kind.table), doc.get(kind.fieldname)
	if not rows:
		return
	if not value:
		former = former_value(doc, kind)
		doc.set(kind.table, [row for row in rows if row.get(kind.fieldname) != former])
		lead_with_first(doc, kind)
		return
	if not row_of(doc, kind, value):
		former = row_of(doc, kind, former_value(doc, kind)) if kind.is_corrected else None
		if former and not doc.flags.fields_lead:
			former.set(kind.fieldname, value)
		else:
			doc.append(kind.table, {kind.fieldname: value})
	mark(doc, kind, row_of(doc, kind, value))


def follow_rows(doc: Document, kind: PrimaryRows) -> None:
	"""Set the field from the row marked primary; where that row was removed, from the first one that is left."""
	value = doc.get(kind.fieldname)
	had_row = any(row.get(kind.fieldname) == value for row in former_rows(doc, kind))
	if not doc.get(kind.table):
		if had_row:
			doc.set(kind.fieldname, None)
		return
	if value and not had_row and not row_of(doc, kind, value):
		# the first further one: from now on each has its row
		doc.append(kind.table, {kind.fieldname: value})
	marked = newly_marked(doc, kind)
	if len(marked) > 1:
		refuse_several_primary(doc, kind)
	if marked:
		mark(doc, kind, marked[0])
	elif row := row_of(doc, kind, value):
		mark(doc, kind, row)
	else:
		lead_with_first(doc, kind)


def lead_with_first(doc: Document, kind: PrimaryRows) -> None:
	"""Make the marked row, or else the first one, the primary one; without any, the field is empty."""
	rows = doc.get(kind.table)
	if not rows:
		doc.set(kind.fieldname, None)
		return
	mark(doc, kind, next((row for row in rows if cint(row.is_primary)), rows[0]))


def newly_marked(doc: Document, kind: PrimaryRows) -> list[Document]:
	"""Return the rows marked primary; where several are, without the one that was primary before."""
	marked = [row for row in doc.get(kind.table) if cint(row.is_primary)]
	if len(marked) < 2:
		return marked
	return [row for row in marked if row.get(kind.fieldname) != doc.get(kind.fieldname)]


def mark(doc: Document, kind: PrimaryRows, primary: Document) -> None:
	"""Make a row the primary one, and the field what it says."""
	doc.set(kind.fieldname, primary.get(kind.fieldname))
	for row in doc.get(kind.table):
		row.is_primary = int(row is primary)


def row_of(doc: Document, kind: PrimaryRows, value: str | None) -> Document | None:
	"""Return the row of a value; of several the marked one, else the first."""
	rows = [row for row in doc.get(kind.table) if value and row.get(kind.fieldname) == value]
	return next((row for row in rows if cint(row.is_primary)), rows[0] if rows else None)


def former_rows(doc: Document, kind: PrimaryRows) -> list[Document]:
	"""Return the rows as they were before this save."""
	before = doc.get_doc_before_save()
	return before.get(kind.table) if before else []


def former_value(doc: Document, kind: PrimaryRows) -> str | None:
	before = doc.get_doc_before_save()
	return before.get(kind.fieldname) if before else None
