"""What deals were before they were edited: from what they are, edit by edit back.

CRM Stage Change tells the stage, and with it pipeline and outcome, Version the rest. They tell of every save of a document. Of a change
to many deals by one statement (another base currency, a script) they tell nothing: it counts as having been there before. Where what
they tell does not fit together, or cannot be read surely, the days before that edit get no row.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import cint, get_datetime, getdate
from pypika.terms import Criterion

from frappe_crm_app.records.deal_history.days import DAY, DEAL, Days, start_of
from frappe_crm_app.records.deal_history.version_texts import UnreadableTextError, former_values

AT_ONCE = 500
State = frappe._dict  # the kept fields of a deal, with `stage_entered_on` and, of one of its states, `day`


class UnknownPastError(Exception):
	"""What is stored does not tell what a deal was."""


@dataclass(frozen=True)
class Edit:
	"""A save of a deal: the move it was, `{from_stage, to_stage, seconds_in_stage}`, or `[field, before, after]` of others."""

	moment: datetime
	move: dict | None = None
	changed: list = field(default_factory=list)


def deals_edited_since(days: Days, names: Criterion, fields: tuple[str, ...]) -> list[State]:
	"""Return the deals, of those with these names, that were there on one of the days and edited after the first."""
	deal = frappe.qb.DocType(DEAL)
	query = frappe.qb.from_(deal).select(deal.name, deal.creation, deal.stage_entered_on, *fields)
	is_edited = (deal.modified >= days.first_end) & (deal.creation < days.end)
	return query.where(names & is_edited).run(as_dict=True)


def states_of(deals: Sequence[State], days: Days) -> dict[str, list[State]]:
	"""Return what each deal was at the end of those of the days on which it may have changed, in their order."""
	stages = {row.name: row for row in frappe.get_all("CRM Stage", fields=["name", "pipeline", "outcome"])}
	found = {}
	for start in range(0, len(deals), AT_ONCE):
		some = deals[start : start + AT_ONCE]
		edits = edits_of([deal.name for deal in some], days)
		for deal in some:
			found[deal.name] = list(states_back(deal, edits[deal.name], days, stages))[::-1]
	return found


def edits_of(deals: list[str], days: Days) -> dict[str, list[Edit]]:
	"""Return the edits of each deal after the first day, the latest first."""
	edits = defaultdict(list)
	for name, edit in (*moves_of(deals, days), *versions_of(deals, days)):
		edits[name].append(edit)
	for each in edits.values():
		each.sort(key=lambda edit: edit.moment, reverse=True)
	return edits


def moves_of(deals: list[str], days: Days) -> Iterator[tuple[str, Edit]]:
	move = frappe.qb.DocType("CRM Stage Change")
	query = frappe.qb.from_(move).select(
		move.reference_name, move.changed_on, move.from_stage, move.to_stage, move.seconds_in_stage
	)
	query = query.where((move.reference_doctype == DEAL) & move.reference_name.isin(deals))
	for row in query.where(move.changed_on >= days.first_end).run(as_dict=True):
		yield row.reference_name, Edit(get_datetime(row.changed_on), move=row)


def versions_of(deals: list[str], days: Days) -> Iterator[tuple[str, Edit]]:
	version = frappe.qb.DocType("Version")
	query = frappe.qb.from_(version).select(version.docname, version.creation, version.data)
	query = query.where((version.ref_doctype == DEAL) & version.docname.isin(deals))
	for row in query.where(version.creation >= days.first_end).run(as_dict=True):
		changed = json.loads(row.data or "{}").get("changed") or []
		yield row.docname, Edit(get_datetime(row.creation), changed=changed)


def states_back(deal: State, edits: list[Edit], days: Days, stages: dict[str, State]) -> Iterator[State]:
	"""Yield what the deal was, from the last day on which it may have changed back to its first, or as far as is known."""
	state, left = State(deal), list(edits)
	for day in days_of(deal, edits, days):
		try:
			while left and left[0].moment >= start_of(day + DAY):
				undo(state, left.pop(0), stages)
		except (UnknownPastError, UnreadableTextError):
			return
		yield State(state, day=day)


def days_of(deal: State, edits: list[Edit], days: Days) -> list[date]:
	"""Return those of the days at whose end the deal may have been something else than the day before, the last first."""
	created_on = getdate(deal.creation)
	first = max(days.first, created_on)
	edited_on = {edit.moment.date() for edit in edits}
	return sorted((day for day in {first, *edited_on} if day in days and day >= created_on), reverse=True)


def undo(state: State, edit: Edit, stages: dict[str, State]) -> None:
	"""Make of what the deal was after the edit what it was before.

	Raises `UnknownPastError` or `UnreadableTextError` where that cannot be told.
	"""
	if edit.move:
		undo_move(state, edit, stages)
	state.update(former_values(state, edit.changed))


def undo_move(state: State, edit: Edit, stages: dict[str, State]) -> None:
	former = stages.get(edit.move.from_stage)
	if state.stage != edit.move.to_stage or not former:
		raise UnknownPastError
	entered = edit.moment - timedelta(seconds=cint(edit.move.seconds_in_stage))
	state.update(
		{
			"stage": former.name,
			"pipeline": former.pipeline,
			"outcome": former.outcome,
			"stage_entered_on": entered,
		}
	)
