"""Who asks for a trial, and what they see of the record and of what it links to: the rule's owner may see more."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe

from frappe_crm_app.automation.workflow_rules.computing import NOW, TODAY, path_of
from frappe_crm_app.automation.workflow_rules.definition import Step
from frappe_crm_app.automation.workflow_rules.formulas import Formula
from frappe_crm_app.automation.workflow_rules.steps import (
	assign,
	control,
	fields,
	mail,
	note,
	notify,
	tag,
	waiting,
)
from frappe_crm_app.automation.workflow_rules.steps.linked import ITSELF, linked_record
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.trees import Group
from frappe_crm_app.kit.workflow_steps import Context, Record, readable_fields


@dataclass(frozen=True)
class Reader:
	"""A user, and the record on which a rule is tried."""

	user: str
	record: Record

	def sees(self, record: Record | None) -> bool:
		"""Return whether they see a record; what is not there hides nothing, and without the rule's own they try nothing."""
		if not record or record == self.record:
			return True
		return bool(frappe.has_permission(record[0], "read", record[1], user=self.user))

	def sees_field(self, about: ConditionField) -> bool:
		"""Return whether they see whose field it is."""
		linked = frappe.db.get_value(*self.record, about.link) if about.link else None
		return self.sees((about.doctype, linked) if linked else None)

	def sees_all(self, tree: Group) -> bool:
		"""Return whether they see everything that conditions ask for."""
		return all(self.sees_field(test.field) for test in tree.tests())

	def sees_operands(self, formulas: Iterable[Formula]) -> bool:
		"""Return whether they see everything that formulas are worked out of."""
		readable = readable_fields(self.record[0])
		paths = {path_of(name) for formula in formulas for name in formula.names - {TODAY, NOW}}
		return all(self.sees_field(readable[path]) for path in paths if path in readable)

	def sees_step(self, step: Step, context: Context) -> bool:
		"""Return whether they see all that a step asks for, and the record that it is done to."""
		is_seen = SEEN.get(step.type.key)
		return not is_seen or is_seen(self, context, step.options)


def sees_subject(reader: Reader, context: Context, _options: object) -> bool:
	return reader.sees(linked_record(context, ITSELF))


def sees_date(reader: Reader, _context: Context, wait: waiting.Wait) -> bool:
	return not wait.until or reader.sees_field(wait.until)


def sees_addressee(reader: Reader, context: Context, wanted: mail.Mail) -> bool:
	return reader.sees(linked_record(context, mail.TO_CONTACT if wanted.is_to_contact else ITSELF))


def sees_changed(reader: Reader, context: Context, change: fields.Change) -> bool:
	return reader.sees(linked_record(context, change.of)) and reader.sees_operands(change.formulas.values())


SEEN = {
	control.IF.key: lambda reader, _context, tree: reader.sees_all(tree),
	control.REPEAT.key: lambda reader, _context, repetition: reader.sees_all(repetition.until),
	waiting.WAIT.key: sees_date,
	mail.MAIL.key: sees_addressee,
	fields.CHANGE.key: sees_changed,
	**{each.key: sees_subject for each in (assign.ASSIGN, tag.TAG, note.NOTE_STEP, notify.NOTIFY)},
}
