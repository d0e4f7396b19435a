"""What was sent is not changed any more, by nobody and on no path; what a draft becomes is written by `state.py` only.

A save of the document meets `refuse_changes` (forms, REST, bulk edit, import, `set_value`), one of a row alone `PartOfRecord`, a
`db_set` of a script `refuse_writing`. Merging repoints contact and customer, of which the quote tells as they were.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.kit.domain_events.emitting import values_of
from frappe_crm_app.kit.exceptions import QuoteStateError

EDITABLE = frozenset({"quote_owner", "reminds_customer", "renews_on"})
"""What says nothing of the offer."""


def is_frozen(quote: Document) -> bool:
	"""Return whether the quote, as it was stored before this save, was sent."""
	before = quote.get_doc_before_save()
	return bool(before) and before.status != QuoteStatus.DRAFT


def refuse_changes(quote: Document) -> None:
	"""Raise `QuoteStateError`, which names what was changed, where a save changes what was sent."""
	before, after = (values_of(doc) for doc in (quote.get_doc_before_save(), quote))
	changed = [
		field
		for field in after
		if field not in EDITABLE and (after[field] or None) != (before[field] or None)
	]
	if not changed and rows_of(quote) != rows_of(quote.get_doc_before_save()):
		changed = ["lines"]
	if changed:
		refuse(quote.get_doc_before_save(), changed)


def rows_of(quote: Document) -> set[tuple[str, int]]:
	"""Return name and place of each row: by its name, a customer chooses a line, and what they chose is kept."""
	return {(row.name, cint(row.idx)) for row in quote.get_all_children()}


def refuse_writing(quote: Document, fieldname: str | dict) -> None:
	"""Raise `QuoteStateError` where a field of a sent quote is to be set in the database alone."""
	fields = [fieldname] if isinstance(fieldname, str) else list(fieldname)
	frozen = [field for field in fields if quote.meta.has_field(field) and field not in EDITABLE]
	if frozen and frappe.db.get_value(quote.doctype, quote.name, "status") not in (None, QuoteStatus.DRAFT):
		refuse(quote, frozen)


def refuse(quote: Document, fieldnames: list[str]) -> None:
	"""Raise `QuoteStateError`, naming these fields."""
	labels = ", ".join(_(quote.meta.get_label(field)) for field in fieldnames)
	frappe.throw(
		_("{0} was sent, so it stays as it is: {1}. Revise it to offer something else.").format(
			frappe.utils.escape_html(quote.display_number), labels
		),
		QuoteStateError,
		title=_("Sent"),
	)


def refuse_deleting(quote: Document) -> None:
	"""Raise `QuoteStateError` for a quote that was sent: it is not deleted, by nobody."""
	status = frappe.db.get_value(quote.doctype, quote.name, "status", for_update=True)
	if status not in (None, QuoteStatus.DRAFT):
		frappe.throw(
			_("{0} was sent, so it is kept.").format(frappe.utils.escape_html(quote.display_number)),
			QuoteStateError,
		)
