"""What the page sends of a rule: its fields by name, in the types that they have; all else is refused in one sentence."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.definition import DEFINING, refuse_too_large_or_deep
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften, TriggerType
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.kit.workflow_steps import refuse, shown

TEXTS = ("title", "record_type", "event_kind", "date_field", "cron", "button_label", "webhook_secret")
NUMBERS = ("days", "priority", "most_runs_a_minute")
FLAGS = ("is_enabled", "counts_bulk", "may_follow_itself")
CHOICES = {"trigger_type": TriggerType, "how_often": HowOften}
AS_JSON = {"conditions": dict, "steps": list}
EDITABLE = ("title", "is_enabled", "priority", "most_runs_a_minute", "webhook_secret", *DEFINING)
LARGEST = 1_000_000


def read_rule(given: str | dict) -> dict:
	"""Return the fields that were sent, `conditions` and `steps` as JSON holds them; raises `RuleError`."""
	rule = read_json(given)
	if not isinstance(rule, dict):
		refuse(_("A rule is sent as its fields and their values."))
	if unknown := rule.keys() - set(EDITABLE):
		refuse(_("A rule has no “{0}”.").format(shown(min(map(str, unknown)))))
	return {name: read_value(name, value) for name, value in rule.items()}


def read_value(name: str, value: object) -> object:
	"""Return the value of one field."""
	if value is None or value == "":
		return None
	if name in AS_JSON:
		return read_list(name, value)
	if name in CHOICES:
		return read_choice(name, value)
	if name in FLAGS:
		return read_flag(name, value)
	return read_number(name, value) if name in NUMBERS else read_text(name, value)


def read_list(name: str, value: object) -> dict | list:
	"""Return conditions or steps."""
	found = read_json(value)
	if not isinstance(found, AS_JSON[name]):
		refuse(_("{0} cannot be read.").format(label_of(name)))
	refuse_too_large_or_deep(found)
	return found


def read_choice(name: str, value: object) -> str:
	"""Return one of the words of an enumeration."""
	if not isinstance(value, str) or value not in set(map(str, CHOICES[name])):
		refuse(_("{0} cannot be “{1}”.").format(label_of(name), shown(value)))
	return value


def read_flag(name: str, value: object) -> int:
	"""Return 0 or 1."""
	if value not in (0, 1, True, False):
		refuse(_("{0} is yes or no.").format(label_of(name)))
	return int(value)


def read_number(name: str, value: object) -> int:
	"""Return a whole number."""
	if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
		refuse(_("{0} is a whole number.").format(label_of(name)))
	return value


def read_text(name: str, value: object) -> str:
	"""Return a line of text."""
	if not isinstance(value, str) or len(value) > 140 or not is_storable(value):
		refuse(_("{0} is a text of at most 140 characters.").format(label_of(name)))
	return value.strip()


def label_of(name: str) -> str:
	"""Return what people call a field of rules."""
	return _(frappe.get_meta("CRM Workflow Rule").get_label(name))
