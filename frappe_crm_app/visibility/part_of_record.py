"""Rows of tables in our records."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.visibility import policy


class PartOfRecord(Document):
	"""A row that is written with its record only, so that the record's rules hold for it.

	Frappe writes the rows of a saved record without calling these methods; REST on the row itself does call them.
	"""

	def validate(self) -> None:
		refuse_on_its_own(self)

	def on_trash(self) -> None:
		refuse_on_its_own(self)

	def has_permission(self, permtype: str = "read", **options) -> bool:
		"""Return whether the row's record may be seen, which Frappe does not ask for a row on its own."""
		allowed = super().has_permission(permtype, **options)
		return bool(allowed) and policy.may(self.doctype, self.name, options.get("user"), permtype)


def refuse_on_its_own(row: Document) -> None:
	"""Raise `frappe.ValidationError`: a row is changed through its record."""
	frappe.throw(
		_("Change this through the record that it belongs to ({0}).").format(_(row.parenttype or ""))
	)
