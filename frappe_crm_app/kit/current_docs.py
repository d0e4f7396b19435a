"""Documents from Frappe's cache that decide what is stored: never as they were before somebody saved them.

A transaction that began before a save, and reads after it, puts the former document back into Redis, where Frappe 15 keeps it for ever.
So a save leaves its moment beside it, and what is older than that is read anew, and not kept.
"""

from functools import partial

import frappe
from frappe.model.document import Document

KEPT = (
	7 * 24 * 3600
)  # seconds; what is left in the cache longer, unread, is of no transaction that was under way


def current_doc(doctype: str, name: str | None = None) -> Document:
	"""Return a document from the cache, or as this transaction sees it where the cache holds what it was before a save."""
	name = name or doctype
	doc = frappe.get_cached_doc(doctype, name)
	saved_on = frappe.cache.get_value(key_of(doctype, name), expires=True)
	if not saved_on or str(doc.modified or "") >= saved_on:
		return doc
	frappe.clear_document_cache(doctype, name)
	return frappe.get_doc(doctype, name)


def note_saved(doc: Document, _event: str | None = None) -> None:
	"""Leave the moment of a save, once it is committed (hook `on_update`)."""
	frappe.db.after_commit.add(partial(leave, doc.doctype, doc.name, str(doc.modified)))


def leave(doctype: str, name: str, modified: str) -> None:
	"""Write the moment of a save into Redis."""
	frappe.cache.set_value(key_of(doctype, name), modified, expires_in_sec=KEPT)


def key_of(doctype: str, name: str) -> str:
	"""Return under what key the moment of the last save stands."""
	return f"crm_saved_on::{doctype}::{name}"
