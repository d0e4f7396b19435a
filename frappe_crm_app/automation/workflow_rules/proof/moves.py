"""Stage changes: what moved when, and with it pipeline and, of a deal, outcome."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from pypika.queries import QueryBuilder

from frappe_crm_app.automation.workflow_rules.proof.edits import Save
from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN, Edit, Past
from frappe_crm_app.visibility.guarded import DEAL

MOVE = "CRM Stage Change"
MOVED = ("stage", "pipeline", "outcome")
# Of deals, which always stand in a stage, moves tell all that these ever were.
TOLD_BY_MOVES = frozenset((DEAL, fieldname) for fieldname in MOVED)
SAME_SAVE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Move:
	"""A record went from one stage to another: the values of `MOVED`."""

	name: str
	on: datetime
	before: dict[str, object]
	after: dict[str, object]


def names_moved(doctype: str, since: datetime) -> QueryBuilder:
	"""Return the query of the names of records that moved."""
	move = frappe.qb.DocType(MOVE)
	query = frappe.qb.from_(move).select(move.reference_name)
	return query.where((move.reference_doctype == doctype) & (move.changed_on >= since))


def read_moves(doctype: str, since: datetime) -> list[Move]:
	"""Return the moves of records of a DocType; two statements."""
	move, stages = frappe.qb.DocType(MOVE), StageFacts()
	query = names_moved(doctype, since).select(move.changed_on, move.from_stage, move.to_stage)
	return [Move(name, on, stages[before], stages[after]) for name, on, before, after in query.run()]


class StageFacts(dict):
	"""What standing in a stage means, by its name; of one that is gone, only that is known."""

	def __init__(self) -> None:
		rows = frappe.get_all("CRM Stage", fields=["name", "pipeline", "outcome"], order_by=None)
		super().__init__(
			(row.name, {"stage": row.name, "pipeline": row.pipeline, "outcome": row.outcome}) for row in rows
		)

	def __missing__(self, stage: str) -> dict[str, object]:
		return {"stage": stage, "pipeline": UNKNOWN, "outcome": UNKNOWN}


def keep(past: Past, doctype: str, moves: Iterable[Move]) -> None:
	"""Add moves of deals to the past."""
	for move in moves:
		for fieldname in MOVED:
			before, after = move.before[fieldname], move.after[fieldname]
			if before != after:
				past.add((doctype, move.name, fieldname), Edit(move.on, before, after, is_read=True))


def at_their_saves(moves: Iterable[Move], saves: Iterable[Save]) -> Iterator[Move]:
	"""Yield moves at the moment at which all is stored that was saved with them, where that is known."""
	found: dict[tuple, list[datetime]] = defaultdict(list)
	for save in saves:
		if "stage" in save.changed:
			found[(save.name, *save.changed["stage"])].append(save.on)
	for move in moves:
		key = (move.name, move.before["stage"], move.after["stage"])
		same = [on for on in found.get(key, ()) if timedelta() <= on - move.on <= SAME_SAVE]
		yield Move(move.name, min(same), move.before, move.after) if same else move
