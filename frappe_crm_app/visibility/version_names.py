"""Has Frappe 16 write the names of linked records into Version, as 15 does, instead of their titles.

Two contacts can have the same title, and any can get another; a name says for ever which record was meant, and nothing about it.
"""

import json

from frappe.model.document import Document
from frappe.utils import cstr
from frappe.utils.response import json_handler

from frappe_crm_app import MODULE
from frappe_crm_app.visibility.guarded import GUARDED


class VersionWithNames:
	"""What is mixed into Frappe's Version (hook `extend_doctype_class`, which only 16 has)."""

	def update_version_info(self, old: Document | None, new: Document) -> bool:
		is_useful = super().update_version_info(old, new)
		if is_useful and old:
			data = json.loads(self.data)
			put_names(data, old, new)
			self.data = json.dumps(data, default=json_handler, separators=(",", ":"))
		return is_useful


def put_names(data: dict, old: Document, new: Document) -> None:
	"""Put names in the place of titles in what a Version tells of the links of a record and of its rows."""
	data["changed"] = [with_names(change, old, new) for change in data.get("changed") or []]
	for fieldname, place, row_name, changes in data.get("row_changed") or []:
		before = next((row for row in old.get(fieldname) if row.name == row_name), None)
		if before:
			after = new.get(fieldname)[place]
			changes[:] = [with_names(change, before, after) for change in changes]


def with_names(change: list, old: Document, new: Document) -> list:
	"""Return `[fieldname, before, after]` with names for a link to a record of ours, or of a record of ours."""
	fieldname = change[0]
	field = new.meta.get_field(fieldname)
	if not field or field.fieldtype != "Link" or not (new.meta.module == MODULE or field.options in GUARDED):
		return change
	return [fieldname, cstr(old.get(fieldname)), cstr(new.get(fieldname))]
