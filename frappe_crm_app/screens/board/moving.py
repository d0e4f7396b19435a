"""A card is moved: the same save, with the same refusals, as from form, list or REST."""

from dataclasses import asdict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.records.follow_up.closing import cancel_plans, is_closed_deal, read_plans
from frappe_crm_app.records.pipeline.moves import move, read_values_of
from frappe_crm_app.screens.board.board import cards_named, totals_of, view
from frappe_crm_app.screens.board.filters import BoardFilters
from frappe_crm_app.screens.board.stages import BoardPipeline, read_pipeline


def move_card(
	doctype: str,
	name: str,
	stage: str,
	values: str | dict | None,
	filters: str | dict | None,
	cancelled_plans: str | list | None = None,
	entered_on: str | None = None,
) -> dict:
	"""Move a record to a stage, filling `values`, and return the card and the totals of both columns.

	See `api.move` for what is refused.
	"""
	values, plans = read_values_of(doctype, stage, values), read_plans(cancelled_plans)
	doc = load(doctype, name)
	if entered_on:
		refuse_changed_since(doc, entered_on)
	from_stage = doc.stage
	move(doc, stage, values)
	cancelled = cancel_plans(doc.name, plans) if is_closed_deal(doc) else 0
	pipeline = read_pipeline(doc.pipeline)
	changed = [each for each in pipeline.stages if each.name in (from_stage, stage)]
	shown = view(pipeline, filters)
	totals = totals_of(shown, changed)
	return {
		"card": card_of(doc, pipeline, shown.filters),
		"cancelled_plans": cancelled,
		"columns": {name: {"stage": name, **asdict(figures)} for name, figures in totals.items()},
	}


def refuse_changed_since(doc: Document, entered_on: str) -> None:
	"""Raise `StageError` where a record was moved, or changed by somebody else, since it came to its stage at this moment.

	Taking a move back would take back what others have made of it.
	"""
	is_moved = str(get_datetime(doc.stage_entered_on)) != entered_on
	if is_moved or doc.modified_by != frappe.session.user:
		title = frappe.utils.escape_html(doc.get_title() or doc.name)
		frappe.throw(_("“{0}” was changed meanwhile. It stays where it is.").format(title), StageError)


@refused_on_conflict()
def load(doctype: str, name: str) -> Document:
	"""Return the record, locked and writable by the session's user.

	Who moves a card that another person is just moving waits, and then moves it from where it was put.
	"""
	frappe.has_permission(doctype, "write", throw=True)
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.check_permission("write")
	return doc


def card_of(doc: Document, pipeline: BoardPipeline, filters: BoardFilters) -> dict | None:
	"""Return the record's card as the board shows it, however narrowed, nothing where the move took it out of its mover's sight."""
	cards = cards_named(view(pipeline, filters.without_narrowing()), [doc.name])
	return cards[0] if cards else None
