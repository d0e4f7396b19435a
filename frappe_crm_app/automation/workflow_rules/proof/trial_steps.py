"""What each step of a rule would do to one record now, and what would be refused."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import frappe
from frappe import _, _lt
from frappe.model.document import Document
from frappe.utils import format_datetime, get_fullname

from frappe_crm_app.automation.workflow_rules.computing import computed
from frappe_crm_app.automation.workflow_rules.definition import Step
from frappe_crm_app.automation.workflow_rules.people import users_of
from frappe_crm_app.automation.workflow_rules.proof.reader import Reader
from frappe_crm_app.automation.workflow_rules.steps import (
	assign,
	control,
	fields,
	mail,
	note,
	notify,
	stage,
	tag,
	waiting,
)
from frappe_crm_app.automation.workflow_rules.steps.linked import ITSELF, linked_record
from frappe_crm_app.automation.workflow_rules.values import matches_now
from frappe_crm_app.automation.workflow_rules.wording import as_sentence, step_text
from frappe_crm_app.kit.conflicts import is_conflict
from frappe_crm_app.kit.sentences import as_text, ended_once, sentence, sentence_in
from frappe_crm_app.kit.workflow_steps import Context, Record
from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.guards import HOLDER_FIELD
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.link_titles import hidden_title

REFUSALS = (frappe.ValidationError, frappe.PermissionError)
MOST_NAMES = 5


WAYS_OF_WAITING = {waiting.CAME: _lt("If it comes"), waiting.TIMEOUT: _lt("If it does not come")}
WAYS_UNSEEN = {
	control.THEN: _lt("If it is so"),
	control.ELSE: _lt("If it is not so"),
	control.STEPS: _lt("If need be"),
}
Told = tuple[str, str | None]
"""What more there is to say of a step, and why it would be refused."""


class Ends(Exception):
	"""A step ends the run."""


class TrialSteps:
	"""The steps of one trial: branches are followed by what holds now."""

	def __init__(self, context: Context, record_type: str, reader: Reader) -> None:
		self.context, self.record_type, self.reader = context, record_type, reader

	def told(self, steps: Sequence[Step]) -> Iterator[dict]:
		"""Yield `{depth, label, sentence, refused}` of the steps that would be done, in this order."""
		try:
			yield from self.block(steps, 0)
		except Ends:
			return

	def block(self, steps: Sequence[Step], depth: int) -> Iterator[dict]:
		"""Yield the steps of one branch."""
		for step in steps:
			yield from self.one(step, depth)

	def one(self, step: Step, depth: int) -> Iterator[dict]:
		"""Yield one step, and those in it that follow."""
		more, refused = self.more(step)
		does = ended_once(as_sentence(step_text(step, self.record_type)))
		line = {"depth": depth, "label": str(step.type.label), "sentence": f"{does} {more}".strip()}
		yield line | ({"refused": refused} if refused else {})
		if refused or step.type.key == control.STOP.key:
			raise Ends
		yield from self.inside(step, depth + 1)

	def more(self, step: Step) -> Told:
		"""Return what more there is to say of a step, if the reader sees what it would be said of."""
		say = SAID.get(step.type.key)
		if not say:
			return "", None
		is_seen = self.reader.sees_step(step, self.context)
		return say(self.context, step.options) if is_seen else (ended_once(hidden_title()), None)

	def inside(self, step: Step, depth: int) -> Iterator[dict]:
		"""Yield the steps that stand in one and would be done."""
		key = step.type.key
		if not self.reader.sees_step(step, self.context):
			yield from self.either(step, depth, WAYS_UNSEEN)
		elif key == control.IF.key:
			is_so = matches_now(step.options, self.context.record, self.context.present)
			yield from self.block(step.branches[control.THEN if is_so else control.ELSE], depth)
		elif key == control.REPEAT.key:
			if not matches_now(step.options.until, self.context.record, self.context.present):
				yield from self.block(step.branches[control.STEPS], depth)
		elif key == waiting.WAIT_FOR_EVENT.key:
			yield from self.either(step, depth, WAYS_OF_WAITING)

	def either(self, step: Step, depth: int, ways: Mapping[str, object]) -> Iterator[dict]:
		"""Yield each branch of a step: which is followed is not known now, or not told."""
		for branch, label in ways.items():
			if step.branches.get(branch):
				yield {"depth": depth, "label": str(label), "sentence": ""}
				yield from self.until_end(step.branches[branch], depth + 1)

	def until_end(self, steps: Sequence[Step], depth: int) -> Iterator[dict]:
		"""Yield the steps of a branch that may end the run, or not be followed at all."""
		try:
			yield from self.block(steps, depth)
		except Ends:
			return


def tell_wait(context: Context, wait: waiting.Wait) -> Told:
	until = waiting.end_of(context, wait)
	if until is None or until <= context.present.now:
		return _("There is nothing to wait for."), None
	return _("Until {0}.").format(format_datetime(until)), None


def tell_wait_for_event(context: Context, wait: waiting.WaitForEvent) -> Told:
	return _("Until {0}.").format(format_datetime(context.present.now + wait.time)), None


def tell_if(context: Context, tree: object) -> Told:
	return _("It is so.") if matches_now(tree, context.record, context.present) else _("It is not so."), None


def tell_repeat(context: Context, repetition: control.Repetition) -> Told:
	is_so = matches_now(repetition.until, context.record, context.present)
	return _("It holds already.") if is_so else _("It does not hold now."), None


def tell_mail(context: Context, wanted: mail.Mail) -> Told:
	_about, addresses = mail.recipients(context, wanted)
	return (sentence(_("To {0}."), several(addresses)) if addresses else _("Nobody could be mailed.")), None


def tell_notify(context: Context, wanted: notify.Notification) -> Told:
	users = [user for user in users_of(wanted.who, context) if notify.sees(user, context)]
	return (
		sentence(_("To {0}."), several(map(get_fullname, users))) if users else _("Nobody would be told.")
	), None


def tell_note(context: Context, wanted: note.Note) -> Told:
	people = users_of(wanted.who, context) or [context.owner]
	is_allowed = frappe.has_permission(NOTE, "create")
	return for_whom(people), None if is_allowed else _("{0} may not write follow-ups.").format(context.owner)


def tell_tag(context: Context, _tagging: tag.Tagging) -> Told:
	record = linked_record(context, ITSELF)
	is_allowed = record and frappe.has_permission(record[0], "write", record[1])
	return "", None if is_allowed else may_not_change(context, record)


def tell_assign(context: Context, who: object) -> Told:
	people, record = users_of(who, context), linked_record(context, ITSELF)
	if not people:
		return "", _("There is nobody to give it to.")
	return for_whom(people), refusal_of(
		context, record, {HOLDER_FIELD[record[0]]: people[0]} if record else {}
	)


def tell_stage(context: Context, move: stage.Move) -> Told:
	if frappe.db.get_value(*context.record, "stage") == move.stage:
		return _("It stands there already."), None
	return "", refusal_of(context, context.record, {**move.values, "stage": move.stage})


def tell_change(context: Context, change: fields.Change) -> Told:
	record = linked_record(context, change.of)
	dates = {name: context.present.today + timedelta(days=days) for name, days in change.in_days.items()}
	if not record:
		return "", may_not_change(context, record)
	meta = frappe.get_meta(record[0])
	try:
		results = {
			name: fields.value_worked_out(meta.get_field(name), computed(formula, context))
			for name, formula in change.formulas.items()
		}
	except REFUSALS as error:
		return "", as_text(sentence_in(error))
	return "", refusal_of(context, record, {**change.values, **dates, **results})


def for_whom(people: Sequence[str]) -> str:
	"""Return who gets something, one of several in turns."""
	names = several(map(get_fullname, people))
	return sentence(_("For {0}.") if len(people) == 1 else _("For one of {0}, in turns."), names)


def several(names: object) -> str:
	"""Return names, of many the first ones."""
	listed = list(names)
	shown = ", ".join(listed[:MOST_NAMES])
	return (
		shown if len(listed) <= MOST_NAMES else _("{0} and {1} more").format(shown, len(listed) - MOST_NAMES)
	)


def may_not_change(context: Context, record: Record | None) -> str:
	"""Return that the rule's owner may not change a record, or that there is none."""
	if not record:
		return _("There is nothing to change.")
	return _("{0}, as whom it runs, may not change this {1}.").format(context.owner, label_of(record[0]))


def refusal_of(context: Context, record: Record | None, values: Mapping[str, object]) -> str | None:
	"""Return why a record would refuse these values from the session's user, `None` where it would not: asked in memory, nothing is saved."""
	if not record or not frappe.has_permission(record[0], "write", record[1]):
		return may_not_change(context, record)
	doc = frappe.get_doc(*record).update(values)
	try:
		validate(doc)
	except REFUSALS as error:
		if is_conflict(error):
			raise
		return as_text(sentence_in(error)) or _("This may not be changed.")
	return None


def validate(doc: Document) -> None:
	"""Ask all that a save asks before it writes, in its order; raises what it would raise."""
	doc.check_permission("write", "save")
	doc.load_doc_before_save()
	doc._action = "save"
	doc.validate_higher_perm_levels()
	doc._validate_links()
	doc.run_method("before_validate")
	doc.run_method("validate")
	doc._validate()


SAID = {
	waiting.WAIT.key: tell_wait,
	waiting.WAIT_FOR_EVENT.key: tell_wait_for_event,
	control.IF.key: tell_if,
	control.REPEAT.key: tell_repeat,
	mail.MAIL.key: tell_mail,
	notify.NOTIFY.key: tell_notify,
	note.NOTE_STEP.key: tell_note,
	tag.TAG.key: tell_tag,
	assign.ASSIGN.key: tell_assign,
	stage.STAGE.key: tell_stage,
	fields.CHANGE.key: tell_change,
}
