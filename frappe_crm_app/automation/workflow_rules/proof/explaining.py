"""Why rules ran for a record, or did not: each rule of its type, what happened that it listens to, and what stopped it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import frappe
from frappe import _
from frappe.utils import format_datetime, now_datetime

from frappe_crm_app.automation.workflow_rules.asked import hidden_links, links_of_steps
from frappe_crm_app.automation.workflow_rules.condition_wording import condition_text, values_text
from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.proof.runs import Found, find
from frappe_crm_app.automation.workflow_rules.rules import readable_definition
from frappe_crm_app.automation.workflow_rules.wording import as_sentence, rule_text, trigger_text
from frappe_crm_app.frappe_crm_app.doctype.crm_domain_event.options import OVER
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import RunStatus
from frappe_crm_app.kit.conditions.held import DATES, held_value
from frappe_crm_app.kit.conditions.trees import Test
from frappe_crm_app.kit.domain_events.kinds import all_kinds
from frappe_crm_app.kit.sentences import as_text
from frappe_crm_app.kit.workflow_steps import Record, all_types, readable_fields
from frappe_crm_app.visibility.link_titles import hidden_title

MOST_TOLD = 20  # occasions of one rule
NOT_RUN, NOT_TOLD = "Not Run", "Not Told"


@dataclass(frozen=True)
class Explanation:
	"""What is told of a record; of rules themselves, and of what they saw, only to who oversees them."""

	record: Record
	is_overseen: bool

	@cached_property
	def found(self) -> Found:
		"""What is stored."""
		return find(self.record, self.is_overseen)

	@cached_property
	def fields(self) -> set[str]:
		"""The fields that the session's user may ask for."""
		return set(readable_fields(self.record[0]))

	def rules(self) -> list[dict]:
		"""Return the rules, those first that come first; see `api.explain`."""
		return [self.told(rule) for rule in self.found.rules]

	def told(self, rule: frappe._dict) -> dict:
		"""Return one rule with its occasions, the newest first."""
		definition, _reason = readable_definition(rule.version) if rule.version else (None, None)
		occasions = sorted(self.occasions(rule, definition), key=lambda each: each["on"], reverse=True)
		return {
			"rule": rule.name,
			"title": rule.title,
			"is_enabled": int(rule.is_enabled),
			"sentence": rule_text(definition) if definition and self.is_overseen else "",
			"paused_reason": as_text(rule.paused_reason) if self.is_overseen else None,
			"remark": self.remark(definition) if definition and self.is_overseen else None,
			"events": occasions[:MOST_TOLD],
		}

	def remark(self, definition: Definition) -> str | None:
		"""Return that a rule asks for what the session's user does not see, `None` where it does not."""
		links = {test.field.link for test in definition.conditions.tests()} | links_of_steps(definition)
		if not links & self.hidden_links:
			return None
		return _("It asks for what you do not see. What that decided is not told.")

	def occasions(self, rule: frappe._dict, definition: Definition | None) -> Iterator[dict]:
		"""Yield the runs of a rule, and the events of which no run came."""
		events = {event.name: event for event in self.found.events if event.kind == rule.event_kind}
		runs = [run for run in self.found.runs if run.rule == rule.name]
		for run in runs:
			event = events.get(run.event)
			if run.name in self.found.seen:
				yield self.of_run(run, event, rule, definition)
			elif event or rule.trigger_type == TriggerType.DATE:
				yield self.untold(run, event, definition)
		if self.is_overseen and rule.trigger_type == TriggerType.EVENT:
			heard = {run.event for run in runs}
			yield from (self.of_event(event, rule) for event in events.values() if event.name not in heard)

	def of_run(
		self, run: frappe._dict, event: frappe._dict | None, rule: frappe._dict, definition: Definition | None
	) -> dict:
		"""Return what came of an occasion."""
		label = (
			label_of_kind(event.kind)
			if event
			else (as_sentence(trigger_text(definition)) if definition else rule.title)
		)
		return {
			"event": run.event,
			"label": label if self.is_overseen or event else rule.title,
			"on": (event and event.occurred_on) or run.moment or run.creation,
			"status": run.status,
			"reason": as_text(run.reason) or reason_of_waiting(run, rule),
			"run": run.name,
			"seen": self.seen(run) if self.is_overseen else None,
			"did": [self.step(row) for row in self.found.steps.get(run.name, ())],
		}

	def untold(self, run: frappe._dict, event: frappe._dict | None, definition: Definition | None) -> dict:
		"""Return of an occasion only that it came: what became of it depends on what the session's user does not see.

		By a schedule or a button there are only runs of records that fulfil the conditions, so of these not even that.
		"""
		label = (
			label_of_kind(event.kind)
			if event
			else as_sentence(trigger_text(definition))
			if definition
			else ""
		)
		return {
			"event": run.event,
			"label": label,
			"on": (event and event.occurred_on) or run.moment,
			"status": NOT_TOLD,
			"reason": _("What became of it depends on a record that you do not see."),
			"run": None,
			"seen": None,
			"did": [],
		}

	def of_event(self, event: frappe._dict, rule: frappe._dict) -> dict:
		"""Return why nothing came of an event."""
		return {
			"event": event.name,
			"label": label_of_kind(event.kind),
			"on": event.occurred_on,
			"status": NOT_RUN,
			"reason": reason_of_silence(event, rule),
			"run": None,
			"seen": None,
			"did": [],
		}

	def step(self, row: frappe._dict) -> dict:
		"""Return what a step did."""
		kind = all_types().get(row.step_type)
		label = str(kind.label) if kind else row.step_type
		return {
			"label": label,
			"status": row.status,
			"detail": as_text(row.reason or row.detail or ""),
			"on": row.creation,
		}

	def seen(self, run: frappe._dict) -> list[dict] | None:
		"""Return each condition with the value that it met, of fields that the session's user may read."""
		definition, _reason = readable_definition(run.version) if run.seen else (None, None)
		if not definition:
			return None
		tests, values = list(definition.conditions.tests()), json.loads(run.seen)
		if len(tests) != len(values):
			return None
		pairs = zip(tests, values, strict=True)
		return [self.met(test, value) for test, value in pairs if test.field.path in self.fields]

	def met(self, test: Test, seen: dict) -> dict:
		"""Return one condition and what it met."""
		held = seen["held"]
		if test.field.kind in DATES:
			held = held_value(test.field.kind, held)
		is_hidden = bool(test.field.link) and test.field.link in self.hidden_links
		return {
			"text": as_sentence(condition_text(test)),
			"value": hidden_title() if is_hidden else values_text(test.field, [held])[0],
			"holds": None if is_hidden else bool(seen["is_fulfilled"]),
		}

	@cached_property
	def hidden_links(self) -> set[str]:
		"""The links of the record to what the session's user does not see."""
		return hidden_links(self.record, {path.partition(".")[0] for path in self.fields if "." in path})


def label_of_kind(kind: str) -> str:
	"""Return what people call an event."""
	found = all_kinds().get(kind)
	return str(found.label) if found else kind


def reason_of_waiting(run: frappe._dict, rule: frappe._dict) -> str | None:
	"""Return for what a run waits, `None` where it is over or about to go on."""
	if run.awaited_kind:
		return _("It waits for this, until {0}: {1}.").format(
			format_datetime(run.next_attempt_on), label_of_kind(run.awaited_kind)
		)
	if run.status not in (RunStatus.QUEUED, RunStatus.WAITING) or not is_ahead(run.next_attempt_on):
		return None
	if run.status == RunStatus.QUEUED and rule.most_runs_a_minute:
		sentence = _("It begins at {0}: the rule runs at most {1} times a minute.")
		return sentence.format(format_datetime(run.next_attempt_on), rule.most_runs_a_minute)
	return _("It waits until {0}.").format(format_datetime(run.next_attempt_on))


def is_ahead(moment: datetime | None) -> bool:
	"""Return whether a moment is still to come."""
	return bool(moment) and moment > now_datetime()


def reason_of_silence(event: frappe._dict, rule: frappe._dict) -> str:
	"""Return why a rule left no trace of an event."""
	if not rule.is_enabled or not rule.enabled_on:
		return _("The rule is off.")
	if event.occurred_on < rule.enabled_on:
		return _("The rule was not on yet, or listened to something else.")
	if event.status not in OVER:
		return _("It has not been looked at yet.")
	return _("What came of it is not kept any more.")
