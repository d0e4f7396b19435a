"""Who reads Frappe's Version, which tells what linked records were called.

On a form and on our timeline everybody reads what they may (`readable`). The rows themselves, whichever way they are read (lists,
reports, search, print, REST), cannot be masked: those about records that name ours are for who sees all of our records.
"""

import json
from collections.abc import Iterable, Iterator

import frappe
from frappe.model import table_fields
from frappe.model.document import Document
from pypika.terms import Criterion

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import as_condition
from frappe_crm_app.visibility.guarded import GUARDED, NOBODYS_WHOLLY, SOMEBODYS_OWN
from frappe_crm_app.visibility.link_words import Link, words_for
from frappe_crm_app.visibility.permlevels import hidden_fields, hidden_in_rows

Change = tuple[str, list]  # the DocType that a changed field links to; [fieldname, before, after]


def condition(user: str | None = None, **options) -> str:
	"""Return the SQL condition of the versions that the user reads (hook `permission_query_conditions`)."""
	return as_condition(criterion(user))


def criterion(user: str | None) -> Criterion | None:
	"""Return the criterion of the versions that the user reads, `None` for all."""
	version = frappe.qb.DocType("Version")
	if (user or frappe.session.user) == "Administrator":
		return None
	return version.ref_doctype.notin(sorted(SOMEBODYS_OWN) if sees_all(user) else doctypes_that_name_ours())


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **options) -> bool:
	"""Return whether the user reads this version (hook of the same name)."""
	if (user or frappe.session.user) == "Administrator":
		return True
	return doc.ref_doctype not in (SOMEBODYS_OWN if sees_all(user) else doctypes_that_name_ours())


def condition_of_deleted(user: str | None = None, **options) -> str:
	"""Return the SQL condition that leaves deleted versions to who reads all (Deleted Document), and what was in a mailbox to nobody."""
	if (user or frappe.session.user) == "Administrator":
		return ""
	hidden = [*sorted(SOMEBODYS_OWN), *([] if sees_all(user) else ["Version"])]
	return as_condition(frappe.qb.DocType("Deleted Document").deleted_doctype.notin(hidden))


def reads_deleted(doc: Document, ptype: str | None = None, user: str | None = None, **options) -> bool:
	"""The same for one Deleted Document."""
	if (user or frappe.session.user) == "Administrator":
		return True
	if doc.deleted_doctype in SOMEBODYS_OWN:
		return False
	return doc.deleted_doctype != "Version" or sees_all(user)


def sees_all(user: str | None = None) -> bool:
	"""Return whether the user sees every record of ours that anybody oversees, and every field of which versions tell."""
	return all(
		policy.criterion(doctype, user) is None and not tells_hidden(doctype, user)
		for doctype in GUARDED
		if doctype not in NOBODYS_WHOLLY
	)


def tells_hidden(doctype: str, user: str | None) -> bool:
	"""Return whether versions of a DocType, where it has any, tell of fields that the user does not read."""
	return bool(frappe.get_meta(doctype).track_changes and hidden_fields(doctype, user))


def doctypes_that_name_ours() -> list[str]:
	"""Return our guarded DocTypes and those with a field that links to one, in the record or in a table of it."""
	naming = fields_to(GUARDED, ("Link",))
	return sorted({*GUARDED, *naming, *fields_to(naming, table_fields)})


def fields_to(doctypes: Iterable[str], fieldtypes: tuple[str, ...]) -> set[str]:
	"""Return the DocTypes with a field of these types whose options are one of the DocTypes."""
	filters = {"fieldtype": ("in", fieldtypes), "options": ("in", sorted(doctypes))}
	return {
		*frappe.get_all("DocField", filters=filters, pluck="parent"),
		*frappe.get_all("Custom Field", filters=filters, pluck="dt"),
	}


def mask(doctype: str, versions: list[dict]) -> None:
	"""Put into the versions of a record's form, each with its `data`, what the session's user may read of the links to our records."""
	told = [(version, json.loads(version["data"] or "{}")) for version in versions]
	for version, data in told:
		if leave_out_hidden(doctype, data):
			version["data"] = json.dumps(data, separators=(",", ":"))
	links = [
		(linked, value)
		for _, data in told
		for linked, change in changes_in(doctype, data)
		for value in change[1:]
	]
	if not links:
		return
	words = words_for((linked, value) for linked, value in links if value)
	for version, data in told:
		if put_words(doctype, data, words):
			version["data"] = json.dumps(data, separators=(",", ":"))


def leave_out_hidden(doctype: str, data: dict) -> bool:
	"""Take out of what one version tells the fields that the session's user does not read; return whether there were any."""
	hidden = hidden_fields(doctype)
	before = json.dumps(data)
	for key in ("changed", "added", "removed"):
		if data.get(key):
			data[key] = [change for change in data[key] if change[0] not in hidden]
	rows = [row for row in data.get("row_changed") or [] if row[0] not in hidden]
	for row in rows:
		hidden_in_row = hidden_in_rows(doctype, row[0])
		row[3] = [change for change in row[3] if change[0] not in hidden_in_row]
	for key in ("added", "removed"):
		for table, row in data.get(key) or []:
			for fieldname in hidden_in_rows(doctype, table):
				row.pop(fieldname, None)
	if data.get("row_changed"):
		data["row_changed"] = rows
	return json.dumps(data) != before


def put_words(doctype: str, data: dict, words: dict[Link, str]) -> bool:
	"""Put the words into what one version tells; return whether it tells of links."""
	changes = list(changes_in(doctype, data))
	for linked, change in changes:
		change[1:] = [value and words[linked, value] for value in change[1:]]
	return bool(changes)


def changes_in(doctype: str, data: dict) -> Iterator[Change]:
	"""Yield the changes of fields that link to our records, in a record and in its rows."""
	yield from changes_of_links(doctype, data.get("changed"))
	for fieldname, _place, _name, changes in data.get("row_changed") or []:
		table = frappe.get_meta(doctype).get_field(fieldname)
		if table:
			yield from changes_of_links(table.options, changes)


def changes_of_links(doctype: str, changes: list | None) -> Iterator[Change]:
	"""Yield those of the changes that are of links to our records."""
	meta = frappe.get_meta(doctype)
	for change in changes or []:
		field = meta.get_field(change[0])
		if field and field.fieldtype == "Link" and field.options in GUARDED:
			yield field.options, change
