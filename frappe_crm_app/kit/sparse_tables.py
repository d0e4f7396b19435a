"""Tables of a record of which most records have no row: they cost nothing where there is none.

Frappe reads every table whenever it reads the record, under a lock where it is to be saved, and empties it at every save. A field
of the record says whether there are rows; where it says no, neither is done.
"""

import frappe
from frappe.model.document import Document
from frappe.utils import cint


class SparseTables(Document):
	"""A record whose tables `SPARSE_TABLES` are asked only where its field `ROWS_FIELD` (Check) is set.

	The record's `validate` calls `note_rows`; who writes rows past the documents sets the field, too.
	"""

	SPARSE_TABLES: tuple[str, ...] = ()
	ROWS_FIELD = ""

	def note_rows(self) -> None:
		"""Set the field to whether there are rows, whatever was sent for it."""
		self.set(self.ROWS_FIELD, int(any(self.get(table) for table in self.SPARSE_TABLES)))

	def load_from_db(self) -> Document:
		self.flags.is_being_loaded = True
		try:
			loaded = super().load_from_db()
		finally:
			self.flags.pop("is_being_loaded", None)
		for table in self.SPARSE_TABLES:
			if not cint(self.get(self.ROWS_FIELD)):
				self.set(table, [])
		return loaded

	def _get_table_fields(self, *args, **options) -> list:
		"""Leave out tables without rows where Frappe 15 is about to read them."""
		fields = super()._get_table_fields(*args, **options)
		is_reading = self.flags.is_being_loaded and not self.flags.ignore_children
		if not is_reading or cint(self.get(self.ROWS_FIELD)):
			return fields
		return [field for field in fields if field.fieldname not in self.SPARSE_TABLES]

	def _load_child_table_from_db(self, fieldname: str, child_doctype: str) -> list:
		"""Read no table without rows (Frappe 16)."""
		if fieldname in self.SPARSE_TABLES and not cint(self.get(self.ROWS_FIELD)):
			return []
		return super()._load_child_table_from_db(fieldname, child_doctype)

	def _set_defaults(self) -> None:
		"""Set what a field holds of its own accord; Frappe finds it out, by a statement each, for tables without new rows as well."""
		if frappe.flags.in_import:
			return
		if self.is_new():
			self.update_if_missing(frappe.new_doc(self.doctype, as_dict=True))
		for field in self.meta.get_table_fields():
			rows = [row for row in self.get(field.fieldname) or () if row.is_new()]
			if rows:
				new = frappe.new_doc(
					field.options, parent_doc=self, parentfield=field.fieldname, as_dict=True
				)
				for row in rows:
					row.update_if_missing(new)

	def update_child_table(self, fieldname: str, df: object = None) -> None:
		before = self.get_doc_before_save()
		had_none = before is not None and not cint(before.get(self.ROWS_FIELD))
		if fieldname in self.SPARSE_TABLES and had_none and not self.get(fieldname):
			return
		super().update_child_table(fieldname, df)
