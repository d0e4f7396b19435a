"""All that the editor offers for rules about records of one type."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.definition import RECORD_TYPES
from frappe_crm_app.automation.workflow_rules.steps.fields import OF_OTHER_STEPS
from frappe_crm_app.automation.workflow_rules.steps.linked import (
	DOCTYPES,
	ITSELF,
	doctype_of_subject,
	link_to,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften
from frappe_crm_app.kit.conditions.fields import KINDS
from frappe_crm_app.kit.conditions.held import Kind as FieldKind
from frappe_crm_app.kit.domain_events.changes import is_deleted
from frappe_crm_app.kit.domain_events.kinds import Kind, all_kinds
from frappe_crm_app.kit.workflow_steps import StepType, all_types, refuse, shown
from frappe_crm_app.records.pipeline.kinds import KIND_OF_DOCTYPE
from frappe_crm_app.records.pipeline.moves import stages_for
from frappe_crm_app.visibility.condition_fields import fields_to_ask, operators
from frappe_crm_app.visibility.guards import HOLDER_FIELD
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.roles import CRMRole


def catalog(record_type: str) -> dict:
	"""Return the catalog of one type, labels in the user's language; raises `RuleError` where rules are not about such records."""
	if record_type not in RECORD_TYPES:
		refuse(_("Rules are not about {0}.").format(shown(record_type)))
	has_stages = record_type in KIND_OF_DOCTYPE
	return {
		"record_type": record_type,
		"label": label_of(record_type),
		"record_types": [{"value": each, "label": label_of(each)} for each in RECORD_TYPES],
		"roles": [str(role) for role in CRMRole],
		"has_owner": doctype_of_subject(record_type) in HOLDER_FIELD,
		"has_stages": has_stages,
		"how_often": [
			{"value": str(each), "label": _(each)}
			for each in HowOften
			if has_stages or each != HowOften.ONCE_PER_STAGE
		],
		"events": [as_event(kind) for kind in all_kinds().values() if is_offered(kind, record_type)],
		"awaited": [as_event(kind) for kind in all_kinds().values() if is_awaited(kind, record_type)],
		"fields": fields_to_ask(record_type),
		"operators": operators(),
		"stages": stages_for(record_type) if has_stages else [],
		"targets": targets(record_type),
		"steps": [as_step(step) for step in all_types().values() if step.is_for(record_type)],
	}


def is_offered(kind: Kind, record_type: str) -> bool:
	"""Return whether rules about such records may begin by a kind of event."""
	return kind.doctype == record_type and kind.happened is not is_deleted


def is_awaited(kind: Kind, record_type: str) -> bool:
	"""Return whether rules about such records may wait for a kind of event."""
	subjects = {record_type, doctype_of_subject(record_type)}
	return kind.doctype in subjects or any(link_to(kind.doctype, doctype) for doctype in subjects)


def as_event(kind: Kind) -> dict:
	"""Return `{value, label, group, tells_past, fields}`; no `fields` where it tells the past of all that changed."""
	return {
		"value": kind.name,
		"label": str(kind.label),
		"group": label_of(kind.doctype),
		"tells_past": bool(kind.happened),
		"fields": list(kind.fields),
	}


def targets(record_type: str) -> list[dict]:
	"""Return the records that a step may be done to, the rule's own first, each with the fields that people change."""
	subject = doctype_of_subject(record_type)
	others = [
		(word, doctype)
		for word, doctype in DOCTYPES.items()
		if doctype != subject and link_to(subject, doctype)
	]
	return [
		{"value": word, "label": label_of(doctype), "doctype": doctype, "fields": changeable_fields(doctype)}
		for word, doctype in ((ITSELF, subject), *others)
	]


def changeable_fields(doctype: str) -> list[dict]:
	"""Return the fields that the step for changes takes."""
	return [
		{
			"fieldname": field.fieldname,
			"label": _(field.label or field.fieldname),
			"fieldtype": field.fieldtype,
			"options": field.options if field.fieldtype in ("Select", "Link") else None,
			"is_date": KINDS[field.fieldtype] in (FieldKind.DATE, FieldKind.MOMENT),
		}
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype in KINDS
		and not (field.read_only or field.hidden or field.get("is_virtual"))
		and field.fieldname not in OF_OTHER_STEPS
	]


def as_step(step: StepType) -> dict:
	"""Return a type of step with its form."""
	return {
		"key": step.key,
		"label": str(step.label),
		"inputs": None if step.inputs is None else [each.as_dict() for each in step.inputs],
		"branches": [
			{"key": branch, "label": str(step.branch_labels.get(branch, branch))} for branch in step.branches
		],
		"is_loop": step.is_loop,
	}
