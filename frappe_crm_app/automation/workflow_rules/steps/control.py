"""If and else, repetition, and the end of a run."""

from dataclasses import dataclass

from frappe import _, _lt

from frappe_crm_app.automation.workflow_rules.definition import read_present_tree
from frappe_crm_app.automation.workflow_rules.values import matches_now
from frappe_crm_app.kit.conditions.trees import Group
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	StepType,
	refuse,
	refuse_unknown_keys,
)

IF_LABEL, REPEAT_LABEL, STOP_LABEL = _lt("If"), _lt("Repeat until it holds"), _lt("Stop")
THEN, ELSE, STEPS = "then", "else", "steps"
MOST_ROUNDS = 100


@dataclass(frozen=True)
class Repetition:
	"""Until when, and how often at most."""

	until: Group
	most: int


def read_if(given: dict, reading: Reading) -> Group:
	"""Return what is asked."""
	refuse_unknown_keys(given, ("if",), IF_LABEL)
	return read_present_tree(given.get("if"), reading)


def run_if(context: Context, tree: Group) -> Done:
	"""Go on in the branch that the record belongs to."""
	is_so = matches_now(tree, context.record, context.present)
	return Done(_("It is so.") if is_so else _("It is not so."), branch=THEN if is_so else ELSE)


def read_repeat(given: dict, reading: Reading) -> Repetition:
	"""Return until when to repeat; a repetition stands in no other one."""
	refuse_unknown_keys(given, ("until", "most"), REPEAT_LABEL)
	most = given.get("most")
	if reading.is_in_loop:
		refuse(_("A repetition cannot stand in another one."))
	if type(most) is not int or not 0 < most <= MOST_ROUNDS:
		refuse(_("Say how often to repeat at most, 1 to {0} times.").format(MOST_ROUNDS))
	return Repetition(read_present_tree(given.get("until"), reading), most)


def run_repeat(context: Context, repetition: Repetition) -> Done:
	"""Go into the next round, unless it holds or there were enough."""
	if matches_now(repetition.until, context.record, context.present):
		return Done(_("It holds."), iteration=0)
	if context.iteration >= repetition.most:
		return Done(_("It does not hold after {0} rounds.").format(repetition.most), iteration=0)
	return Done(_("Round {0}.").format(context.iteration + 1), branch=STEPS, iteration=context.iteration + 1)


def read_stop(given: dict, _reading: Reading) -> str:
	"""Return why the run stops, as it is shown."""
	refuse_unknown_keys(given, ("reason",), STOP_LABEL)
	reason = given.get("reason", "")
	if not isinstance(reason, str) or len(reason) > 200:
		refuse(_("Say in a sentence why the run stops."))
	return reason


def run_stop(_context: Context, reason: str) -> Done:
	"""End the run."""
	return Done(reason or _("The rule ends here."), ends_run=True)


IF = StepType(
	"if",
	IF_LABEL,
	read_if,
	run_if,
	branches=(THEN, ELSE),
	inputs=(Input("if", _lt("If"), InputKind.CONDITIONS, is_needed=True),),
	branch_labels={THEN: _lt("Then"), ELSE: _lt("Otherwise")},
)
REPEAT = StepType(
	"repeat",
	REPEAT_LABEL,
	read_repeat,
	run_repeat,
	branches=(STEPS,),
	is_loop=True,
	inputs=(
		Input("until", _lt("Until"), InputKind.CONDITIONS, is_needed=True),
		Input("most", _lt("At most so many times"), InputKind.NUMBER, is_needed=True, default=3),
	),
	branch_labels={STEPS: _lt("Each time")},
)
STOP = StepType(
	"stop", STOP_LABEL, read_stop, run_stop, inputs=(Input("reason", _lt("Because"), InputKind.TEXT),)
)
