"""What a deal's stage says about its outcome, probability and closing date."""

from frappe.model.document import Document
from frappe.utils import nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.pipeline.staging import is_new_in_stage, stage_of


def follow_stage(deal: Document) -> None:
	"""Set outcome, probability and closing date from the stage.

	In an open stage the probability may be changed by hand until the next move. Reopening a deal clears its closing
	date and lost reason; the history keeps both.
	"""
	stage = stage_of(deal)
	deal.outcome = stage.outcome
	if is_new_in_stage(deal) or deal.outcome != Outcome.OPEN:
		deal.probability = stage.probability
	if deal.outcome == Outcome.OPEN:
		deal.closed_on = None
	else:
		deal.closed_on = deal.closed_on or nowdate()
	if deal.outcome != Outcome.LOST:
		deal.lost_reason = None
		deal.lost_notes = None


def has_just_been_won(deal: Document) -> bool:
	"""Return whether this save, be it of a new deal or of an old one, is the win."""
	before = deal.get_doc_before_save()
	return deal.outcome == Outcome.WON and (not before or before.outcome != Outcome.WON)
