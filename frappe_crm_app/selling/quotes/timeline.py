"""Quotes in timelines: each at the moment of its making, with where it stands now (hook `crm_timeline_sources`)."""

import frappe
from frappe import _
from frappe.utils import fmt_money
from pypika.queries import Table
from pypika.terms import Criterion, Term

from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.selling.quotes.computing import fraction_digits
from frappe_crm_app.selling.quotes.state import QUOTE
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL


def quotes_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion of the quotes through which a record is seen."""
	quote = frappe.qb.DocType(QUOTE)
	return (quote.reference_doctype == doctype) & (quote.reference_name == name)


def columns(quote: Table) -> dict[str, Term]:
	"""Return what a quote says: kind is its number, detail its currency, number its total."""
	return {
		"by": quote.owner,
		"kind": quote.display_number,
		"subject": quote.title,
		"status": quote.status,
		"detail": quote.currency,
		"number": quote.gross_total,
		"reason": quote.decline_reason,
	}


def tell(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return what each quote says."""
	return {row.name: entry_of(row) for row in rows}


def entry_of(row: frappe._dict) -> dict:
	"""Return what one quote says."""
	lines = [
		row.subject if row.subject != row.kind else "",
		total_of(row),
		row.reason,
	]
	return {
		"headline": _("Quote {0}: {1}").format(row.kind, _(row.status)),
		"text": "\n".join(filter(None, lines)),
		"status": row.status,
	}


def total_of(row: frappe._dict) -> str:
	"""Return the total with the code of its currency: its symbol would have to be asked for."""
	return f"{fmt_money(row.number, precision=fraction_digits(row.detail))} {row.detail}"


QUOTES = TimelineSource(
	"quote",
	QUOTE,
	quotes_of,
	columns,
	tell,
	record=lambda quote: (quote.reference_doctype, quote.reference_name),
	doctypes=(CONTACT, CUSTOMER, DEAL),
)
