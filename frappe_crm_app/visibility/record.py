"""The base of our records: what Frappe's `Document` lets a caller do that no rule of ours would get to see."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.visibility.row_titles import read_titles


class VisibleRecord(Document):
	"""A record that not everybody sees."""

	def load_from_db(self) -> "VisibleRecord":
		loaded = super().load_from_db()
		self.flags.stored_as = self.name  # callers cannot set flags
		return loaded

	def onload(self) -> None:
		read_titles(self)

	def save(self, *args, **kwargs) -> Document:
		self.refuse_other_identity()
		return super().save(*args, **kwargs)

	def insert(self, *args, **kwargs) -> Document:
		self.refuse_other_identity()
		return super().insert(*args, **kwargs)

	def rename(self, *args, **kwargs) -> None:
		"""As Frappe's, but not to be called over HTTP: there it answers with the record, asking for reading alone."""
		return super().rename(*args, **kwargs)

	def refuse_other_identity(self) -> None:
		"""Raise `frappe.PermissionError` where a stored record is to be saved as a new one, or under another's name.

		A caller may send `name` and `__islocal` with the values of an update; that would copy a record they cannot see
		into one that is theirs.
		"""
		stored_as = self.flags.stored_as
		if stored_as and (self.is_new() or self.name != stored_as):
			frappe.throw(_("A record cannot be saved as another one."), frappe.PermissionError)
