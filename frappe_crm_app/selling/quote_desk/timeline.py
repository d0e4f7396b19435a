"""What customers did with quotes, in the timelines of what these are about (hook `crm_timeline_sources`).

That they asked stands there as a follow-up already.
"""

import frappe
from frappe import _
from pypika.queries import Table
from pypika.terms import Criterion, Term

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, QUOTE

ACCEPTANCE = "CRM Quote Acceptance"
LINK_OF = {CONTACT: "contact", CUSTOMER: "customer", DEAL: "deal"}
SAYS = {
	AcceptanceKind.VIEWED: lambda: _("Quote {0} was opened"),
	AcceptanceKind.ACCEPTED: lambda: _("Quote {0} was accepted"),
	AcceptanceKind.DECLINED: lambda: _("Quote {0} was declined"),
}


def done_with_quotes_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion of what was done with the quotes of a record."""
	row, quote = frappe.qb.DocType(ACCEPTANCE), frappe.qb.DocType(QUOTE)
	of_it = frappe.qb.from_(quote).select(quote.name).where(quote[LINK_OF[doctype]] == name)
	return row.quote.isin(of_it) & row.kind.isin(list(SAYS))


def columns(row: Table) -> dict[str, Term]:
	"""Return what a row says: by whom, what, of which version, and why."""
	return {
		"by": row.address,
		"by_name": row.typed_name,
		"kind": row.kind,
		"subject": row.quote_label,
		"text": row.text,
	}


def tell(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return what each row says."""
	return {
		row.name: {"headline": SAYS[row.kind]().format(row.subject), "text": row.text or ""} for row in rows
	}


DONE = TimelineSource(
	"quote_decision", ACCEPTANCE, done_with_quotes_of, columns, tell, doctypes=tuple(LINK_OF)
)
