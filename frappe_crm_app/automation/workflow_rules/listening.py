"""Hears what happens (hook `crm_domain_event`): makes runs of the rules that it concerns, and wakes runs that wait for it.

Called in a job after the commit, at least once for each event; rules are looked at once for each (`starting.py`).
"""

import json

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.matching import (
	Occurrence,
	Reason,
	reason_of_conditions,
	reason_of_occurrence,
	seen_tests,
)
from frappe_crm_app.automation.workflow_rules.rules import (
	RUN,
	enabled_rules,
	kinds_wanted,
	pause,
	readable_definition,
	reason_of_owner,
	version_at,
)
from frappe_crm_app.automation.workflow_rules.starting import Start, once_key, start
from frappe_crm_app.automation.workflow_rules.steps.linked import SUBMISSION
from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from frappe_crm_app.automation.workflow_rules.values import overlaid, present_of, read_values
from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import RunStatus
from frappe_crm_app.kit.conditions.fields import links_of
from frappe_crm_app.kit.conditions.predicate import Record as Values
from frappe_crm_app.kit.domain_events.cause import DEEPEST
from frappe_crm_app.kit.outbox.outcomes import TryLater
from frappe_crm_app.kit.workflow_steps import Record
from frappe_crm_app.visibility.guarded import CONTACT

EVENT = "CRM Domain Event"
FIELDS = [
	"name", "kind", "reference_doctype", "reference_name", "changes", "actor", "cause_event", "cause_rule", "depth",
	"is_bulk", "occurred_on",
]  # fmt: skip
AGAIN = 10  # seconds


def heard(kind: str, name: str) -> None:
	"""Look at every rule that listens to an event."""
	event = frappe.db.get_value(EVENT, name, FIELDS, as_dict=True)
	if not event:
		return
	wait_for_contact(event)
	wake_waiting(event)
	rules = enabled_rules(trigger_type=TriggerType.EVENT, event_kind=kind)
	chain = chain_of(event) if rules else ()
	start([begun(rule, event, chain) for each in rules if (rule := as_it_was(each, event))])


heard.kinds = kinds_wanted


def as_it_was(rule: frappe._dict, event: frappe._dict) -> frappe._dict | None:
	"""Return a rule by the version that it had when something happened; `None` where it was off, or listened to something else."""
	version = version_at(rule, event.occurred_on) if event.occurred_on >= rule.enabled_on else None
	if not version or version == rule.version:
		return rule if version else None
	definition, _broken = readable_definition(version)
	is_heard = definition and definition.trigger_type == TriggerType.EVENT
	if not is_heard or definition.event_kind != event.kind:
		return None
	return frappe._dict(rule, version=version)


def wait_for_contact(event: frappe._dict) -> None:
	"""Raise `TryLater` where something was sent through a form and a job is about to make a contact of it: rules ask for that one."""
	if event.reference_doctype != SUBMISSION:
		return
	if frappe.db.get_value(SUBMISSION, event.reference_name, "status") == SubmissionStatus.RECEIVED:
		raise TryLater(seconds=AGAIN)


def begun(rule: frappe._dict, event: frappe._dict, chain: tuple[str, ...]) -> Start:
	"""Return the run of a rule because of an event, with the reason where it does not begin."""
	definition, broken = readable_definition(rule.version)
	if broken:
		pause(rule.name, broken)
		return start_of(rule, event, None, broken)
	occurrence = Occurrence(bool(event.is_bulk), chain)
	reason = reason_of_occurrence(rule.name, definition, occurrence)
	return start_of(rule, event, definition, reason) if reason else asked(rule, event, definition)


def asked(rule: frappe._dict, event: frappe._dict, definition: Definition) -> Start:
	"""Return the run of a rule whose conditions are asked of the record, as it was then."""
	record, present = (event.reference_doctype, event.reference_name), present_of(rule.rule_owner)
	changes, fields = (
		json.loads(event.changes or "{}"),
		[test.field for test in definition.conditions.tests()],
	)
	now = (read_values(record, fields) if fields else None) or {}
	values = Values(after=overlaid(now, changes, 1), before=overlaid(now, changes, 0))
	reason = reason_of_conditions(definition.conditions, values, present) or refused_owner(rule)
	return start_of(
		rule,
		event,
		definition,
		reason,
		seen=tuple(seen_tests(definition.conditions, values, present)),
		once_key=None if reason else once_key(rule.name, definition, record, present),
	)


def start_of(
	rule: frappe._dict,
	event: frappe._dict,
	definition: Definition | None,
	reason: Reason | None,
	**more: object,
) -> Start:
	"""Return the run of a rule because of an event."""
	return Start(
		rule=rule,
		definition=definition,
		record=(event.reference_doctype, event.reference_name),
		occasion=event.name,
		event=event.name,
		actor=event.actor,
		depth=event.depth,
		is_bulk=bool(event.is_bulk),
		reason=reason,
		**more,
	)


def refused_owner(rule: frappe._dict) -> Reason | None:
	"""Return why a rule that would run now cannot act; it is paused then."""
	reason = reason_of_owner(rule)
	if reason:
		pause(rule.name, reason)
	return reason


def chain_of(event: frappe._dict) -> tuple[str, ...]:
	"""Return the rules from which an event followed, the nearest first."""
	chain, cause = [event.cause_rule], event.cause_event
	while cause and len(chain) <= DEEPEST:
		row = frappe.db.get_value(EVENT, cause, ["cause_rule", "cause_event"])
		rule, cause = row or (None, None)
		chain.append(rule)
	return tuple(rule for rule in chain if rule)


def wake_waiting(event: frappe._dict) -> None:
	"""Have the runs go on that wait for such an event: of the record itself, or of one to which it links."""
	if not frappe.db.exists(RUN, {"awaited_kind": event.kind, "status": RunStatus.WAITING}):
		return
	run = frappe.qb.DocType(RUN)
	names = [name for _doctype, name in records_of(event)]
	is_meant = (run.status == RunStatus.WAITING) & (run.awaited_kind == event.kind)
	query = frappe.qb.from_(run).select(run.name, run.reference_doctype, run.reference_name)
	rows = query.where(is_meant & run.reference_name.isin(names)).run()
	waiting = [name for name, *record in rows if tuple(record) in records_of(event)]
	waiting += waiting_for_contact(event)
	for name in waiting:
		values = {"heard_event": event.name, "awaited_kind": None, "next_attempt_on": now_datetime()}
		frappe.db.set_value(RUN, name, values, update_modified=False)
	if waiting:
		RUNS.enqueue()


def waiting_for_contact(event: frappe._dict) -> list[str]:
	"""Return the runs that wait for such an event of a contact, about what that contact sent through a form."""
	contacts = [name for doctype, name in records_of(event) if doctype == CONTACT]
	run, submission = frappe.qb.DocType(RUN), frappe.qb.DocType(SUBMISSION)
	if not contacts:
		return []
	is_meant = (run.status == RunStatus.WAITING) & (run.awaited_kind == event.kind)
	is_about = (run.reference_doctype == SUBMISSION) & submission.contact.isin(contacts)
	is_other = run.reference_name != event.reference_name  # that one is found by itself
	query = frappe.qb.from_(run).join(submission).on(submission.name == run.reference_name).select(run.name)
	return query.where(is_meant & is_about & is_other).run(pluck=True)


def records_of(event: frappe._dict) -> list[Record]:
	"""Return the record of an event, and those to which it links, by the links that conditions follow."""
	doctype, name = event.reference_doctype, event.reference_name
	if "_records" not in event:
		links, meta = links_of(doctype), frappe.get_meta(doctype)
		held = frappe.db.get_value(doctype, name, links, as_dict=True) if links else None
		linked = [(meta.get_field(link).options, held[link]) for link in links if held and held[link]]
		event["_records"] = [(doctype, name), *linked]
	return event["_records"]
