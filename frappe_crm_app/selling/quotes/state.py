"""A quote locked, and its state written past the frozen document."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import QuoteStateError
from frappe_crm_app.kit.set_based import update_records

QUOTE = "CRM Quote"


def locked(name: str) -> Document:
	"""Return the quote as it is stored, its row locked until the transaction ends; raises `frappe.DoesNotExistError`."""
	if not frappe.db.get_value(QUOTE, name, "name", for_update=True):
		frappe.throw(_("There is no such quote."), frappe.DoesNotExistError)
	return frappe.get_doc(QUOTE, name, for_update=True)


def write(quote: Document, values: dict) -> None:
	"""Store these values of the quote, whatever is frozen, and set them on the document: what is about its state only."""
	table = frappe.qb.DocType(QUOTE)
	query = update_records(QUOTE).where(table.name == quote.name)
	for fieldname, value in values.items():
		query = query.set(table[fieldname], value)
	query.run()
	quote.update(values)
	frappe.clear_document_cache(QUOTE, quote.name)
	quote.notify_update()


def refuse_state(quote: Document, allowed: tuple[str, ...], sentence: str) -> None:
	"""Raise `QuoteStateError` with the sentence, which has a place for the status, unless the quote is in one of these."""
	if quote.status not in allowed:
		frappe.throw(sentence.format(_(quote.status)), QuoteStateError)
