"""What a rule says, read from JSON: refused in one sentence where it says nothing that can be done."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import frappe
from croniter import croniter
from frappe import _

from frappe_crm_app.automation.workflow_rules.steps.linked import BECOMES
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften, TriggerType
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import DATES
from frappe_crm_app.kit.conditions.operators import CHANGED
from frappe_crm_app.kit.conditions.trees import Group, Side, Test, asks_for_before, read_tree
from frappe_crm_app.kit.domain_events.changes import is_deleted
from frappe_crm_app.kit.domain_events.kinds import Kind, all_kinds
from frappe_crm_app.kit.workflow_steps import (
	Reading,
	StepType,
	all_types,
	refuse,
	shown,
)
from frappe_crm_app.records.pipeline.kinds import KIND_OF_DOCTYPE
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.labels import label_of

MOST_STEPS = 50
DEEPEST = 5
MOST_DAYS = 3650
LONGEST = 60_000  # characters of a definition
AT_RANDOM = re.compile(r"(?<![a-z])[rh](?![a-z])", re.IGNORECASE)  # what croniter takes for any time
RECORD_TYPES = GUARDED["CRM Workflow Run"].through[0].doctypes
# What makes up a version, by the fields of CRM Workflow Rule.
TRIGGER_FIELDS = ("trigger_type", "event_kind", "date_field", "days", "cron", "button_label")
DEFINING = (
	"record_type", *TRIGGER_FIELDS, "conditions", "steps", "how_often", "counts_bulk", "may_follow_itself",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
	"""A step of a rule: its type, what it is to do, and the steps that stand in it."""

	type: StepType
	options: object
	branches: Mapping[str, "tuple[Step, ...]"] = field(default_factory=dict)

	@property
	def is_loop(self) -> bool:
		"""Whether its branch leads back to it."""
		return self.type.is_loop


@dataclass(frozen=True)
class Definition:
	"""What a rule says."""

	record_type: str
	trigger_type: TriggerType
	event_kind: str | None
	date_field: str | None
	days: int
	cron: str | None
	conditions: Group
	steps: tuple[Step, ...]
	how_often: HowOften
	counts_bulk: bool
	may_follow_itself: bool

	def all_steps(self) -> Iterator[Step]:
		"""Yield every step, those in others included."""
		yield from every_step(self.steps)

	def awaited_kinds(self) -> set[str]:
		"""Return the kinds of events for which steps wait."""
		return {kind for step in self.all_steps() for kind in step.type.kinds(step.options)}


def every_step(steps: tuple[Step, ...]) -> Iterator[Step]:
	"""Yield these steps and those in them."""
	for step in steps:
		yield step
		for inner in step.branches.values():
			yield from every_step(inner)


def read_definition(given: Mapping[str, object], is_stored: bool = False) -> Definition:
	"""Return what a rule says, given by the fields in `DEFINING`, `conditions` and `steps` as JSON holds them; raises `RuleError` or `ConditionError`."""
	record_type = given["record_type"]
	if record_type not in RECORD_TYPES:
		refuse(_("Rules are not about {0}.").format(label_of(str(record_type))))
	if not is_stored:
		refuse_too_large_or_deep([given.get("conditions"), given.get("steps")])
	reading = Reading(record_type, is_stored=is_stored)
	trigger_type, fields = read_trigger_type(given.get("trigger_type")), reading.fields
	conditions = read_tree(given.get("conditions") or {"all": []}, fields)
	definition = Definition(
		record_type=record_type,
		trigger_type=trigger_type,
		event_kind=given.get("event_kind") or None,
		date_field=given.get("date_field") or None,
		days=int(given.get("days") or 0),
		cron=given.get("cron") or None,
		conditions=conditions,
		steps=read_steps(given.get("steps") or [], reading),
		how_often=HowOften(given.get("how_often") or HowOften.EVERY_TIME),
		counts_bulk=bool(given.get("counts_bulk")),
		may_follow_itself=bool(given.get("may_follow_itself")),
	)
	READERS[trigger_type](definition, fields)
	refuse_unknown_past(definition)
	refuse_too_much(definition)
	return definition


def refuse_too_large_or_deep(given: object) -> None:
	"""Raise `RuleError` for conditions or steps that are too long or too deep, or of which JSON or the database has no such value."""
	try:
		size = len(json.dumps(given, ensure_ascii=False, allow_nan=False, default=str).encode())
	except (RecursionError, ValueError):
		refuse(
			_(
				"What the rule says cannot be stored: it stands in itself too deep, or has a value that is none."
			)
		)
	if size > LONGEST:
		refuse(_("The rule is too long."))


def read_trigger_type(given: object) -> TriggerType:
	"""Return what makes a rule run; raises `RuleError` where that is not said."""
	if not isinstance(given, str) or given not in set(map(str, TriggerType)):
		refuse(_("Choose when the rule runs."))
	return TriggerType(given)


def read_event(definition: Definition, _fields: Mapping[str, ConditionField]) -> None:
	"""Refuse a kind of event that there is none of, or that is not about such a record."""
	kind = all_kinds().get(definition.event_kind or "")
	if not kind or kind.doctype != definition.record_type:
		refuse(
			_("Choose an event that happens to a record of type {0}.").format(
				label_of(definition.record_type)
			)
		)
	if kind.happened is is_deleted:
		refuse(_("Nothing can be done with a record that is deleted."))


def read_date(definition: Definition, fields: Mapping[str, ConditionField]) -> None:
	"""Refuse a field that holds no date, and too many days."""
	chosen = fields.get(definition.date_field or "")
	if not chosen or chosen.link or chosen.kind not in DATES:
		refuse(_("Choose a date of {0}.").format(label_of(definition.record_type)))
	if abs(definition.days) > MOST_DAYS:
		refuse(_("A rule runs at most {0} days before or after a date.").format(MOST_DAYS))


def read_schedule(definition: Definition, _fields: Mapping[str, ConditionField]) -> None:
	"""Refuse what is no schedule; one of seconds is none."""
	cron = definition.cron or ""
	if len(cron.split()) != 5 or AT_RANDOM.search(cron) or not croniter.is_valid(cron):
		refuse(_("“{0}” is no schedule.").format(shown(cron)))
	try:
		croniter(cron).get_next()
	except ValueError:  # no day is found in fifty years
		refuse(_("“{0}” never comes.").format(shown(cron)))


def read_button(definition: Definition, _fields: Mapping[str, ConditionField]) -> None:
	"""Refuse records that nobody may change, and so has no button on; the label is no part of what runs do."""
	if definition.record_type in BECOMES:
		refuse(_("A {0} has no buttons.").format(label_of(definition.record_type)))


READERS = {
	TriggerType.EVENT: read_event,
	TriggerType.DATE: read_date,
	TriggerType.SCHEDULE: read_schedule,
	TriggerType.BUTTON: read_button,
}


def refuse_unknown_past(definition: Definition) -> None:
	"""Raise `RuleError` where conditions ask what a field held before, and the trigger does not tell."""
	kind = (
		all_kinds().get(definition.event_kind or "") if definition.trigger_type == TriggerType.EVENT else None
	)
	for test in definition.conditions.tests():
		if asks_for_past(test) and not tells_past(kind, test):
			refuse(_("It is not known what {0} was before.").format(test.field.label))
	is_asked_again = any(
		getattr(step.options, "only_if_still_true", False) for step in definition.all_steps()
	)
	if is_asked_again and asks_for_before(definition.conditions):
		refuse(_("Conditions on what was before cannot be asked again after a wait."))


def asks_for_past(test: Test) -> bool:
	"""Return whether a test asks what was before."""
	return test.side == Side.BEFORE or test.operator.key == CHANGED


def tells_past(kind: Kind | None, test: Test) -> bool:
	"""Return whether events of a kind tell what the field of a test held before."""
	if not kind or test.field.link or not kind.happened:
		return False
	return not kind.fields or test.field.path in kind.fields


def refuse_too_much(definition: Definition) -> None:
	"""Raise `RuleError` for a rule without steps, with too many, or one run for each stage of records that have none."""
	number = sum(1 for _step in definition.all_steps())
	if not number:
		refuse(_("A rule does something: add a step."))
	if number > MOST_STEPS:
		refuse(_("A rule has at most {0} steps.").format(MOST_STEPS))
	if definition.how_often == HowOften.ONCE_PER_STAGE and definition.record_type not in KIND_OF_DOCTYPE:
		refuse(_("{0} stands in no stage.").format(label_of(definition.record_type)))


def read_steps(given: object, reading: Reading, depth: int = 1) -> tuple[Step, ...]:
	"""Return the steps in a list."""
	if not isinstance(given, list):
		refuse(_("The steps of a rule are a list."))
	if depth > DEEPEST:
		refuse(_("Steps stand in each other at most {0} deep.").format(DEEPEST))
	if len(given) > MOST_STEPS:
		refuse(_("A rule has at most {0} steps.").format(MOST_STEPS))
	return tuple(read_step(each, reading, depth) for each in given)


def read_step(given: object, reading: Reading, depth: int) -> Step:
	"""Return one step with those that stand in it."""
	if not isinstance(given, dict) or not isinstance(given.get("step"), str):
		refuse(_("A step says what it does."))
	found = all_types().get(given["step"])
	if not found:
		refuse(_("There is no step “{0}”.").format(shown(given["step"])))
	own = {key: value for key, value in given.items() if key not in found.branches}
	inside = replace(reading, is_in_loop=reading.is_in_loop or found.is_loop)
	branches = {branch: read_steps(given.get(branch) or [], inside, depth + 1) for branch in found.branches}
	return Step(found, found.read(own, reading), branches)


def read_present_tree(given: object, reading: Reading) -> Group:
	"""Return conditions on a record as it is when a step comes to them."""
	tree = read_tree(given, reading.fields)
	if asks_for_before(tree):
		refuse(_("A step asks for what is, not for what was before."))
	return tree


def as_json(given: Mapping[str, object]) -> str:
	"""Return a definition as a version stores it: the same for what means the same."""
	text = frappe.as_json({name: given.get(name) for name in DEFINING}, indent=1)
	if len(text) > LONGEST:
		refuse(_("The rule is too long."))
	return text
