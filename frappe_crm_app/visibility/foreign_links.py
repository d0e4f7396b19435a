"""Links to records of ours in what is not ours: only to what is seen (hooks `before_insert`, `before_validate` of all DocTypes), without titles.

Frappe looks whether a linked record is there, not who sees it. It is told here in Frappe's words for a record that is not there, so
that nobody learns whether there is one. Beside the links of an Address or a Contact it would keep titles, which whoever reads that reads.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.own_doctypes import own_doctypes
from frappe_crm_app.kit.references import BESIDE
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.satellites import is_request, sees

# What Frappe writes itself about a record, on behalf of who need not see it (any more): read from no caller. Of mails those are it that
# a request fetches from a mailbox, and those before which Frappe asks whether their writer may mail about the record.
WRITTEN_BY_FRAPPE = frozenset(
	(
		*(doctype for doctype, beside in BESIDE.items() if beside.is_trace),
		*(
			"Access Log",
			"Activity Log",
			"Communication",
			"Document Share Key",
			"Email Unsubscribe",
			"Workflow Action",
		),
	)
)
# Their own reference is checked by `satellites.refuse_hidden_reference`.
CHECKED_AS_SATELLITES = frozenset(
	("Comment", "Document Follow", "Energy Point Log", "File", "Reminder", "Tag Link", "ToDo")
)


@dataclass(frozen=True)
class Named:
	"""A record of ours that a document, or a row of it, names; `label` is what the field is called there."""

	doctype: str
	name: str
	label: str

	@property
	def record(self) -> tuple[str, str]:
		return self.doctype, self.name


def refuse_hidden_links(doc: Document, method: str | None = None) -> None:
	"""Raise `frappe.LinkValidationError` where a request has another app's document name a record that its user cannot see.

	Our own documents have their own rule (`guards.py`). What was named there before may stay. A new document is asked about as it was
	sent, before Frappe drops what is of a level that its writer does not write.
	"""
	is_asked_already = doc.flags.in_insert and method == "before_validate"
	if is_asked_already or not is_request() or doc.doctype in own_doctypes() or is_written_by_frappe(doc):
		return
	named = list(named_in(doc))
	if not named:
		return
	before = doc.get_doc_before_save()
	kept = {each.record for each in named_in(before)} if before else set()
	for each in named:
		if each.record not in kept and not sees(*each.record):
			shown = frappe.utils.escape_html(each.name)
			frappe.throw(_("Could not find {0}").format(f"{each.label}: {shown}"), frappe.LinkValidationError)


def is_written_by_frappe(doc: Document) -> bool:
	return bool(doc.flags.ignore_permissions) and doc.doctype in WRITTEN_BY_FRAPPE


def named_in(doc: Document) -> Iterator[Named]:
	"""Yield each record of ours that a document and its rows name; asks no database."""
	rows = defaultdict(list)
	for row in (doc, *doc.get_all_children()):
		rows[row.doctype].append(row)
	for doctype, of_doctype in rows.items():
		fields = naming_fields(doctype)
		for row in of_doctype if fields else ():
			yield from named_by(row, fields)


def naming_fields(doctype: str) -> list:
	"""Return the fields of a DocType that link to ours or to any DocType."""
	own = BESIDE[doctype].name_field if doctype in CHECKED_AS_SATELLITES & BESIDE.keys() else None
	return [
		field
		for field in frappe.get_meta(doctype).fields
		if field.fieldname != own
		and (field.fieldtype == "Dynamic Link" or (field.fieldtype == "Link" and field.options in GUARDED))
	]


def named_by(row: Document, fields: list) -> Iterator[Named]:
	for field in fields:
		doctype = field.options if field.fieldtype == "Link" else row.get(field.options)
		name = row.get(field.fieldname)
		if name and doctype in GUARDED:
			yield Named(doctype, str(name), label_in(row, field))


def label_in(row: Document, field: object) -> str:
	"""Return what Frappe calls a field where it finds no record: in a table with the number of the row."""
	label = _(field.label, context=field.parent)
	return f"{_('Row')} #{row.idx}: {label}" if row.get("parentfield") else label


def keep_no_titles(doc: Document, method: str | None = None) -> None:
	"""Empty the titles that Frappe has just written beside links to records of ours (hook `validate` of Address and Contact).

	The desk shows those of what its user sees without them.
	"""
	for link in doc.links:
		if link.link_doctype in GUARDED:
			link.link_title = ""
