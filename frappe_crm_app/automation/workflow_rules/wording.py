"""What a rule says in plain words: "When a deal moves to another stage and Stage is Proposal, then wait 3 days".

`condition_text` (`condition_wording.py`), `trigger_text` and `step_text` (`step_wording.py`) are phrases that begin as they stand within
a sentence; `as_sentence` makes one stand alone.
"""

from collections.abc import Sequence

from croniter import croniter
from frappe import _
from frappe.utils import format_time

from frappe_crm_app.automation.workflow_rules.condition_wording import condition_text, conditions_text
from frappe_crm_app.automation.workflow_rules.definition import Definition, Step
from frappe_crm_app.automation.workflow_rules.step_wording import step_text
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.kit.conditions.fields import fields_of
from frappe_crm_app.kit.domain_events.kinds import all_kinds
from frappe_crm_app.kit.phrases import plural
from frappe_crm_app.visibility.labels import label_of

__all__ = ["as_sentence", "condition_text", "conditions_text", "rule_text", "step_text", "trigger_text"]
DAILY = ("*", "*")
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def rule_text(definition: Definition) -> str:
	"""Return a whole rule as one sentence."""
	steps = steps_text(definition.steps, definition.record_type)
	if not definition.conditions.members:
		return as_sentence(_("{0}, then {1}").format(trigger_text(definition), steps))
	asked = conditions_text(definition.conditions)
	return as_sentence(_("{0} and {1}, then {2}").format(trigger_text(definition), asked, steps))


def steps_text(steps: Sequence[Step], record_type: str) -> str:
	"""Return steps one after the other."""
	return "; ".join(step_with_branches(step, record_type) for step in steps)


def step_with_branches(step: Step, record_type: str) -> str:
	"""Return a step with those that stand in it: "if Value is empty, then (tag it “Seen”; stop), otherwise wait 3 days"."""
	phrase = step_text(step, record_type)
	for branch, steps in step.branches.items():
		if steps:
			text = steps_text(steps, record_type)
			label = str(step.type.branch_labels.get(branch, branch))
			phrase = _("{0}, {1} {2}").format(
				phrase, label[:1].lower() + label[1:], f"({text})" if len(steps) > 1 else text
			)
	return phrase


def as_sentence(phrase: str) -> str:
	"""Return a phrase as it stands alone: with a capital letter."""
	return phrase[:1].upper() + phrase[1:]


def trigger_text(definition: Definition) -> str:
	"""Return what makes a rule look at a record."""
	return TRIGGERS[definition.trigger_type](definition)


def event_text(definition: Definition) -> str:
	kind = all_kinds().get(definition.event_kind or "")
	label = str(kind.label) if kind else definition.event_kind or ""
	return _("when {0}").format(label[:1].lower() + label[1:])


def date_text(definition: Definition) -> str:
	field = fields_of(definition.record_type).get(definition.date_field or "")
	label, days = field.label if field else definition.date_field, definition.days
	of = label_of(definition.record_type)
	if not days:
		return _("when {0} of a record has come: {1}").format(label, of)
	if days > 0:
		return plural(
			days, "one day after {1} of a record: {2}", "{0} days after {1} of a record: {2}", label, of
		)
	return plural(
		-days, "one day before {1} of a record: {2}", "{0} days before {1} of a record: {2}", label, of
	)


def schedule_text(definition: Definition) -> str:
	of = label_of(definition.record_type)
	minute, hour, day, month, weekday = (definition.cron or "* * * * *").split()
	if minute.isdigit() and hour.isdigit() and (day, month) == DAILY and croniter.is_valid(definition.cron):
		at = format_time(f"{int(hour):02}:{int(minute):02}:00", "HH:mm")
		if weekday == "*":
			return _("every day at {0}, for each record: {1}").format(at, of)
		if weekday in "0123456":
			name = _(WEEKDAYS[int(weekday)])
			return _("every {0} at {1}, for each record: {2}").format(name, at, of)
	return _("at the times “{0}”, for each record: {1}").format(definition.cron, of)


def button_text(definition: Definition) -> str:
	return _("when somebody presses the button on a record: {0}").format(label_of(definition.record_type))


TRIGGERS = {
	TriggerType.EVENT: event_text,
	TriggerType.DATE: date_text,
	TriggerType.SCHEDULE: schedule_text,
	TriggerType.BUTTON: button_text,
}
