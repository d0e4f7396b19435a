"""A board: the columns of a pipeline with counts and totals of everything the session's user may see, and first cards.

It takes four statements, however many stages and records there are: stages, totals, cards, next steps; what the
user may see comes with the second and third.
"""

from dataclasses import asdict

import frappe
from frappe import _

from frappe_crm_app.pipeline.board_cards import (
	Totals,
	cards_by_stage,
	cursor_after,
	known_rates,
	read_cursor,
	totals_by_stage,
)
from frappe_crm_app.pipeline.board_filters import BoardFilters, condition, read_filters, sees_everyone
from frappe_crm_app.pipeline.board_queries import select_cards, select_cards_named, select_totals
from frappe_crm_app.pipeline.board_stages import BoardPipeline, BoardStage, read_pipeline
from frappe_crm_app.pipeline.money import base_currency

LONGEST_PAGE = 100
MOST_NAMES = 200


def board(name: str | None, filters: str | dict | None, page_length: int) -> dict:
	"""Return the board of a pipeline; see `api.get_board`."""
	pipeline = read_pipeline(name)
	chosen = read_filters(filters, pipeline.kind)
	totals = totals_of(pipeline, chosen)
	cards = first_cards(pipeline, chosen, checked_length(page_length))
	columns = [column(stage, totals[stage.name], cards[stage.name], page_length) for stage in pipeline.stages]
	return {
		"pipeline": pipeline.name,
		"pipeline_name": pipeline.pipeline_name,
		"tracks": pipeline.tracks,
		"doctype": pipeline.kind.doctype,
		"currency": base_currency(),
		"filters": chosen.as_dict(),
		"sees_everyone": sees_everyone(pipeline.kind.doctype),
		"can_write": bool(frappe.has_permission(pipeline.kind.doctype, "write")),
		"can_create": bool(frappe.has_permission(pipeline.kind.doctype, "create")),
		"columns": columns,
	}


def column(stage: BoardStage, totals: Totals, cards: list[dict], page_length: int) -> dict:
	"""Return a column with its totals and first cards."""
	shown = cards[:page_length]
	return {
		"stage": stage.name,
		"stage_name": stage.stage_name,
		"stage_group": stage.stage_group,
		"color": stage.color,
		"outcome": stage.outcome,
		**asdict(totals),
		"cards": shown,
		"next_cursor": cursor_after(shown) if len(cards) > page_length else None,
	}


def column_from(
	name: str, stage: str, cursor: str | None, page_length: int, filters: str | dict | None
) -> dict:
	"""Return the next cards of one column; see `api.get_column`."""
	pipeline = read_pipeline(name)
	pipeline.stage(stage)
	chosen = read_filters(filters, pipeline.kind)
	rows = select_cards(
		pipeline.kind,
		[stage],
		condition(pipeline.kind, chosen),
		checked_length(page_length) + 1,
		read_cursor(cursor),
	)
	cards = cards_by_stage(pipeline, rows)[stage]
	shown = cards[:page_length]
	return {"cards": shown, "next_cursor": cursor_after(shown) if len(cards) > page_length else None}


def changes(name: str, names: list[str], filters: str | dict | None) -> dict:
	"""Return the present cards of these records and all totals; see `api.get_changes`."""
	pipeline = read_pipeline(name)
	chosen = read_filters(filters, pipeline.kind)
	return {
		"cards": cards_named(pipeline, names, chosen),
		"totals": {stage: asdict(totals) for stage, totals in totals_of(pipeline, chosen).items()},
	}


def cards_named(pipeline: BoardPipeline, names: list[str], filters: BoardFilters) -> list[dict]:
	"""Return the cards of those of these records that stand in the pipeline and pass the filters."""
	if len(names) > MOST_NAMES or not all(isinstance(name, str) for name in names):
		frappe.throw(_("Ask for at most {0} cards at once, by their names.").format(MOST_NAMES))
	if not names or not pipeline.stages:
		return []
	rows = select_cards_named(pipeline.kind, names, condition(pipeline.kind, filters))
	return [card for cards in cards_by_stage(pipeline, rows).values() for card in cards]


def totals_of(pipeline: BoardPipeline, filters: BoardFilters) -> dict[str, Totals]:
	"""Return the totals of each stage."""
	if not pipeline.stages:
		return {}
	stages = [stage.name for stage in pipeline.stages]
	rows = select_totals(pipeline.kind, stages, condition(pipeline.kind, filters))
	return totals_by_stage(pipeline, rows, known_rates(), base_currency())


def first_cards(pipeline: BoardPipeline, filters: BoardFilters, page_length: int) -> dict[str, list[dict]]:
	"""Return the first cards of each stage, one more than a page where there are more."""
	if not pipeline.stages:
		return {}
	stages = [stage.name for stage in pipeline.stages]
	rows = select_cards(pipeline.kind, stages, condition(pipeline.kind, filters), page_length + 1)
	return cards_by_stage(pipeline, rows)


def checked_length(page_length: int) -> int:
	"""Return the length of a page, or refuse it."""
	if not 1 <= page_length <= LONGEST_PAGE:
		frappe.throw(_("A page of the board has between 1 and {0} cards.").format(LONGEST_PAGE))
	return page_length
