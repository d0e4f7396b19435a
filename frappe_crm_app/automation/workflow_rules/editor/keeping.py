"""Rules kept as the page sends them, by the rules of their document."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.editor.given import AS_JSON
from frappe_crm_app.automation.workflow_rules.editor.overview import row_of, rule_of
from frappe_crm_app.automation.workflow_rules.editor.problems import problems_of
from frappe_crm_app.automation.workflow_rules.rules import RULE
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.workflow_steps import refuse

NOTHING = {"priority": 10, "most_runs_a_minute": 0}


def save(rule: dict, name: str | None, modified: str | None) -> dict:
	"""Insert or change a rule, and return it as `rule_of` does; raises `RuleError` with `problems` in the answer."""
	if found := problems_of(rule):
		frappe.local.response["problems"] = found
		frappe.throw(found[0]["message"], RuleError, title=_("Workflow Rule"))
	doc = frappe.get_doc(RULE, name) if name else frappe.new_doc(RULE)
	if name and modified and str(doc.modified) != modified:
		refuse(_("Somebody has changed this rule since you opened it. Open it again to see how it is now."))
	doc.update(stored(rule))
	doc.save()
	return rule_of(doc.name)


def stored(rule: dict) -> dict:
	"""Return the fields as the document holds them; a secret that was not sent stays as it is."""
	values = {key: NOTHING.get(key) if value is None else value for key, value in rule.items()}
	if not values.get("webhook_secret"):
		values.pop("webhook_secret", None)
	return {key: frappe.as_json(value) if key in AS_JSON else value for key, value in values.items()}


def turn(name: str, is_on: bool) -> dict:
	"""Turn a rule on or off."""
	doc = frappe.get_doc(RULE, name)
	doc.is_enabled = int(is_on)
	doc.save()
	return row_of(name)


def remove(name: str) -> None:
	"""Delete a rule; its document refuses where it has run, and one that is not there is said to be missing."""
	frappe.get_doc(RULE, name).delete()
