"""Where history tells of what makes a rule look: one source for each kind of event, for dates and for schedules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from frappe import _
from pypika.queries import Table
from pypika.terms import Criterion

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.proof.dates import OfADate
from frappe_crm_app.automation.workflow_rules.proof.edits import Save
from frappe_crm_app.automation.workflow_rules.proof.moves import Move
from frappe_crm_app.automation.workflow_rules.proof.occasions import Happening, History
from frappe_crm_app.automation.workflow_rules.proof.saves import OfMoves, OfSaves
from frappe_crm_app.automation.workflow_rules.proof.schedules import OfASchedule
from frappe_crm_app.automation.workflow_rules.proof.told import SAID, OfEvents
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.domain_events.kinds import Kind, all_kinds
from frappe_crm_app.records.follow_up.event_kinds import DUE, OVERDUE
from frappe_crm_app.records.pipeline.event_kinds import CLOSE_DATE_PASSED
from frappe_crm_app.records.pipeline.kinds import KIND_OF_DOCTYPE


@dataclass(frozen=True)
class Kept:
	"""What was read of saves and moves."""

	saves: Sequence[Save]
	moves: Sequence[Move]


class Source(Protocol):
	"""Where history tells of occasions.

	`paths` are the fields that it asks for, `is_edits` where each save of such a record may be an occasion, `is_moves` where moves are read.
	`unknown` are sentences on what it cannot tell.
	"""

	paths: tuple[str, ...]
	is_edits: bool
	is_moves: bool
	unknown: tuple[str, ...]

	def among(self, record: Table, since: datetime) -> Criterion | None: ...

	def happenings(
		self, history: History, kept: Kept, since: datetime, present: Present
	) -> Iterator[Happening]: ...


class OfAButton:
	"""A button is pressed when somebody presses it."""

	paths: tuple[str, ...] = ()
	is_edits = is_moves = False

	@property
	def unknown(self) -> tuple[str, ...]:
		return (
			_("It runs only when somebody presses its button: history cannot tell when they would have."),
		)

	def among(self, record: Table, _since: datetime) -> Criterion:
		return record.name.isnull()

	def happenings(self, *_arguments: object) -> Iterator[Happening]:
		yield from ()


def source_of(definition: Definition) -> Source:
	"""Return where history tells of what makes a rule look."""
	if definition.trigger_type == TriggerType.DATE:
		return OfADate(definition.record_type, definition.date_field, definition.days)
	if definition.trigger_type == TriggerType.SCHEDULE:
		return OfASchedule(definition)
	if definition.trigger_type == TriggerType.BUTTON:
		return OfAButton()
	return source_of_event(all_kinds()[definition.event_kind])


def source_of_event(kind: Kind) -> Source:
	"""Return where history tells of a kind of event."""
	if kind.name in SAID:
		return SAID[kind.name](kind)
	if kind.name in (DUE, OVERDUE):
		is_open = (("status", str(NoteStatus.OPEN)),)
		return OfADate(
			kind.doctype, "scheduled_on", is_day_over=kind.name == OVERDUE, while_=is_open, is_late=True
		)
	if kind.name == CLOSE_DATE_PASSED:
		is_open = (("outcome", str(Outcome.OPEN)),)
		return OfADate(kind.doctype, "expected_close_date", is_day_over=True, while_=is_open, is_late=True)
	if not kind.happened:
		return OfEvents(kind)
	if kind.doctype in KIND_OF_DOCTYPE and {"stage", "outcome"} & set(kind.fields):
		return OfMoves(kind)
	return OfSaves(kind)
