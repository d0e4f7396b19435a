"""The versions of a document: each a file with its SHA-256, who stored it, when and why. None is changed, and none goes alone."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_document_version.options import TextState
from frappe_crm_app.kit.exceptions import DocumentStateError
from frappe_crm_app.kit.file_types import PDF
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.work.documents import store
from frappe_crm_app.work.documents.store import VERSION
from frappe_crm_app.work.documents.tasks import OUTBOX
from frappe_crm_app.work.documents.uploads import Upload

LARGEST_READ = 5_000_000  # bytes of a PDF whose words are found
KEPT = ("file_name", "file_url", "content_hash", "is_private", "attached_to_doctype", "attached_to_name")


def add_version(
	document: Document,
	upload: Upload,
	comment: str | None = None,
	adopted_from: str | None = None,
	reads_words: bool = True,
) -> Document:
	"""Store a file as the next version of a document that is locked, and return the CRM Document Version.

	Without `reads_words`, nobody finds it by what is in the file.
	"""
	version = frappe.new_doc(VERSION)
	is_read = reads_words and upload.content_type == PDF and len(upload.content) <= LARGEST_READ
	version.update(
		{
			"document": document.name,
			"number": (document.version or 0) + 1,
			"file": store.keep(document.name, upload),
			"file_name": upload.file_name,
			"file_size": len(upload.content),
			"content_type": upload.content_type,
			"sha256": upload.sha256,
			"comment": comment,
			"adopted_from": adopted_from,
			"text_state": str(TextState.OWED if is_read else TextState.NONE),
			"text_attempt_on": now_datetime() if is_read else None,
		}
	)
	version.flags.is_of_document = True
	version.insert(ignore_permissions=True)
	make_current(document, version)
	if is_read:
		OUTBOX.enqueue()
	return version


def make_current(document: Document, version: Document) -> None:
	"""Let a document say what its newest version is."""
	document.update(
		{
			"version": version.number,
			"file_name": version.file_name,
			"file_size": version.file_size,
			"content_type": version.content_type,
			"versioned_on": version.creation,
			"versioned_by": version.owner,
			"search_words": None,
		}
	)
	save_derived(document)


def save_derived(document: Document) -> None:
	"""Save a document with what is derived, by whoever may do what it follows from."""
	document.flags.is_derived = True
	document.save(ignore_permissions=True)
	document.flags.is_derived = document.flags.ignore_permissions = False


def current_version(document: str) -> frappe._dict:
	"""Return the columns of the newest version of a document; raises `DocumentStateError` where it has no file yet."""
	rows = frappe.get_all(
		VERSION, filters={"document": document}, fields=["*"], order_by="number desc", limit=1
	)
	if not rows:
		frappe.throw(_("This document has no file yet."), DocumentStateError)
	return rows[0]


def is_of_version(file: str) -> bool:
	"""Return whether a File is that of a version."""
	return bool(frappe.db.exists(VERSION, {"file": file}))


def refuse_losing(file: Document) -> None:
	"""Raise `DocumentStateError` where the file of a version would be deleted (hook `crm_file_leaving`)."""
	if file.attached_to_doctype == DOCUMENT and is_of_version(file.name):
		frappe.throw(_("The file of a version is kept as long as its document."), DocumentStateError)


def refuse_changing(file: Document, _event: str | None = None) -> None:
	"""Raise `DocumentStateError` where the file of a version would be made public, or hung elsewhere (`before_validate` of File)."""
	before = file.get_doc_before_save()
	if not before or before.attached_to_doctype != DOCUMENT or not is_of_version(file.name):
		return
	if any((file.get(field) or None) != (before.get(field) or None) for field in KEPT):
		frappe.throw(_("The file of a version is kept as it is."), DocumentStateError)
