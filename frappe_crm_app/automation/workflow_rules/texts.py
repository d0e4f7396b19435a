"""Texts with fields of the record in them: `{{ title }}`, `{{ customer.customer_name }}`, and what is worked out of fields: `{{= value * 1.1 }}`.

Nothing else is understood in them.
"""

import re
from datetime import date, datetime
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import format_datetime, formatdate
from frappe.utils.data import fmt_money

from frappe_crm_app.automation.workflow_rules.computing import computed, read_computed
from frappe_crm_app.automation.workflow_rules.formulas import read_formula
from frappe_crm_app.automation.workflow_rules.values import read_values
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import Kind
from frappe_crm_app.kit.domain_events.changes import plain
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Reading,
	readable_fields,
	refuse,
	shown,
)

PLACE = re.compile(r"{{\s*([\w.]+)\s*}}")
COMPUTED = re.compile(r"{{=(.+?)}}")
EITHER = re.compile(f"{COMPUTED.pattern}|{PLACE.pattern}")
LONGEST = 10_000
MOST_FORMULAS = 20


def read_template(text: object, reading: Reading, label: str, is_needed: bool = True) -> str:
	"""Return a text that names only fields that there are; raises `RuleError`."""
	if not text and not is_needed:
		return ""
	if not is_storable(text) or not text.strip():
		refuse(_("{0}: write a text.").format(label))
	if len(text) > LONGEST:
		refuse(_("{0}: write at most {1} characters.").format(label, LONGEST))
	for path in PLACE.findall(text):
		if path not in reading.fields:
			refuse(_("{0}: there is no field “{1}”.").format(label, shown(path)))
	formulas = COMPUTED.findall(text)
	if len(formulas) > MOST_FORMULAS:
		refuse(_("{0}: write at most {1} formulas.").format(label, MOST_FORMULAS))
	for formula in formulas:
		read_computed(formula, reading, label)
	return text


def filled(text: str, context: Context) -> str:
	"""Return a text with what the record holds, of fields that the rule's owner may read; nothing is escaped."""
	paths = set(PLACE.findall(text))
	fields = (
		{path: each for path, each in readable_fields(context.doctype).items() if path in paths}
		if paths
		else {}
	)
	values = read_values(context.record, fields.values()) or {} if fields else {}
	results = {
		each: words_of_result(computed(read_formula(each), context)) for each in COMPUTED.findall(text)
	}
	# In one go, so that what a field holds is never taken for a place itself.
	return EITHER.sub(
		lambda found: results[found[1]] if found[1] else words_of(fields.get(found[2]), values.get(found[2])),
		text,
	)


def value_in(text: str, context: Context) -> object:
	"""Return what stands in a text that is to be read by a machine: of a place alone, the value itself, as JSON holds it."""
	found = EITHER.fullmatch(text.strip())
	if not found:
		return filled(text, context)
	if found[1]:
		result = computed(read_formula(found[1]), context)
		return plain(result)
	field = readable_fields(context.doctype).get(found[2])
	return plain((read_values(context.record, [field]) or {}).get(found[2])) if field else None


def words_of_result(value: object) -> str:
	"""Return what a formula came to as people read it."""
	if isinstance(value, Decimal):
		return words_of_number(value)
	if isinstance(value, bool):
		return _("Yes") if value else _("No")
	if isinstance(value, datetime):
		return format_datetime(value)
	return formatdate(value) if isinstance(value, date) else str(value or "")


def words_of_number(value: float | Decimal) -> str:
	"""Return a number as people read it."""
	return fmt_money(value, precision=None if value % 1 else 0)


def words_of(field: ConditionField | None, value: object) -> str:
	"""Return a value as people read it."""
	if field is None or value is None:
		return ""
	if field.kind == Kind.DATE:
		return formatdate(value)
	if field.kind == Kind.MOMENT:
		return format_datetime(value)
	if field.kind == Kind.FLAG:
		return _("Yes") if value else _("No")
	if field.kind == Kind.NUMBER:
		return words_of_number(value)
	return title_of(field, str(value)) if field.kind == Kind.LINK else str(value)


def title_of(field: ConditionField, name: str) -> str:
	"""Return what people call a linked record."""
	meta = frappe.get_meta(field.options) if field.options else None
	if not meta or not meta.title_field or not name:
		return name
	return frappe.db.get_value(field.options, name, meta.title_field) or name
