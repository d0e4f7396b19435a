"""Where capabilities meet: one tells that something happened or asks who has something to add, others answer.

A meeting point is a hook of Frappe's: `hooks.py` lists, in their order, the dotted paths of those who answer, and other apps may
add theirs. Whoever tells imports none of them. Handlers run in the transaction of whoever tells; what they raise undoes it.
What follows from saving or deleting one record is no meeting point of ours but Frappe's `doc_events`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import unique

import frappe

from frappe_crm_app.kit.enums import StrEnum

BULK = "crm_bulk_writing"


@unique
class Point(StrEnum):
	"""The meeting points, each with what its handlers are called with."""

	MERGING = "crm_merging"
	"""`(doctype, keep, remove)`: two records become one; nothing that points to `remove` has been moved yet."""
	UNMERGED = "crm_unmerged"
	"""`(doctype, kept, removed)`: a merge was undone; both are there, and so is what pointed to each."""
	IMPORT_CHUNK_WRITTEN = "crm_import_chunk_written"
	"""`(contact_import, customers)`: rows of a CRM Contact Import were written; `customers` are those made for them."""
	IMPORT_CHUNK_UNDOING = "crm_import_chunk_undoing"
	"""`(customers)`: rows of an import are about to be taken back, with those customers made for them that nobody uses."""
	CONTACT_SECTIONS = "crm_contact_sections"
	"""Not called but asked: lists of other apps with `tab`, `is_offered()` and `of_contact(contact, limit)`."""
	CUSTOMER_SECTIONS = "crm_customer_sections"
	"""`(customer, limit) -> dict | None`: see docs/customer-page.md."""
	OUTBOXES = "crm_outboxes"
	"""Not called but asked: what is owed and worked off by jobs, see kit/outbox/README.md."""


def handlers(point: Point) -> list[Callable]:
	"""Return who meets here, in the order of the hooks; sends no statement."""
	return [frappe.get_attr(path) for path in frappe.get_hooks(point)]


def tell(point: Point, **facts: object) -> None:
	"""Call all who meet here, one after the other."""
	for handler in handlers(point):
		handler(**facts)


@contextmanager
def writing_in_bulk() -> Iterator[None]:
	"""Say that many records are being made, about which the meeting point of that work tells afterwards.

	What would follow from each alone, as a message to the outside, asks `is_bulk_writing()` and leaves it to that.
	"""
	before = frappe.flags.get(BULK)
	frappe.flags[BULK] = True
	try:
		yield
	finally:
		frappe.flags[BULK] = before


def is_bulk_writing() -> bool:
	"""Return whether `writing_in_bulk` is under way."""
	return bool(frappe.flags.get(BULK))
