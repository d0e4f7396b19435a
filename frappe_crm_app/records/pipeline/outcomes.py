"""What a deal's stage says about its outcome, probability and closing date."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, getdate

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.exceptions import PeriodError, StageError
from frappe_crm_app.records.pipeline.staging import is_new_in_stage, stage_of


def follow_stage(deal: Document) -> None:
	"""Set outcome, probability and closing date from the stage.

	In an open stage the probability may be changed by hand until the next move. Reopening a deal clears its closing
	date and lost reason; the history keeps both.
	"""
	stage = stage_of(deal)
	deal.outcome = stage.outcome
	if is_new_in_stage(deal) or deal.outcome != Outcome.OPEN:
		deal.probability = stage.probability
	elif not 0 <= flt(deal.probability) <= 100:
		frappe.throw(_("A probability lies between 0 and 100 percent."), StageError)
	set_closing_date(deal)
	if deal.outcome != Outcome.LOST:
		deal.lost_reason = None
		deal.lost_notes = None


def set_closing_date(deal: Document) -> None:
	"""Close a deal today, or on the earlier day that was given with the move; an open deal has no closing date."""
	if deal.outcome == Outcome.OPEN:
		deal.closed_on = None
		return
	before = deal.get_doc_before_save()
	if before and before.outcome != deal.outcome and before.closed_on == deal.closed_on:
		deal.closed_on = None  # the date of an earlier outcome
	deal.closed_on = deal.closed_on or getdate()
	if getdate(deal.closed_on) > getdate():
		frappe.throw(_("A deal cannot have been closed in the future."), PeriodError)


def has_just_been_won(deal: Document) -> bool:
	"""Return whether this save, be it of a new deal or of an old one, is the win."""
	before = deal.get_doc_before_save()
	return deal.outcome == Outcome.WON and (not before or before.outcome != Outcome.WON)


def is_history(deal: Document) -> bool:
	"""Return whether this save enters a deal that was closed before today, or comes from an import of Frappe's."""
	if frappe.flags.in_import:
		return True
	is_entered = deal.get_doc_before_save() is None
	return is_entered and bool(deal.closed_on) and getdate(deal.closed_on) < getdate()
