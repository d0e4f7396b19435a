"""Rules in plain words; those of the list are kept for some minutes, so that it asks for no title again.

A version never changes, and what it says is told as the user sees the records that it names, in their language.
"""

from collections.abc import Iterable, Mapping

import frappe

from frappe_crm_app.automation.workflow_rules.definition import read_definition
from frappe_crm_app.automation.workflow_rules.rules import readable_definition
from frappe_crm_app.automation.workflow_rules.wording import rule_text

SECONDS = 600


def sentence_of(rule: Mapping[str, object]) -> str:
	"""Return what a rule says that somebody is writing; raises what `read_definition` raises."""
	return rule_text(read_definition(rule))


def sentences_of(versions: Iterable[str]) -> dict[str, str]:
	"""Return what versions of rules say, or why they can be read no more."""
	key = f"crm_rule_sentences:{frappe.session.user}:{frappe.local.lang}"
	known = frappe.cache.get_value(key) or {}
	said = {version: known.get(version) or sentence_of_version(version) for version in versions if version}
	if said.keys() - known.keys():
		frappe.cache.set_value(key, {**known, **said}, expires_in_sec=SECONDS)
	return said


def sentence_of_version(version: str) -> str:
	"""Return what one version says."""
	definition, broken = readable_definition(version)
	return rule_text(definition) if definition else broken.sentence
