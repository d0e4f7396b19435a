"""The deal of a quote: its value follows, and it is won once the quote is accepted, by the rules of its stages.

What a quote is worth to its deal is its net total, in its own currency. The deal is saved like any other; where it cannot be saved so,
the quote stands as it is and its owner is told what is missing.
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.conflicts import is_conflict, undoing
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.sentences import sentence_in
from frappe_crm_app.records.pipeline.moves import move
from frappe_crm_app.selling.quotes.telling_owner import note_refusal

DEAL = "CRM Sales Deal"


def follow_quote(quote: Document) -> None:
	"""Give the deal the value of its quote, where CRM Desk Settings say so."""
	if quote.deal and is_set("quote_sets_deal_value"):
		attempt(quote, lambda deal: set_value(deal, quote))


def win_by_quote(quote: Document) -> None:
	"""Let the deal be won by its accepted quote, where CRM Desk Settings say so."""
	if quote.deal and is_set("quote_acceptance_wins_deal"):
		attempt(quote, win)


def is_set(field: str) -> bool:
	"""Return whether a setting is switched on."""
	return bool(cint(current_doc("CRM Desk Settings").get(field)))


def attempt(quote: Document, change: Callable[[Document], None]) -> None:
	"""Change the deal; where its rules refuse that, undo it and leave the quote's owner a note of why. Conflicts are raised."""
	messages, missing = len(frappe.local.message_log), frappe.local.response.get("missing_fields")
	try:
		with undoing("crm_quote_deal", Exception):
			deal = frappe.get_doc(DEAL, quote.deal, for_update=True)
			deal.flags.ignore_permissions = True
			change(deal)
	except Exception as error:
		if is_conflict(error):
			raise
		if not isinstance(error, frappe.ValidationError):
			frappe.log_error(f"Deal of quote {quote.name}", reference_doctype=DEAL, reference_name=quote.deal)
		del frappe.local.message_log[messages:]
		if not missing:
			frappe.local.response.pop("missing_fields", None)
		note_refusal(quote, sentence_in(error))


def set_value(deal: Document, quote: Document) -> None:
	"""Save the deal with the quote's net total; nothing where it is worth that already."""
	if (flt(deal.value), deal.currency) != (flt(quote.net_total), quote.currency):
		deal.update({"value": quote.net_total, "currency": quote.currency})
		deal.save()


def win(deal: Document) -> None:
	"""Move the deal to the won stage of its pipeline, unless it is won; raises `frappe.ValidationError` where that refuses it, or there is none."""
	if deal.outcome == Outcome.WON:
		return
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": deal.pipeline, "outcome": Outcome.WON, "is_archived": 0},
		order_by="position asc, name asc",
		limit=1,
		pluck="name",
	)
	if not stages:
		frappe.throw(_("The deal's pipeline has no stage in which deals are won."))
	move(deal, stages[0], {})
