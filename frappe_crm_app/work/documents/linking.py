"""What a document is about: rows of which each names a record, whose readers see the document."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from frappe_crm_app.kit.exceptions import DocumentError, HiddenRecordError
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import IN_DOCUMENTS
from frappe_crm_app.visibility.labels import label_of

MOST = 100
Record = tuple[str, str]


def keep_links(document: Document) -> None:
	"""Keep each link once; raises `DocumentError` for another DocType, `HiddenRecordError` for a record that the user does not see.

	What a document is about that its user does not see stays: nobody takes it from those who see it through that.
	"""
	before = document.get_doc_before_save()
	former = {key_of(row): row for row in before.links} if before else {}
	is_asked = not document.flags.ignore_permissions and frappe.session.user != "Administrator"
	rows = {key_of(row): row for row in reversed(document.links)}
	for key, row in rows.items():
		refuse_other(key)
		if is_asked and key not in former and not policy.may(*key):
			refuse_hidden(row)
	document.set("links", list(rows.values())[::-1])
	left = [key for key in former if key not in rows]
	for key in left if is_asked else ():
		if not policy.may(*key):
			document.append("links", {"link_doctype": key[0], "link_name": key[1]})
	if len(document.links) > MOST:
		frappe.throw(_("A document is about at most {0} records.").format(MOST), DocumentError)


def key_of(row: Document) -> Record:
	return row.link_doctype, row.link_name


def refuse_other(record: Record) -> None:
	"""Raise `DocumentError` for a record of a DocType that documents are not about."""
	if record[0] not in IN_DOCUMENTS:
		known = ", ".join(label_of(doctype) for doctype in IN_DOCUMENTS)
		frappe.throw(
			_("Documents are about these: {0}; not about {1}.").format(known, escape_html(str(record[0]))),
			DocumentError,
		)


def refuse_hidden(row: Document) -> None:
	"""Raise `HiddenRecordError`, in the words for a record that is not there."""
	frappe.throw(
		_("Could not find {0}: {1}").format(label_of(row.link_doctype), escape_html(str(row.link_name))),
		HiddenRecordError,
	)


def add_link(document: Document, record: Record) -> None:
	"""Let a document be about a record, too; once."""
	if record not in {key_of(row) for row in document.links}:
		refuse_other(record)
		if not frappe.db.exists(*record):
			refuse_hidden(frappe._dict(link_doctype=record[0], link_name=record[1]))
		document.append("links", {"link_doctype": record[0], "link_name": record[1]})
		document.save()


def remove_link(document: Document, record: Record) -> None:
	"""Let a document be about a record no more; raises `HiddenRecordError` for one that the user does not see."""
	refuse_other(record)
	rows = [row for row in document.links if key_of(row) == record]
	if not rows or not policy.may(*record):
		refuse_hidden(frappe._dict(link_doctype=record[0], link_name=record[1]))
	for row in rows:
		document.remove(row)
	document.save()


def read_record_names(doctype: str | None, name: str | None) -> list[Record]:
	"""Return the record that a caller names, as a list of one, or nothing."""
	return [(doctype, name)] if doctype and name else []
