"""Events that a record's own history tells: that it was made, that it moved, and what Version keeps of its saves."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import frappe
from pypika.queries import Table
from pypika.terms import Criterion

from frappe_crm_app.automation.workflow_rules.proof import moves
from frappe_crm_app.automation.workflow_rules.proof.edits import WHATEVER, Save, Wanted, names_edited
from frappe_crm_app.automation.workflow_rules.proof.occasions import Happening, History, Row
from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN
from frappe_crm_app.kit.conditions.fields import fields_of
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.domain_events.changes import Change, is_created
from frappe_crm_app.kit.domain_events.kinds import Kind

if TYPE_CHECKING:
	from frappe_crm_app.automation.workflow_rules.proof.sources import Kept

ROWS_OF_A_TABLE = "*rows"  # stands in a change for tables, which no kind asks for by name


class OfRecords:
	"""A kind of event that is what a change of a record is."""

	is_edits = is_moves = False
	unknown: tuple[str, ...] = ()

	def __init__(self, kind: Kind) -> None:
		self.kind = kind
		self.paths = tuple(path for path in kind.fields if path in fields_of(kind.doctype))

	def made(self, history: History, since: datetime) -> Iterator[Happening]:
		"""Yield that records were made, where that is such an event."""
		for row in history.rows.values():
			if row.created >= since and self.is_by_making(history, row):
				yield Happening(row.name, row.created, is_new=True)

	def is_by_making(self, history: History, row: Row) -> bool:
		"""Return whether the making of a record is such an event."""
		if self.kind.happened is is_created:
			return True
		held = {path: history.value_at(row, history.fields[path], row.created) for path in self.paths}
		known = {path: value for path, value in held.items() if value is not UNKNOWN}
		return bool(known) and self.kind.happened(Change(row.name, None, known))

	def was_made(self, record: Table, since: datetime) -> Criterion:
		return record.creation >= since


class OfMoves(OfRecords):
	"""A kind of event that moves tell: another stage, and what that means."""

	is_moves = True

	def among(self, record: Table, since: datetime) -> Criterion:
		return self.was_made(record, since) | record.name.isin(moves.names_moved(self.kind.doctype, since))

	def happenings(
		self, history: History, kept: "Kept", since: datetime, _present: Present
	) -> Iterator[Happening]:
		yield from self.made(history, since)
		for move in moves.at_their_saves(kept.moves, kept.saves):
			if self.kind.happened(Change(move.name, move.before, move.after)):
				yield Happening(move.name, move.on, move.before, move.after)


class OfSaves(OfRecords):
	"""A kind of event that Version tells."""

	@property
	def is_edits(self) -> bool:
		"""Whether saves are looked at, be it all of them."""
		return self.kind.happened is not is_created

	def among(self, record: Table, since: datetime) -> Criterion:
		if not self.is_edits:
			return self.was_made(record, since)
		wanted = Wanted()
		wanted.fields[self.kind.doctype] |= set(self.kind.fields) or {WHATEVER}
		return self.was_made(record, since) | record.name.isin(names_edited(wanted, self.kind.doctype, since))

	def happenings(
		self, history: History, kept: "Kept", since: datetime, _present: Present
	) -> Iterator[Happening]:
		yield from self.made(history, since)
		if self.is_edits:
			yield from self.saved(history, kept)

	def saved(self, history: History, kept: "Kept") -> Iterator[Happening]:
		"""Yield the saves that are such an event."""
		fields = fields_of(self.kind.doctype)
		for save in kept.saves:
			if save.doctype != self.kind.doctype or save.name not in history.rows:
				continue
			before, after = (
				{**read_values(history, fields, save, side), **other_rows(save, side)} for side in (0, 1)
			)
			if self.kind.happened(Change(save.name, before, after)):
				yield Happening(save.name, save.on, before, after)


def read_values(history: History, fields: Mapping, save: Save, side: int) -> dict[str, object]:
	"""Return what a save tells of the record before (`side` 0) or after (1) it; of fields that nobody asks for, their texts."""
	return {
		fieldname: history.past.read(fields[fieldname], texts[side])
		if fieldname in history.fields
		else texts[side]
		for fieldname, texts in save.changed.items()
		if fieldname in fields or frappe.get_meta(save.doctype).has_field(fieldname)
	}


def other_rows(save: Save, side: int) -> dict[str, object]:
	"""Return what stands for rows of tables, another value before than after."""
	return {ROWS_OF_A_TABLE: side + 1} if save.has_other_rows else {}
