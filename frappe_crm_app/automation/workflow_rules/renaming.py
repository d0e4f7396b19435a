"""Rules follow the new name of a user whom they name: Frappe renames links, not what stands in JSON.

A rule that names them gets a version of its own, and goes on to act as who last changed it; runs under way finish on theirs.
"""

import json
from collections.abc import Mapping
from functools import partial

import frappe
from frappe.model.document import Document

from frappe_crm_app.automation.workflow_rules.rules import RULE
from frappe_crm_app.automation.workflow_rules.saving import AS_JSON, make_version
from frappe_crm_app.automation.workflow_rules.steps.linked import DOCTYPES, doctype_of_subject
from frappe_crm_app.kit.conditions.fields import fields_of

PEOPLE = frozenset({"user", "turns"})


def follow_user(_doc: Document, _event: str, old: str, new: str, _is_merge: bool = False) -> None:
	"""Have rules name a renamed user by the new name (hook `after_rename`)."""
	for name in frappe.get_all(RULE, pluck="name", order_by="name asc"):
		follow_in(frappe.get_doc(RULE, name), old, new)


def follow_in(rule: Document, old: str, new: str) -> None:
	"""Write the new name into a rule that names the user, and make that its version."""
	rename = partial(renamed, record_type=rule.record_type, old=old, new=new)
	given = {name: json.loads(rule.get(name)) for name in AS_JSON if rule.get(name)}
	values = {name: rename(part) for name, part in given.items()}
	if values != given:
		texts = {name: frappe.as_json(value) for name, value in values.items()}
		rule.db_set(texts, update_modified=False)
		make_version(rule)


def renamed(part: object, record_type: str, old: str, new: str) -> object:
	"""Return a part of a rule with the new name wherever the user is meant."""
	if isinstance(part, list):
		return [renamed(each, record_type, old, new) for each in part]
	if not isinstance(part, dict):
		return part
	means_user = user_keys(part, record_type)
	return {
		key: swapped(value, old, new) if key in means_user else renamed(value, record_type, old, new)
		for key, value in (part | changed_values(part, record_type, old, new)).items()
	}


def user_keys(part: Mapping[str, object], record_type: str) -> set[str]:
	"""Return the keys in which users stand: those of people, and the value of a test of a link to users."""
	about = fields_of(record_type).get(str(part.get("field")))
	return {*PEOPLE, "value"} if about and about.options == "User" else {*PEOPLE}


def changed_values(part: Mapping[str, object], record_type: str, old: str, new: str) -> dict:
	"""Return the new values of a step, by key, those of links to users with the new name."""
	values = part.get("values")
	if not isinstance(values, dict):
		return {}
	meta = frappe.get_meta(DOCTYPES.get(str(part.get("of")), doctype_of_subject(record_type)))
	links = {field.fieldname for field in meta.get_link_fields() if field.options == "User"}
	return {
		"values": {
			name: swapped(value, old, new) if name in links else value for name, value in values.items()
		}
	}


def swapped(value: object, old: str, new: str) -> object:
	"""Return a name, or several, with the new one in place of the old."""
	if isinstance(value, list):
		return [swapped(each, old, new) for each in value]
	return new if value == old else value
