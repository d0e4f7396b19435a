"""A rule as the page sends it: saved or not, by the fields that make up a version."""

from collections.abc import Mapping
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint

from frappe_crm_app.automation.workflow_rules.definition import (
	DEFINING,
	RECORD_TYPES,
	Definition,
	as_json,
	read_definition,
)
from frappe_crm_app.automation.workflow_rules.rules import RULE
from frappe_crm_app.automation.workflow_rules.saving import AS_JSON, definition_given
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften, TriggerType
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.kit.workflow_steps import refuse, shown
from frappe_crm_app.visibility.labels import label_of

LONGEST_TEXT = 140
TEXTS = ("event_kind", "date_field", "cron", "button_label")
FLAGS = ("counts_bulk", "may_follow_itself")


@dataclass(frozen=True)
class GivenRule:
	"""What a rule says, and as whom it would act; `name` where it is stored and says just this."""

	definition: Definition
	owner: str
	name: str | None = None


def read_rule(given: object) -> GivenRule:
	"""Return a rule, refused in one sentence where it says nothing that can be done.

	It acts as who last changed what it does: as the session's user, unless what is stored under its `name` says the same.
	"""
	fields = read_json(given)
	if not isinstance(fields, Mapping):
		refuse(_("A rule is given by its fields."))
	values = values_of(fields)
	definition = read_definition(values)
	stored = stored_rule(fields.get("name"), values)
	return GivenRule(definition, stored.rule_owner if stored else frappe.session.user, stored and stored.name)


def stored_rule(name: object, values: Mapping[str, object]) -> frappe._dict | None:
	"""Return name and owner of the stored rule, if it says the same."""
	if not isinstance(name, str) or not frappe.db.exists(RULE, name):
		return None
	rule = frappe.get_doc(RULE, name)
	is_same = definition_given(rule, is_stored=True) == as_json(values)
	return frappe._dict(name=rule.name, rule_owner=rule.rule_owner) if is_same and rule.rule_owner else None


def values_of(fields: Mapping[str, object]) -> dict[str, object]:
	"""Return the fields that make up a rule, each of the type that a form would send."""
	values = {name: fields.get(name) or None for name in DEFINING}
	refuse_unknown_types(values)
	values |= {name: read_part(name, values[name], nothing) for name, nothing in AS_JSON.items()}
	values |= {name: read_text(name, values[name]) for name in TEXTS}
	values["how_often"] = values["how_often"] or str(HowOften.EVERY_TIME)
	return (
		values | {"days": read_days(values["days"])} | {name: 1 if values[name] else None for name in FLAGS}
	)


def refuse_unknown_types(values: Mapping[str, object]) -> None:
	"""Raise `RuleError` for what no form offers."""
	if not isinstance(values["record_type"], str) or values["record_type"] not in RECORD_TYPES:
		refuse(_("Rules are not about {0}.").format(label_of(shown(values["record_type"] or ""))))
	for name, words in {"trigger_type": TriggerType, "how_often": HowOften}.items():
		is_known = isinstance(values[name], str) and values[name] in set(map(str, words))
		if not is_known and (values[name] or name == "trigger_type"):
			refuse(_("{0} cannot be “{1}”.").format(label_of_field(name), shown(values[name] or "")))


def read_part(name: str, value: object, nothing: object) -> object:
	"""Return conditions or steps."""
	read = read_json(value) if value else nothing
	if read is None:
		refuse(_("{0} cannot be read: this is no JSON.").format(label_of_field(name)))
	return read


def read_text(name: str, value: object) -> str | None:
	"""Return a text of one line."""
	if value is not None and (
		not isinstance(value, str) or len(value) > LONGEST_TEXT or not is_storable(value)
	):
		refuse(_("{0} cannot be “{1}”.").format(label_of_field(name), shown(value)))
	return value


def read_days(value: object) -> int | None:
	"""Return a whole number of days."""
	text = str(value or 0)
	if isinstance(value, bool) or not text.lstrip("-").isdigit() or len(text) > 6:
		refuse(_("{0} cannot be “{1}”.").format(label_of_field("days"), shown(value)))
	return cint(text) or None


def label_of_field(name: str) -> str:
	"""Return what the form calls a field of rules."""
	return _(frappe.get_meta(RULE).get_label(name))
