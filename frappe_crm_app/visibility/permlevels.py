"""Fields of a higher permission level: who may not read them learns nothing of them.

Frappe leaves such fields out of lists. Frappe 15 filters, sorts and counts by them all the same, so that a list tells their values by
trying; `columns.py` asks here about each column. Both versions answer them to who saves a record: what is answered goes through
`leave_out_hidden_fields` (hook `after_request`).
"""

from collections.abc import Iterable, Mapping

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from werkzeug.wrappers import Request, Response

from frappe_crm_app.kit.own_doctypes import own_doctypes
from frappe_crm_app.visibility.guarded import DEAL, GUARDED

# Where Frappe puts what a function returns (both versions of its API), and the records that a form is to show.
ANSWERED = ("message", "data", "docs")
# What is computed from another field is of that field's level, too.
COMPUTED_FROM = {DEAL: {"base_value": "value"}}


def hidden_fields(doctype: str, user: str | None = None) -> frozenset[str]:
	"""Return the fields of a DocType that are of a level that the user does not read; of a table's rows those of their record's."""
	guarded = GUARDED.get(doctype)
	hidden = fields_above(doctype, guarded.parent if guarded else None, user)
	computed = COMPUTED_FROM.get(doctype) if hidden else None
	return hidden | {name for name, source in computed.items() if source in hidden} if computed else hidden


def is_hidden(doctype: str, *fieldnames: str | None) -> bool:
	"""Return whether the session's user does not read one of these fields."""
	return not hidden_fields(doctype).isdisjoint(fieldnames)


def empty_hidden(
	doctype: str,
	rows: Iterable[dict],
	fields: Mapping[str, str | None] | None = None,
	user: str | None = None,
) -> None:
	"""Empty in rows of a DocType what the user does not read; `fields` says which field a column shows that is called otherwise."""
	hidden = hidden_fields(doctype, user)
	for row in rows if hidden else ():
		row.update({column: None for column in row if (fields or {}).get(column, column) in hidden})


def hidden_in_rows(doctype: str, table: str) -> frozenset[str]:
	"""Return the fields of a table's rows that the session's user does not read: the levels are those of their record."""
	field = frappe.get_meta(doctype).get_field(table)
	if not field or field.fieldtype not in table_fields:
		return frozenset()
	return fields_above(field.options, doctype)


def unwritable_fields(doctype: str, user: str | None = None) -> frozenset[str]:
	"""Return the fields of a DocType that are of a level that the user does not write: Frappe's save leaves them as they are, silently."""
	return fields_above(doctype, None, user, "write")


def fields_above(
	doctype: str, parenttype: str | None, user: str | None = None, right: str = "read"
) -> frozenset[str]:
	"""Return the fields of a DocType that are of a level for which the user has not the `right` in records of `parenttype`."""
	meta = frappe.get_meta(doctype)
	higher = meta.get_high_permlevel_fields()
	if not higher or (user or frappe.session.user) == "Administrator":
		return frozenset()
	levels = meta.get_permlevel_access(right, parenttype=parenttype, user=user)
	return frozenset(field.fieldname for field in higher if field.permlevel not in levels)


def refuse_hidden_field(doctype: str, fieldname: str) -> None:
	"""Raise `frappe.PermissionError` for a field by which the session's user may not filter, sort or count."""
	if fieldname in hidden_fields(doctype):
		frappe.throw(_("You may not filter or sort by this field."), frappe.PermissionError)


def leave_out_hidden_fields(response: Response | None, request: Request) -> None:
	"""Take out of an answer the fields of our records that its reader does not read (hook `after_request`)."""
	if response is None or not response.is_json or response.status_code >= 400:
		return
	told = frappe.local.response
	parts = {key: read_part(told[key]) for key in ANSWERED if told.get(key)}
	if any(parts[key] is not told[key] for key in parts):
		told.update(parts)
		response.set_data(frappe.as_json(told, indent=None, separators=(",", ":")))


def read_part(value: object, depth: int = 0) -> object:
	"""Return what may be read of a value that is answered: itself, if that is all of it.

	Records are looked for as the value, in a list or under a key of it. Rows of lists carry no DocType, and are not gone through.
	"""
	if isinstance(value, Document | dict) and value.get("doctype"):
		return read_record(value) if tells_hidden(value) else value
	if isinstance(value, dict) and depth == 0:
		parts = {key: read_part(each, 1) for key, each in value.items()}
		return parts if any(parts[key] is not value[key] for key in parts) else value
	if isinstance(value, list | tuple) and depth <= 1:
		items = [read_part(each, depth + 1) for each in value]
		return items if any(part is not each for part, each in zip(items, value, strict=True)) else value
	return value


def tells_hidden(record: Document | dict) -> bool:
	"""Return whether a record of ours holds a field, itself or in a row, that the session's user does not read."""
	doctype = record.get("doctype")
	if not isinstance(doctype, str) or doctype not in own_doctypes():
		return False
	if any(record.get(fieldname) is not None for fieldname in hidden_fields(doctype)):
		return True
	return any(
		hidden_in_rows(doctype, field.fieldname) and record.get(field.fieldname)
		for field in frappe.get_meta(doctype).get_table_fields()
	)


def read_record(record: Document | dict) -> dict:
	"""Return a record of ours, with its `doctype`, without the fields that the session's user does not read."""
	if isinstance(record, Document):
		record = record.as_dict(no_nulls=True)
	doctype = record["doctype"]
	hidden = hidden_fields(doctype)
	read = {fieldname: value for fieldname, value in record.items() if fieldname not in hidden}
	for field in frappe.get_meta(doctype).get_table_fields():
		hidden = hidden_in_rows(doctype, field.fieldname)
		if hidden and read.get(field.fieldname):
			read[field.fieldname] = [
				{key: value for key, value in row.items() if key not in hidden}
				for row in read[field.fieldname]
			]
	return read
