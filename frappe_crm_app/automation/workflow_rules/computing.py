"""Formulas over the fields of a record: read as a rule is saved, worked out as its step is done."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.formulas import (
	Formula,
	FormulaError,
	read_formula,
	worked_out,
)
from frappe_crm_app.automation.workflow_rules.values import read_values
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import Kind, day_of, moment_of
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.workflow_steps import Context, Reading, readable_fields, refuse, shown

TODAY, NOW = "today", "now"
LINKED = "__"  # in a formula, in place of the point of a path


def read_computed(text: object, reading: Reading, label: str) -> Formula:
	"""Return a formula that names only fields that there are; raises `RuleError`."""
	try:
		formula = read_formula(text if isinstance(text, str) else "")
	except FormulaError:
		refuse(_("{0}: “{1}” is no formula.").format(label, shown(text)))
	for name in sorted(formula.names - {TODAY, NOW}):
		if path_of(name) not in reading.fields:
			refuse(_("{0}: there is no field “{1}”.").format(label, shown(path_of(name))))
	return formula


def computed(formula: Formula, context: Context) -> object:
	"""Return what a formula comes to for the record, of fields that the rule's owner may read; raises `RuleError`."""
	paths = {name: path_of(name) for name in formula.names - {TODAY, NOW}}
	readable = readable_fields(context.doctype)
	fields = [readable[path] for path in paths.values() if path in readable]
	if len(fields) < len(paths):
		frappe.throw(_("“{0}” asks for what may not be read.").format(shown(formula.text)), RuleError)
	held = read_values(context.record, fields) or {}
	values = {name: operand_of(readable[path], held.get(path)) for name, path in paths.items()}
	present = {TODAY: context.present.today, NOW: context.present.now}
	try:
		return worked_out(formula, present | values)
	except FormulaError:
		frappe.throw(_("“{0}” cannot be worked out for this record.").format(shown(formula.text)), RuleError)


def path_of(name: str) -> str:
	"""Return the path of the field that a name in a formula stands for."""
	return name.replace(LINKED, ".", 1)


def operand_of(field: ConditionField, value: object) -> object:
	"""Return a value as formulas take it: what is not filled is an empty text or 0, as in conditions, and no date."""
	if field.kind == Kind.NUMBER:
		return value or 0
	if field.kind == Kind.FLAG:
		return bool(value)
	if field.kind == Kind.DATE:
		return day_of(value)
	return moment_of(value) if field.kind == Kind.MOMENT else str(value or "")
