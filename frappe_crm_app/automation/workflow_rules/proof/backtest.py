"""What a rule would have done, had it been on: read from history by a few statements, whatever the number of records."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property, partial

from frappe.utils import now_datetime
from pypika.terms import Criterion

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.proof import edits, moves
from frappe_crm_app.automation.workflow_rules.proof.bulk import BulkMarks
from frappe_crm_app.automation.workflow_rules.proof.given import GivenRule
from frappe_crm_app.automation.workflow_rules.proof.judging import Judge, all_of, undecided
from frappe_crm_app.automation.workflow_rules.proof.occasions import Happening, History, Row
from frappe_crm_app.automation.workflow_rules.proof.often import (
	STAGE,
	Keys,
	Run,
	Runs,
	link_of_subject,
	runs_at_times,
	runs_of,
)
from frappe_crm_app.automation.workflow_rules.proof.past import Past
from frappe_crm_app.automation.workflow_rules.proof.people import MAIL, columns_of_people
from frappe_crm_app.automation.workflow_rules.proof.schedules import OfASchedule, times_of
from frappe_crm_app.automation.workflow_rules.proof.scope import Scope, split
from frappe_crm_app.automation.workflow_rules.proof.sources import Kept, source_of
from frappe_crm_app.automation.workflow_rules.proof.texts_kept import KeptTexts
from frappe_crm_app.automation.workflow_rules.proof.walking import Walk
from frappe_crm_app.automation.workflow_rules.values import present_of
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften, TriggerType
from frappe_crm_app.kit.conditions.criterion import criterion_of
from frappe_crm_app.kit.conditions.fields import ConditionField, fields_of
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group
from frappe_crm_app.visibility.guarded import DEAL

MOST_WALKED = 50_000  # runs of which each step is looked at


class Backtest:
	"""One rule over so many days."""

	def __init__(self, given: GivenRule, days: int) -> None:
		self.definition, self.owner, self.days = given.definition, given.owner, days
		self.present = present_of(given.owner, now_datetime())
		self.since: datetime = self.present.now - timedelta(days=days)
		self.source = source_of(self.definition)
		self.lasting, self.others = split(self.definition.conditions)
		self.lasting_fields = [test.field for test in self.lasting.tests()]
		self.judging = Judge()
		self.unknown_fields: Counter[str] = Counter()
		self.undecided = 0
		self.remarks: list[str] = []
		self.is_part_hidden = False

	@cached_property
	def fields(self) -> dict[str, ConditionField]:
		"""The fields that are asked for, with the links by which they are reached."""
		offered, definition = fields_of(self.definition.record_type), self.definition
		asked = {test.field.path for test in [*definition.conditions.tests(), *tests_of_steps(definition)]}
		asked.update(self.source.paths)
		asked.update(path for step in definition.all_steps() if (path := awaited_path(step.options)))
		if definition.how_often == HowOften.ONCE_PER_STAGE:
			asked.add(STAGE)
		if link := link_of_subject(definition.record_type):
			asked.add(link)
		asked.update(path.partition(".")[0] for path in [*asked] if "." in path)
		return {path: offered[path] for path in sorted(asked)}

	@cached_property
	def has_moves(self) -> bool:
		"""Whether stage changes are read."""
		return self.source.is_moves or any(
			self.is_told_by_moves(each) for each in self.fields.values() if not each.link
		)

	def is_told_by_moves(self, about: ConditionField) -> bool:
		"""Return whether moves tell of a field of the rule's own records."""
		return (about.doctype, about.fieldname) in moves.TOLD_BY_MOVES

	@cached_property
	def wanted(self) -> edits.Wanted:
		"""The fields of which Version is to tell."""
		wanted = edits.Wanted()
		own = [
			each
			for each in self.fields.values()
			if not (self.has_moves and not each.link and self.is_told_by_moves(each))
		]
		wanted.add(own)
		return wanted

	@cached_property
	def read(self) -> edits.Wanted:
		"""The fields of which Versions are read: of some kinds of events, whatever was saved."""
		read = edits.Wanted()
		for doctype, fields in self.wanted.fields.items():
			read.fields[doctype] |= fields
		if self.source.is_edits:
			read.fields[self.definition.record_type] |= set(self.source.kind.fields) or {edits.WHATEVER}
		return read

	@cached_property
	def history(self) -> History:
		"""The records that come into question, and the past of what is asked for."""
		past = Past(KeptTexts())
		edits.keep(past, self.kept.saves, self.wanted)
		if self.definition.record_type == DEAL:
			moves.keep(past, DEAL, self.kept.moves)
		past.sort()
		return History(self.read_rows(), self.fields, past)

	@cached_property
	def kept(self) -> Kept:
		"""The saves and moves of the days."""
		saves = list(edits.read_saves(self.read, self.since))
		found = moves.read_moves(self.definition.record_type, self.since) if self.has_moves else []
		return Kept(saves, found)

	def read_rows(self) -> dict[str, Row]:
		"""Return the records."""
		scope = Scope(self.definition.record_type, self.fields)
		has_mails = any(step.type.key == MAIL.key for step in self.definition.all_steps())
		people = columns_of_people(scope) if has_mails else {}
		among = [self.source.among(scope.record, self.since), self.may_have_fulfilled(scope)]
		seen = scope.seen()
		self.is_part_hidden = bool(seen)
		criteria = [*seen, *(each for each in among if each is not None)]
		return scope.rows(self.lasting, self.present, Criterion.all(criteria) if criteria else None, people)

	def may_have_fulfilled(self, scope: Scope) -> Criterion | None:
		"""Return the criterion of records that fulfil now what a value answers, or held another one."""
		tests = list(self.lasting.tests())
		if not tests:
			return None
		ways = [criterion_of(self.lasting, scope.column, self.present)]
		if any(not test.field.link and self.is_told_by_moves(test.field) for test in tests):
			ways.append(scope.record.name.isin(moves.names_moved(scope.doctype, self.since)))
		edited = edits.Wanted()
		edited.add(
			about for test in tests for about in (test.field, self.fields.get(test.field.link)) if about
		)
		for doctype in edited.fields:
			links = {test.field.link for test in tests if test.field.link and test.field.doctype == doctype}
			names = [scope.record.name] if doctype == scope.doctype else []
			for column in [*names, *(scope.record[link] for link in links)]:
				ways.append(column.isin(edits.names_edited(edited, doctype, self.since)))
		return Criterion.any(ways)

	@cached_property
	def runs(self) -> Runs:
		"""The runs of the rule."""
		keys = Keys(self.definition.how_often, self.definition.record_type, self.history, self.present)
		if isinstance(self.source, OfASchedule):
			return self.runs_at_times(keys)
		happenings = self.source.happenings(self.history, self.kept, self.since, self.present)
		if self.definition.trigger_type == TriggerType.EVENT and not self.definition.counts_bulk:
			happenings = BulkMarks(self.definition, self.since).without(happenings)
		return runs_of(self.hits(happenings), keys, MOST_WALKED)

	def hits(self, happenings: Iterable[Happening]) -> Iterable[Run]:
		"""Yield when, and for which record, the conditions held."""
		for what in happenings:
			row = self.history.rows.get(what.name)
			if row and self.since <= what.on <= self.present.now and self.fulfils(row, what):
				yield what.on, what.name

	def fulfils(self, row: Row, what: Happening, times: int = 1) -> bool:
		"""Return whether the conditions held as something happened, `times` in a row; count where that is not known."""
		answer = self.judge_lasting(row, what)
		if answer is not False and self.others.members:
			answer = all_of([answer, self.judge(self.others, row, what)])
		if answer is None:
			self.note_undecided(row, what, times)
		return bool(answer)

	def judge_lasting(self, row: Row, what: Happening) -> bool | None:
		"""Return whether those conditions held that the database has answered by what is held now."""
		for about in self.lasting_fields:
			if about.path in what.after or self.history.was_edited(row, about):
				return self.judge(self.lasting, row, what)
		return row.fits

	def judge(self, tree: Group, row: Row, what: Happening) -> bool | None:
		"""Return whether conditions held, asked one by one."""
		present = Present(what.on, self.present.zone, self.present.site)
		return self.judging.ask(tree, partial(self.history.held, row, what), present)

	def note_undecided(self, row: Row, what: Happening, times: int) -> None:
		"""Count what cannot be decided, by the fields of which the value is not known."""
		self.undecided += times
		tests = undecided(self.definition.conditions, partial(self.history.held, row, what))
		self.unknown_fields.update({test.field.label for test in tests})

	def runs_at_times(self, keys: Keys) -> Runs:
		"""Return the runs at times of a schedule."""
		times, remarks = times_of(self.definition.cron, self.since, self.present)
		self.remarks += remarks
		fulfilling = {}
		for row in self.history.rows.values():
			stretches = [
				stretch
				for stretch in self.source.stretches(self.history, row, times, self.present)
				if self.fulfils(row, Happening(row.name, times[stretch.start]), len(stretch))
			]
			if stretches:
				fulfilling[row.name] = stretches
		return runs_at_times(fulfilling, times, keys, MOST_WALKED)

	@cached_property
	def walk(self) -> Walk:
		"""The steps of the runs."""
		walk = Walk(self.definition, self.history, self.present, self.owner)
		return walk.through(self.runs.newest)


def tests_of_steps(definition: Definition) -> list:
	"""Return the tests that steps ask."""
	trees = [getattr(step.options, "until", step.options) for step in definition.all_steps()]
	return [test for tree in trees if isinstance(tree, Group) for test in tree.tests()]


def awaited_path(options: object) -> str | None:
	"""Return the field until whose date a step waits."""
	until = getattr(options, "until", None)
	return until.path if isinstance(until, ConditionField) else None
