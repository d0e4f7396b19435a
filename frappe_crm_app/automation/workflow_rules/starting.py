"""Writes runs: one for each rule and occasion, those included that do not begin, with the reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules import asked, places
from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.matching import Reason, Seen
from frappe_crm_app.automation.workflow_rules.pace import seconds_to_wait
from frappe_crm_app.automation.workflow_rules.rules import RUN
from frappe_crm_app.automation.workflow_rules.steps.linked import subject_of
from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey, RunStatus
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.set_based import insert_missing
from frappe_crm_app.kit.workflow_steps import Record

COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"rule", "version", "reference_doctype", "reference_name", "status", "reason_key", "reason", "finished_on",
	"event", "occasion", "once_key", "moment", "actor", "depth", "is_bulk", "seen",
	"priority", "place", "next_attempt_on", *asked.COLUMNS.values(),
)  # fmt: skip


@dataclass(frozen=True)
class Start:
	"""What makes a rule look at a record: `occasion` is what it does so once for; `reason` says why it does not run."""

	rule: frappe._dict
	definition: Definition | None
	record: Record
	occasion: str
	event: str | None = None
	moment: datetime | None = None
	actor: str | None = None
	depth: int = 0
	is_bulk: bool = False
	seen: tuple[Seen, ...] = ()
	reason: Reason | None = None
	once_key: str | None = None

	def links_told_of(self) -> set[str]:
		"""Return the links to the records of which the run tells."""
		return asked.links_told_of(self.definition, self.seen, self.reason) if self.definition else set()

	def row(self, now: datetime, named: Mapping[str, str | None]) -> tuple:
		"""Return the run as it is stored, in the order of `COLUMNS`; `named` are the columns of what the conditions asked."""
		user, reason = frappe.session.user, self.reason
		status = RunStatus.SKIPPED if reason else RunStatus.QUEUED
		steps = self.definition.steps if self.definition else ()
		begins = None if reason else now + timedelta(seconds=seconds_to_wait(self.rule))
		return (
			frappe.generate_hash(length=10), user, now, now, user, 0, 0,
			self.rule.name, self.rule.version, *self.record, status,
			reason and reason.key, reason and reason.sentence, now if reason else None,
			self.event, self.occasion, self.once_key, self.moment, self.actor, self.depth, int(self.is_bulk),
			json.dumps([seen.as_dict() for seen in self.seen]) if self.seen else None,
			self.rule.priority, places.as_text(places.first(steps)), begins,
			*(named.get(column) for column in asked.COLUMNS.values()),
		)  # fmt: skip


def start(starts: Sequence[Start]) -> None:
	"""Write the runs that are not there yet, and have those that begin done after the commit."""
	write(starts)
	keyed = [each for each in starts if each.once_key]
	if keyed:
		write([as_often_enough(each) for each in not_written(keyed)])
	if any(not each.reason for each in starts):
		RUNS.enqueue()


def write(starts: Sequence[Start]) -> None:
	"""Insert these runs, but for those of which there is one already, or of whose kind there is to be one only."""
	now = now_datetime()
	links = {id(each): each.links_told_of() for each in starts}
	held = asked.names_held(each.record for each in starts if links[id(each)])
	named = {
		id(each): asked.asked_of(each.record[0], links[id(each)], held.get(each.record, {}))
		for each in starts
	}
	insert_missing(RUN, COLUMNS, [each.row(now, named[id(each)]) for each in starts])


def not_written(starts: Sequence[Start]) -> list[Start]:
	"""Return those of which no run was written: another one of their kind was there before."""
	run = frappe.qb.DocType(RUN)
	query = frappe.qb.from_(run).select(run.rule, run.occasion)
	query = query.where(run.rule.isin(list({each.rule.name for each in starts})))
	rows = set(query.where(run.occasion.isin([each.occasion for each in starts])).run())
	return [each for each in starts if (each.rule.name, each.occasion) not in rows]


def as_often_enough(each: Start) -> Start:
	"""Return the same as what does not run, since the rule has run as often as it may."""
	sentence = {
		HowOften.ONCE: _("It has run for this record already."),
		HowOften.ONCE_A_DAY: _("It has run for this record today already."),
		HowOften.ONCE_PER_STAGE: _("It has run for this record in this stage already."),
	}[each.definition.how_often]
	return replace(each, once_key=None, reason=Reason(ReasonKey.OFTEN, sentence))


def once_key(rule: str, definition: Definition, record: Record, present: Present) -> str | None:
	"""Return what only one run of a rule may have; `None` where it runs every time. What was sent through a form counts by its contact."""
	if definition.how_often == HowOften.EVERY_TIME:
		return None
	_doctype, name = subject_of(*record) or record
	if definition.how_often == HowOften.ONCE:
		return f"once:{rule}:{name}"
	if definition.how_often == HowOften.ONCE_A_DAY:
		return f"day:{rule}:{name}:{present.today}"
	since = frappe.db.get_value(*record, "stage_entered_on")
	return f"stage:{rule}:{name}:{since}"
