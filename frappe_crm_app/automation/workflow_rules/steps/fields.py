"""Fields of the record, or of one that it links to, changed as a form would change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import frappe
from frappe import _, _lt
from frappe.model.document import Document

from frappe_crm_app.automation.workflow_rules.computing import computed, read_computed
from frappe_crm_app.automation.workflow_rules.formulas import Formula, as_text
from frappe_crm_app.automation.workflow_rules.steps.linked import ITSELF, about, linked_record, read_target
from frappe_crm_app.kit.conditions.fields import KINDS
from frappe_crm_app.kit.conditions.held import DATES, Kind
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.field_values import read_date, read_number, read_text
from frappe_crm_app.kit.sentences import sentence
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	StepType,
	refuse,
	refuse_unknown_keys,
	shown,
)
from frappe_crm_app.visibility.labels import label_of

LABEL = _lt("Change fields")
OF_OTHER_STEPS = ("stage", "pipeline")
IN_DAYS, FORMULA = "in_days", "formula"
MOST_FIELDS = 20
MOST_DAYS = 3650


@dataclass(frozen=True)
class Change:
	"""Which record is changed, and the new values by fields: as they are, dates by their distance from today, or worked out of the run's record."""

	of: str
	values: Mapping[str, object]
	in_days: Mapping[str, int]
	formulas: Mapping[str, Formula]

	@property
	def fields(self) -> list[str]:
		"""The fields that are changed."""
		return [*self.values, *self.in_days, *self.formulas]


def read(given: dict, reading: Reading) -> Change:
	"""Return what is to be changed."""
	refuse_unknown_keys(given, ("of", "values"), LABEL)
	of, values = given.get("of", ITSELF), given.get("values")
	doctype = read_target(of, reading)
	if not isinstance(values, dict) or not 0 < len(values) <= MOST_FIELDS:
		refuse(_("Say which fields to change, at most {0}.").format(MOST_FIELDS))
	fields = {name: changeable(doctype, name) for name in values}
	given_as = {name: set(value) if isinstance(value, dict) else None for name, value in values.items()}
	formulas = [name for name, keys in given_as.items() if keys == {FORMULA}]
	in_days = [name for name, keys in given_as.items() if keys is not None and keys != {FORMULA}]
	return Change(
		of,
		values={
			name: read_value(fields[name], value) for name, value in values.items() if given_as[name] is None
		},
		in_days={name: read_days(fields[name], values[name]) for name in in_days},
		formulas={
			name: read_computed(values[name][FORMULA], reading, _(fields[name].label)) for name in formulas
		},
	)


def changeable(doctype: str, fieldname: str) -> Document:
	"""Return a field of a DocType that people change; raises `RuleError`."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	if (
		not field
		or field.fieldtype not in KINDS
		or field.read_only
		or field.hidden
		or field.get("is_virtual")
	):
		refuse(_("A {0} has no field “{1}” to change.").format(label_of(doctype), shown(fieldname)))
	if fieldname in OF_OTHER_STEPS:
		refuse(_("Use the step that changes the stage for “{0}”.").format(_(field.label)))
	return field


def read_days(field: Document, value: dict) -> int:
	"""Return in how many days a date lies."""
	days = value.get(IN_DAYS)
	is_date = KINDS[field.fieldtype] in DATES
	if not is_date or set(value) != {IN_DAYS} or type(days) is not int or abs(days) > MOST_DAYS:
		refuse(_("{0} cannot hold this.").format(_(field.label)))
	return days


def read_value(field: Document, value: object) -> object:
	"""Return a value as the field holds it; `None` empties it."""
	if value is None or value == "":
		return None
	if isinstance(value, list):
		refuse(_("{0} cannot hold this.").format(_(field.label)))
	if field.fieldtype == "Check":
		return int(bool(value))
	if field.fieldtype in ("Date", "Datetime"):
		return str(read_date(value, field))
	if field.fieldtype in ("Int", "Float", "Currency", "Percent"):
		return read_number(value, field)
	return read_choice(field, read_text(value, field))


def read_choice(field: Document, text: str) -> str:
	"""Return a text; raises `RuleError` for what cannot be chosen."""
	is_choice = field.fieldtype != "Select" or text in (field.options or "").split("\n")
	is_there = field.fieldtype != "Link" or frappe.db.exists(field.options, text)
	if not is_choice or not is_there:
		refuse(_("{0} cannot be “{1}”.").format(_(field.label), shown(text)))
	return text


def run(context: Context, change: Change) -> Done:
	"""Save the record with the new values."""
	record = linked_record(context, change.of)
	if not record or not frappe.db.exists(*record):
		frappe.throw(
			_("There is nothing to change.")
			if change.of == ITSELF
			else _("There is no {0} to change.").format(_(change.of.title())),
			RuleError,
		)
	with about(record):
		doc = frappe.get_doc(*record)
		dates = {name: context.present.today + timedelta(days=days) for name, days in change.in_days.items()}
		results = {
			name: value_worked_out(doc.meta.get_field(name), computed(formula, context))
			for name, formula in change.formulas.items()
		}
		doc.update({**change.values, **dates, **results})
		doc.save()
	labels = ", ".join(_(doc.meta.get_label(name)) for name in change.fields)
	return Done(sentence(_("Changed: {0}."), labels), record)


def value_worked_out(field: Document, value: object) -> object:
	"""Return what a formula came to as the field holds it."""
	kind = KINDS[field.fieldtype]
	if kind == Kind.FLAG:
		return int(bool(value))
	if kind == Kind.NUMBER:
		return read_value(field, float(value) if isinstance(value, Decimal | bool) else value)
	return read_value(field, as_text(value))


INPUTS = (
	Input("of", _lt("Of"), InputKind.TARGET, default=ITSELF),
	Input("values", _lt("New values"), InputKind.VALUES, ("of",), is_needed=True),
)
CHANGE = StepType("change", LABEL, read, run, inputs=INPUTS)
