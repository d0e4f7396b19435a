"""How far the steps of a run would have come until now, and what each would have done.

Branches are taken by what records held then. What a step changes is not in history, so conditions that are asked after it are answered
without it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from frappe import _

from frappe_crm_app.automation.workflow_rules import places
from frappe_crm_app.automation.workflow_rules.definition import Definition, Step, every_step
from frappe_crm_app.automation.workflow_rules.places import Place
from frappe_crm_app.automation.workflow_rules.proof.judging import Judge
from frappe_crm_app.automation.workflow_rules.proof.occasions import History, Row
from frappe_crm_app.automation.workflow_rules.proof.often import Run
from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN
from frappe_crm_app.automation.workflow_rules.proof.people import MAIL, Mailed
from frappe_crm_app.automation.workflow_rules.steps.control import (
	ELSE,
	IF,
	REPEAT,
	STEPS,
	STOP,
	THEN,
	Repetition,
)
from frappe_crm_app.automation.workflow_rules.steps.waiting import (
	WAIT,
	WAIT_FOR_EVENT,
	Wait,
	end_of_working_hours,
)
from frappe_crm_app.kit.conditions.held import Kind, held_value
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group
from frappe_crm_app.kit.workflow_steps import Context

MOST_STEPS = 500  # of one run
NOBODYS = ("User", "")  # a record that is nobody's: working hours are then the owner's
CHANGING = frozenset({"change", "stage", "assign"})


@dataclass
class Walk:
	"""The steps of runs, gone through one run after the other. `reached` and `mailed` are by the places of steps."""

	definition: Definition
	history: History
	present: Present
	owner: str
	people: Mailed = field(default_factory=Mailed)
	reached: Counter[Place] = field(default_factory=Counter)
	mailed: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
	untold: Counter[str] = field(default_factory=Counter)
	judging: Judge = field(default_factory=Judge)

	def through(self, runs: Iterable[Run]) -> "Walk":
		"""Go through all of these."""
		for on, name in runs:
			self.one(self.history.rows[name], on)
		return self

	def one(self, row: Row, on: datetime) -> None:
		"""Go from step to step, until one ends the run, waits longer than until now, or leads nobody knows where."""
		steps, place, at, rounds = self.definition.steps, places.first(self.definition.steps), on, Counter()
		for _number in range(MOST_STEPS):
			if not place or at > self.present.now:
				return
			step = places.step_at(steps, place)
			self.reached[place] += not rounds[place]
			branch, at = self.take(step, place, row, at, rounds)
			if at is None:
				return
			place = places.into(steps, place, branch) if branch else places.after(steps, place)

	def take(
		self, step: Step, place: Place, row: Row, at: datetime, rounds: Counter[Place]
	) -> tuple[str | None, datetime | None]:
		"""Return the branch that follows a step, and when what follows does; no moment where nothing does."""
		if step.type.key == MAIL.key:
			self.mailed[place] |= self.people.by(step.options, row)
		if step.type.key == STOP.key:
			return None, None
		if step.type.key == WAIT.key:
			return None, self.after_wait(step.options, row, at)
		if step.type.key == WAIT_FOR_EVENT.key:
			return None, self.lost(_("what follows after waiting for an event"))
		if step.type.key == IF.key:
			return self.after_if(step.options, row, at)
		return (
			self.after_round(step.options, place, row, at, rounds)
			if step.type.key == REPEAT.key
			else (None, at)
		)

	def after_if(self, tree: Group, row: Row, at: datetime) -> tuple[str | None, datetime | None]:
		"""Return the branch that the record belonged to."""
		is_so = self.is_so(tree, row, at)
		if is_so is None:
			return None, self.lost(_("what follows after a condition on what is not known"))
		return (THEN if is_so else ELSE), at

	def after_round(
		self, repetition: Repetition, place: Place, row: Row, at: datetime, rounds: Counter[Place]
	) -> tuple[str | None, datetime | None]:
		"""Return whether another round follows."""
		is_so = self.is_so(repetition.until, row, at)
		if is_so is None:
			return None, self.lost(_("what follows after a condition on what is not known"))
		if is_so or rounds[place] >= repetition.most:
			return None, at
		rounds[place] += 1
		return STEPS, at

	def after_wait(self, wait: Wait, row: Row, at: datetime) -> datetime | None:
		"""Return when a wait ends."""
		until = self.end_of(wait, row, at)
		if until is None or until > self.present.now:
			return until
		if wait.only_if_still_true and until > at:
			is_so = self.is_so(self.definition.conditions, row, until)
			if is_so is None:
				return self.lost(_("what follows after a condition on what is not known"))
			return until if is_so else None
		return until

	def end_of(self, wait: Wait, row: Row, at: datetime) -> datetime | None:
		"""Return until when a step waits; at once where its date is not filled or has passed."""
		if wait.working_hours:
			return end_of_working_hours(self.context(at), wait.working_hours)
		if not wait.until:
			return at + wait.time
		value = self.history.value_at(row, wait.until, at)
		if value is UNKNOWN:
			return self.lost(_("what follows after waiting for a date that is not known"))
		held = held_value(wait.until.kind, value)
		if held is None:
			return at
		return max(at, (self.present.begins(held) if wait.until.kind == Kind.DATE else held) + wait.time)

	def context(self, at: datetime) -> Context:
		"""Return what working hours are asked of: the clock of the rule's owner."""
		return Context("", "", NOBODYS, self.owner, replace(self.present, now=at), "")

	def is_so(self, tree: Group, row: Row, at: datetime) -> bool | None:
		"""Return whether a record fulfilled conditions at a moment."""
		return self.judging.ask(
			tree,
			lambda test, _side: self.history.value_at(row, test.field, at),
			replace(self.present, now=at),
		)

	def lost(self, what: str) -> None:
		"""Note what is not told of a run."""
		self.untold[what] += 1


def asks_after_changes(definition: Definition) -> bool:
	"""Return whether conditions are asked after a step that changes what a record holds."""
	keys = [step.type.key for step in every_step(definition.steps)]
	changing = [place for place, key in enumerate(keys) if key in CHANGING]
	asking = [place for place, key in enumerate(keys) if key in (IF.key, REPEAT.key)]
	return bool(changing and asking and changing[0] < asking[-1])
