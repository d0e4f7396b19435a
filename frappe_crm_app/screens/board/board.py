"""A board: the columns of a pipeline with counts and totals of everything the session's user may see, and first cards.

It takes five statements, however many stages and records there are: stages, cards, next steps, unanswered mails, totals; and one where
what was given to the user is not in the policy's cache, and one where who sees none of it may not see all there is.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import frappe
from frappe import _
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.records.pipeline.money import base_currency
from frappe_crm_app.screens.board.card_fields import fields_in_effect
from frappe_crm_app.screens.board.cards import (
	Totals,
	cards_by_stage,
	known_rates,
	totals_by_stage,
)
from frappe_crm_app.screens.board.filters import ALL, BoardFilters, condition, read_filters
from frappe_crm_app.screens.board.queries import select_cards, select_cards_named, select_totals
from frappe_crm_app.screens.board.recent import shown_since, was_closed_since
from frappe_crm_app.screens.board.sorting import Sorting, cursor_after
from frappe_crm_app.screens.board.stages import BoardPipeline, BoardStage, read_pipeline, read_stage
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import all_of
from frappe_crm_app.visibility.permlevels import is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

LONGEST_PAGE = 100
MOST_NAMES = 200


@dataclass(frozen=True)
class View:
	"""What one board shows to the session's user: a pipeline, as far as filters and visibility let through."""

	pipeline: BoardPipeline
	filters: BoardFilters
	criteria: UserCriteria
	condition: Criterion | None
	closed_since: datetime | None

	@property
	def sorting(self) -> Sorting:
		return Sorting(self.pipeline.kind, self.filters.sort)

	def condition_in(self, stage: BoardStage) -> Criterion | None:
		"""Return what a record in the stage must fulfil to be shown."""
		if stage.outcome == Outcome.OPEN or not self.closed_since:
			return self.condition
		return all_of(self.condition, was_closed_since(self.pipeline.kind, self.closed_since))

	def parts(self, stages: Sequence[BoardStage]) -> dict[tuple[str, ...], Criterion | None]:
		"""Return what a record in these stages must fulfil: those together of which the same holds."""
		halves = (
			[each for each in stages if (each.outcome == Outcome.OPEN) is is_open]
			for is_open in (True, False)
		)
		return {tuple(each.name for each in half): self.condition_in(half[0]) for half in halves if half}


def view(pipeline: BoardPipeline, filters: str | dict | None) -> View:
	"""Return the view of a pipeline; raises what `read_filters` raises."""
	chosen, criteria = read_filters(filters, pipeline.kind), UserCriteria()
	open_stages = [stage.name for stage in pipeline.stages if stage.outcome == Outcome.OPEN]
	since = None if chosen.closed == ALL else shown_since()
	return View(pipeline, chosen, criteria, condition(pipeline.kind, chosen, criteria, open_stages), since)


def board(name: str | None, filters: str | dict | None, page_length: int) -> dict:
	"""Return the board of a pipeline; see `api.get_board`."""
	shown = view(read_pipeline(name), filters)
	pipeline, doctype = shown.pipeline, shown.pipeline.kind.doctype
	cards = first_cards(shown, checked_length(page_length))
	totals = totals_of(shown, pipeline.stages)
	sees_everyone = policy.sees_everyone(doctype)
	is_empty = not any(total.count for total in totals.values())
	return {
		"pipeline": pipeline.name,
		"pipeline_name": pipeline.pipeline_name,
		"tracks": pipeline.tracks,
		"doctype": doctype,
		"currency": base_currency(),
		"filters": shown.filters.as_dict(),
		"card_fields": fields_in_effect(doctype, pipeline.name, shown.filters.cards),
		"sees_everyone": sees_everyone,
		"has_hidden": not sees_everyone and is_empty and has_cards(shown),
		"can_write": bool(frappe.has_permission(doctype, "write")),
		"can_create": bool(frappe.has_permission(doctype, "create")),
		"columns": [
			{
				**column(stage, totals[stage.name], cards[stage.name], page_length),
				"closed_since": None if stage.outcome == Outcome.OPEN else shown.closed_since,
			}
			for stage in pipeline.stages
		],
	}


def has_cards(shown: View) -> bool:
	"""Return whether there is any card on the board, seen or not: an empty board does not say that there is none."""
	pipeline, is_whole = shown.pipeline, not shown.closed_since
	stages = [stage.name for stage in pipeline.stages if is_whole or stage.outcome == Outcome.OPEN]
	return bool(stages) and bool(frappe.db.exists(pipeline.kind.doctype, {"stage": ("in", stages)}))


def column(stage: BoardStage, totals: Totals, cards: list[dict], page_length: int) -> dict:
	"""Return a column with its totals and first cards."""
	return {
		"stage": stage.name,
		"stage_name": stage.stage_name,
		"stage_group": stage.stage_group,
		"color": stage.color,
		"outcome": stage.outcome,
		**asdict(totals),
		**page_of(cards, page_length),
	}


def column_from(
	name: str, stage: str, cursor: str | None, page_length: int, filters: str | dict | None
) -> dict:
	"""Return the next cards of one column; see `api.get_column`."""
	shown = view(read_stage(name, stage), filters)
	limit, start = checked_length(page_length) + 1, shown.sorting.read_cursor(cursor)
	[only] = shown.pipeline.stages
	rows = select_cards({stage: shown.condition_in(only)}, limit, shown.criteria, shown.sorting, start)
	return page_of(
		cards_by_stage(shown.pipeline, rows, shown.criteria, shown.filters.cards)[stage], page_length
	)


def page_of(cards: list[dict], page_length: int) -> dict:
	"""Return a page of the cards, and where to go on if there are more."""
	page = cards[:page_length]
	return {"cards": page, "next_cursor": cursor_after(page) if len(cards) > page_length else None}


def changes(name: str, names: str | list, filters: str | dict | None) -> dict:
	"""Return the present cards of these records and all totals; see `api.get_changes`."""
	shown = view(read_pipeline(name), filters)
	return {
		"cards": cards_named(shown, read_texts(names, refuse_no_names)),
		"totals": {
			stage: asdict(totals) for stage, totals in totals_of(shown, shown.pipeline.stages).items()
		},
	}


def cards_named(shown: View, names: list[str]) -> list[dict]:
	"""Return the cards of those of these records that the view shows."""
	if len(names) > MOST_NAMES:
		refuse_no_names()
	if not names or not shown.pipeline.stages:
		return []
	stage = frappe.qb.DocType(shown.pipeline.kind.doctype).stage
	parts = shown.parts(shown.pipeline.stages).items()
	in_stages = Criterion.any([all_of(stage.isin(list(stages)), each) for stages, each in parts])
	rows = select_cards_named(names, in_stages, shown.criteria, shown.sorting)
	by_stage = cards_by_stage(shown.pipeline, rows, shown.criteria, shown.filters.cards)
	return [card for cards in by_stage.values() for card in cards]


def refuse_no_names() -> None:
	frappe.throw(_("Ask for at most {0} cards at once, by their names.").format(MOST_NAMES))


def totals_of(shown: View, stages: Sequence[BoardStage]) -> dict[str, Totals]:
	"""Return the totals of each of these stages of the view's pipeline."""
	if not stages:
		return {}
	rows = select_totals(shown.pipeline.kind, shown.parts(stages))
	kind = shown.pipeline.kind
	has_amounts = not is_hidden(kind.doctype, kind.amount, kind.summed)
	return totals_by_stage(stages, rows, known_rates(), base_currency(), has_amounts)


def first_cards(shown: View, page_length: int) -> dict[str, list[dict]]:
	"""Return the first cards of each stage, one more than a page where there are more."""
	if not shown.pipeline.stages:
		return {}
	conditions = {stage.name: shown.condition_in(stage) for stage in shown.pipeline.stages}
	rows = select_cards(conditions, page_length + 1, shown.criteria, shown.sorting)
	return cards_by_stage(shown.pipeline, rows, shown.criteria, shown.filters.cards)


def checked_length(page_length: int) -> int:
	"""Return the length of a page, or refuse it."""
	if not 1 <= page_length <= LONGEST_PAGE:
		frappe.throw(_("A page of the board has between 1 and {0} cards.").format(LONGEST_PAGE))
	return page_length
