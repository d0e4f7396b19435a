"""What is wrong with a rule that somebody writes, each beside the part that it is about.

Each part is read alone, together with a rule's simplest other parts, by the reader that the whole is read by: so both say the same.
"""

from collections.abc import Callable, Iterator, Mapping

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.archived_stages import refuse_archived_stages
from frappe_crm_app.automation.workflow_rules.definition import (
	DEEPEST,
	RECORD_TYPES,
	read_definition,
	read_step,
)
from frappe_crm_app.automation.workflow_rules.editor.sentences import sentence_of
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften
from frappe_crm_app.kit.conditions import trees
from frappe_crm_app.kit.conditions.trees import Join
from frappe_crm_app.kit.sentences import as_text, sentence_in
from frappe_crm_app.kit.workflow_steps import Reading, all_types

SIMPLEST = {"conditions": {"all": []}, "steps": [{"step": "stop"}], "how_often": HowOften.EVERY_TIME}
Place = tuple[int | str, ...]
Rule = Mapping[str, object]


def check(rule: Rule) -> dict:
	"""Return `{sentence, problems}`; a rule with problems has no sentence."""
	found = problems_of(rule)
	return {"sentence": None if found else sentence_of(rule), "problems": found}


def problems_of(rule: Rule) -> list[dict]:
	"""Return `{part, place, message}` of each part that cannot be so: title, trigger, conditions, steps, more, or rule for the whole.

	`place` leads to a condition, by numbers in groups, or to a step, as `places.py` says it: `1.then.0`.
	"""
	if rule.get("record_type") not in RECORD_TYPES:
		return [said("trigger", (), _("Choose what the rule is about."))]
	found = [*problem_of_title(rule), *problems_of_parts(rule)]
	return found or [*tried("rule", (), lambda: read_definition(rule))]


def problem_of_title(rule: Rule) -> Iterator[dict]:
	"""Yield that a rule has no title."""
	if not rule.get("title"):
		yield said("title", (), _("Give the rule a title."))


def problems_of_parts(rule: Rule) -> Iterator[dict]:
	"""Yield what is wrong with trigger, conditions, steps, and how often it runs."""
	simplest = {**rule, **SIMPLEST}
	trigger = [*tried("trigger", (), lambda: read_definition(simplest))]
	yield from trigger
	if not trigger:
		yield from problems_of_conditions(simplest, rule.get("conditions") or {}, ())
		yield from tried(
			"more", (), lambda: read_definition({**simplest, "how_often": rule.get("how_often")})
		)
	steps = rule.get("steps") or []
	if not steps:
		yield said("steps", (), _("A rule does something: add a step."))
	yield from problems_of_steps(steps, Reading(rule["record_type"]), ())


def problems_of_conditions(simplest: Rule, group: object, place: Place) -> Iterator[dict]:
	"""Yield what is wrong with each test in a group."""
	members = members_of(group)
	if members is None or len(place) >= trees.DEEPEST:
		yield from tried("conditions", place, lambda: read_definition({**simplest, "conditions": group}))
		return
	for number, member in enumerate(members):
		if members_of(member) is not None:
			yield from problems_of_conditions(simplest, member, (*place, number))
		else:
			alone = {**simplest, "conditions": {"all": [member]}}
			yield from tried("conditions", (*place, number), lambda alone=alone: read_definition(alone))


def members_of(group: object) -> list | None:
	"""Return what is in a group, `None` where it is none."""
	if not isinstance(group, dict):
		return None
	if not group:
		return []
	(key, *others), members = group, next(iter(group.values()))
	is_group = not others and key in set(map(str, Join)) and isinstance(members, list)
	return members if is_group else None


def problems_of_steps(steps: object, reading: Reading, place: Place) -> Iterator[dict]:
	"""Yield what is wrong with each step, those in others included."""
	is_too_deep = len(place) >= 2 * DEEPEST  # the whole is refused for it
	for number, step in enumerate(steps if isinstance(steps, list) and not is_too_deep else []):
		here = (*place, number)
		found = all_types().get(str(step.get("step"))) if isinstance(step, dict) else None
		branches = found.branches if found else ()
		own = {key: value for key, value in step.items() if key not in branches} if found else step
		yield from tried("steps", here, lambda own=own: refuse_wrong_step(own, reading))
		inside = Reading(reading.record_type, reading.is_in_loop or bool(found and found.is_loop))
		for branch in branches:
			yield from problems_of_steps(step.get(branch) or [], inside, (*here, branch))


def refuse_wrong_step(step: object, reading: Reading) -> None:
	"""Raise `RuleError` for a step that cannot be read, or that moves records to where nothing comes."""
	read_step(step, reading, 1)
	refuse_archived_stages(step)


def tried(part: str, place: Place, read: Callable[[], object]) -> Iterator[dict]:
	"""Yield what a reader refuses, if it does."""
	try:
		read()
	except frappe.ValidationError as error:
		frappe.clear_last_message()
		yield said(part, place, as_text(sentence_in(error)))


def said(part: str, place: Place, message: str) -> dict:
	"""Return a problem as the page gets it."""
	return {"part": part, "place": ".".join(map(str, place)), "message": message}
