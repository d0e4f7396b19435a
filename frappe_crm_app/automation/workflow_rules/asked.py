"""Of which linked records a run tells, by having begun or not: those that the rule's conditions asked.

A run bears their names (`guarded.ASKED`): who knows the rule, but does not see such a record, would learn from the run what it holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import frappe

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.matching import Reason, Seen
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey
from frappe_crm_app.kit.conditions.fields import ConditionField, links_of
from frappe_crm_app.kit.conditions.trees import Group, Join
from frappe_crm_app.kit.workflow_steps import Record
from frappe_crm_app.visibility.guarded import ASKED

COLUMNS = {way.doctypes[0]: way.fieldname for way in ASKED}
BEFORE_CONDITIONS = (ReasonKey.BULK, ReasonKey.LOOP, ReasonKey.DEEP, ReasonKey.BROKEN)


def links_told_of(definition: Definition, seen: Sequence[Seen], reason: Reason | None) -> set[str]:
	"""Return the links to the records of which a run tells; none where something else decided that it does not begin."""
	if reason and reason.key in BEFORE_CONDITIONS:
		return set()
	links = {test.field.link for test in definition.conditions.tests()} - {None}
	if links and seen and decided_alone(definition.conditions, seen) is not None:
		links = set()
	return links if reason else links | links_of_steps(definition)


def decided_alone(conditions: Group, seen: Sequence[Seen]) -> bool | None:
	"""Return what the record's own fields answer, `None` where it needs those of linked ones."""
	tests = conditions.tests()
	answers = (None if test.field.link else met.is_fulfilled for test, met in zip(tests, seen, strict=True))
	return joined(conditions, answers)


def joined(group: Group, answers: Iterator[bool | None]) -> bool | None:
	"""Return what a group answers, given what its tests do, in their order; `None` where that is not known."""
	found = [joined(each, answers) if isinstance(each, Group) else next(answers) for each in group.members]
	if not found:
		return True
	deciding = group.join != Join.ALL
	one = deciding if deciding in found else None if None in found else not deciding
	return one if group.join != Join.NONE or one is None else not one


def links_of_steps(definition: Definition) -> set[str]:
	"""Return the links that conditions and dates of steps ask: by them a run goes this way or that."""
	fields = (field for step in definition.all_steps() for field in fields_asked(step.options))
	return {field.link for field in fields} - {None}


def fields_asked(options: object) -> Iterable[ConditionField]:
	"""Return the fields by which a step decides."""
	asked = getattr(options, "until", options)
	if isinstance(asked, Group):
		return [test.field for test in asked.tests()]
	return [asked] if isinstance(asked, ConditionField) else []


def names_held(records: Iterable[Record]) -> dict[Record, dict[str, str]]:
	"""Return to what each record links, by link field; one statement for each DocType."""
	wanted: dict[str, set[str]] = {}
	for doctype, name in records:
		wanted.setdefault(doctype, set()).add(name)
	found = {}
	for doctype, names in wanted.items():
		filters, fields = {"name": ("in", sorted(names))}, ["name", *links_of(doctype)]
		rows = frappe.get_all(doctype, filters, fields, order_by=None)
		found |= {(doctype, row.name): row for row in rows}
	return found


def asked_of(doctype: str, links: Iterable[str], held: Mapping[str, str]) -> dict[str, str | None]:
	"""Return the columns of a run that name the records to which these links lead."""
	meta = frappe.get_meta(doctype)
	return {COLUMNS[meta.get_field(link).options]: held.get(link) for link in links}


def hidden_links(record: Record, links: Iterable[str], user: str | None = None) -> set[str]:
	"""Return those links of a record that lead to what a user, the session's if not given, does not see."""
	doctype, links = record[0], sorted(links)
	held = names_held([record]).get(record) if links else None
	meta = frappe.get_meta(doctype)
	return {
		link
		for link in links
		if held
		and held[link]
		and not frappe.has_permission(meta.get_field(link).options, "read", held[link], user=user)
	}
