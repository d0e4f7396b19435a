"""A card is moved: the same save, with the same refusals, as from form, list or REST."""

from dataclasses import asdict

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.pipeline.kinds import DEALS, KIND_OF_DOCTYPE
from frappe_crm_app.records.pipeline.staging import required_fieldnames
from frappe_crm_app.screens.board.board import cards_named, totals_of, view
from frappe_crm_app.screens.board.stages import BoardPipeline, read_pipeline

ASKED_WITH_LOSS = ("lost_reason", "lost_notes")


def move_card(
	doctype: str, name: str, stage: str, values: str | dict | None, filters: str | dict | None
) -> dict:
	"""Move a record to a stage, filling `values`, and return the card and the totals of both columns.

	See `api.move` for what is refused.
	"""
	values = read_values_of(doctype, stage, values)
	doc = load(doctype, name)
	from_stage = doc.stage
	if stage != from_stage:
		doc.update({**values, "stage": stage})
		doc.save()
	pipeline = read_pipeline(doc.pipeline)
	changed = [each for each in pipeline.stages if each.name in (from_stage, stage)]
	totals = totals_of(view(pipeline, filters), changed)
	return {
		"card": card_of(doc, pipeline),
		"columns": {name: {"stage": name, **asdict(figures)} for name, figures in totals.items()},
	}


def read_values_of(doctype: str, stage: str, values: str | dict | None) -> dict:
	"""Return the values that come with the move: of just those fields that the stage asks for."""
	if doctype not in KIND_OF_DOCTYPE:
		frappe.throw(_("Only deals and customers stand on a board."), StageError)
	if not frappe.db.exists("CRM Stage", stage):
		frappe.throw(_("There is no such stage. It may have been deleted."), StageError)
	given = read_json(values or {})
	if not isinstance(given, dict) or any(isinstance(value, dict | list) for value in given.values()):
		frappe.throw(_("What comes with a move are fields and their values."), StageError)
	asked = set(required_fieldnames(frappe.get_cached_doc("CRM Stage", stage)))
	if doctype == DEALS.doctype:
		asked.update(ASKED_WITH_LOSS)
	others = sorted(set(given) - asked)
	if others:
		frappe.throw(
			_("The stage does not ask for {0}.").format(frappe.utils.escape_html(", ".join(others)[:140])),
			StageError,
		)
	return given


@refused_on_conflict()
def load(doctype: str, name: str) -> Document:
	"""Return the record, locked and writable by the session's user.

	Who moves a card that another person is just moving waits, and then moves it from where it was put.
	"""
	frappe.has_permission(doctype, "write", throw=True)
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.check_permission("write")
	return doc


def card_of(doc: Document, pipeline: BoardPipeline) -> dict | None:
	"""Return the record's card, nothing where the move took it out of its mover's sight."""
	cards = cards_named(view(pipeline, None), [doc.name])
	return cards[0] if cards else None
