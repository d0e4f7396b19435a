"""Tries a rule on one record as it is now: whether it would run, and step by step what would happen. Nothing is written.

What steps would be refused is asked of the record in memory, as the rule's owner, and undone to be sure.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.condition_wording import condition_text, values_text
from frappe_crm_app.automation.workflow_rules.proof.given import GivenRule
from frappe_crm_app.automation.workflow_rules.proof.judging import judge, undecided
from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN
from frappe_crm_app.automation.workflow_rules.proof.reader import Reader
from frappe_crm_app.automation.workflow_rules.proof.trial_steps import TrialSteps
from frappe_crm_app.automation.workflow_rules.rules import RUN, facts_of, reason_of_owner
from frappe_crm_app.automation.workflow_rules.starting import once_key
from frappe_crm_app.automation.workflow_rules.values import present_of, read_values
from frappe_crm_app.automation.workflow_rules.wording import as_sentence
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.operators import CHANGED
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Side, Test
from frappe_crm_app.kit.sentences import sentence
from frappe_crm_app.kit.workflow_steps import Context, Record
from frappe_crm_app.visibility.link_titles import hidden_title


class Trial:
	"""One rule and one record."""

	def __init__(self, given: GivenRule, record: Record) -> None:
		self.given, self.definition, self.record = given, given.definition, record
		self.present: Present = present_of(given.owner)
		tests = list(self.definition.conditions.tests())
		self.values = read_values(record, [test.field for test in tests]) or {}
		self.reader = Reader(frappe.session.user, record)

	def answer(self) -> dict:
		"""Return all that is told; see `api.try_on`."""
		is_so = judge(self.definition.conditions, self.held, self.present)
		reason = self.reason(is_so)
		return {
			"would_run": is_so is not False and not self.reason_against(),
			"reason": reason,
			"conditions": [self.told(test) for test in self.definition.conditions.tests()],
			"steps": self.steps(),
		}

	def held(self, test: Test, side: Side) -> object:
		"""Return what a test asks for; what was before is not known as nothing happens, nor what the session's user does not see."""
		is_before = side == Side.BEFORE or test.operator.key == CHANGED
		is_unknown = is_before or not self.reader.sees_field(test.field)
		return UNKNOWN if is_unknown else self.values.get(test.field.path)

	def reason(self, is_so: bool | None) -> str | None:
		"""Return why it would not run, or on what that depends."""
		if is_so is False:
			return _("The conditions do not hold.")
		if against := self.reason_against():
			return against
		if is_so is None:
			return self.reason_of_doubt()
		return None

	def reason_of_doubt(self) -> str:
		"""Return which conditions decide that cannot be told: of what is not seen, or of what happens."""
		tests = list(undecided(self.definition.conditions, self.held))
		unseen = [test for test in tests if not self.reader.sees_field(test.field)]
		texts = ", ".join(map(condition_text, unseen or tests))
		depends = (
			_("It depends on what you do not see: {0}.") if unseen else _("It depends on what happens: {0}.")
		)
		return sentence(depends, texts)

	def reason_against(self) -> str | None:
		"""Return what speaks against it beside the conditions."""
		if self.given.name and (reason := reason_of_owner(facts_of(self.given.name))):
			return reason.sentence
		if not frappe.has_permission(*self.reading, user=self.given.owner):
			return _("{0}, as whom it runs, does not see this.").format(self.given.owner)
		if self.definition.trigger_type == TriggerType.DATE and not self.date():
			return _("The record has no such date: it never comes.")
		return self.reason_of_runs()

	@property
	def reading(self) -> tuple[str, str, str]:
		return self.record[0], "read", self.record[1]

	def date(self) -> object:
		"""Return the date for which the rule waits."""
		return frappe.db.get_value(*self.record, self.definition.date_field)

	def reason_of_runs(self) -> str | None:
		"""Return that the rule has run as often as it may, by a run that the session's user sees."""
		if not self.given.name:
			return None
		key = once_key(self.given.name, self.definition, self.record, self.present)
		is_over = bool(key and frappe.get_list(RUN, {"rule": self.given.name, "once_key": key}, limit=1))
		return _("It has run for this record as often as it may.") if is_over else None

	def told(self, test: Test) -> dict:
		"""Return one condition, the value that it meets, and whether it holds; `None` where that depends on what happens."""
		value = self.held(test, test.side)
		is_so = judge(test, self.held, self.present)
		return {
			"text": as_sentence(condition_text(test)),
			"value": self.shown(test.field, value),
			"holds": is_so,
		}

	def shown(self, about: ConditionField, value: object) -> str:
		"""Return a value as people read it, if the session's user sees whose it is."""
		if not self.reader.sees_field(about):
			return hidden_title()
		return _("not known before it happens") if value is UNKNOWN else values_text(about, [value])[0]

	def steps(self) -> list[dict]:
		"""Return the steps in the order in which they would be done."""
		context = Context(
			rule=self.given.name or "",
			run="",
			record=self.record,
			owner=self.given.owner,
			present=self.present,
			place="",
			conditions=self.definition.conditions,
		)
		with as_if(self.given.owner):
			return list(
				TrialSteps(context, self.definition.record_type, self.reader).told(self.definition.steps)
			)


@contextmanager
def as_if(owner: str) -> Iterator[None]:
	"""Ask as somebody else, and undo whatever was written or is to follow."""
	messages, follows = list(frappe.local.message_log), list(frappe.db.after_commit._functions)
	answer = dict(frappe.local.response)
	frappe.db.savepoint("crm_rule_trial")
	try:
		with asking_as(owner):
			yield
	finally:
		frappe.db.rollback(save_point="crm_rule_trial")
		frappe.db.after_commit._functions.clear()
		frappe.db.after_commit._functions.extend(follows)
		frappe.local.message_log = messages
		frappe.local.response.clear()
		frappe.local.response.update(answer)


@contextmanager
def asking_as(user: str) -> Iterator[None]:
	"""Have permissions asked for somebody else. `frappe.set_user` is for jobs: in a request it would change whose the session is."""
	local, asked = frappe.local, ("role_permissions", "user_perms", "cache", "new_doc_templates")
	before, kept = local.session.user, {name: getattr(local, name, None) for name in asked}
	local.session.user = user
	for name in asked:
		setattr(local, name, None if name == "user_perms" else {})
	try:
		yield
	finally:
		local.session.user = before
		for name, value in kept.items():
			setattr(local, name, value)
