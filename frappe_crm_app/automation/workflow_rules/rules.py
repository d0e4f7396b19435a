"""Rules as they are stored: which are on, what each says now, and the versions by which runs go on."""

import json
from datetime import datetime
from functools import lru_cache

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules.definition import Definition, read_definition
from frappe_crm_app.automation.workflow_rules.matching import Reason
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import UNDER_WAY, ReasonKey
from frappe_crm_app.kit.domain_events import listening
from frappe_crm_app.kit.sentences import sentence, sentence_in

RULE, VERSION, RUN, STEP = (
	"CRM Workflow Rule", "CRM Workflow Rule Version", "CRM Workflow Run", "CRM Workflow Step",
)  # fmt: skip
FACTS = (
	"name", "title", "version", "priority", "rule_owner", "most_runs_a_minute", "enabled_on", "is_enabled",
	"button_label",
)  # fmt: skip


def enabled_rules(**filters) -> list[frappe._dict]:
	"""Return the facts of the rules that are on, those first that come first."""
	return frappe.get_all(
		RULE, filters={"is_enabled": 1, **filters}, fields=list(FACTS), order_by="priority asc, name asc"
	)


def facts_of(rule: str) -> frappe._dict | None:
	"""Return the facts of a rule, `None` where it is gone."""
	return frappe.db.get_value(RULE, rule, list(FACTS), as_dict=True)


def definition_of(version: str) -> Definition:
	"""Return what a version says, read once in this process; raises `RuleError` where it can be read no more."""
	return stored_definition(frappe.local.site, version)


@lru_cache(maxsize=256)
def stored_definition(_site: str, version: str) -> Definition:
	"""Return what a stored version says: it never changes."""
	return read_definition(json.loads(frappe.db.get_value(VERSION, version, "definition")), is_stored=True)


@lru_cache(maxsize=256)
def made_on(_site: str, version: str) -> datetime | None:
	"""Return since when there is a version."""
	return frappe.db.get_value(VERSION, version, "creation")


def version_at(rule: frappe._dict, moment: datetime) -> str | None:
	"""Return the version by which a rule went at a moment since which it is on, `None` where there was none."""
	made = made_on(frappe.local.site, rule.version)
	if not made or made <= moment:
		return rule.version
	filters = {"rule": rule.name, "creation": ("<=", moment)}
	return frappe.db.get_value(VERSION, filters, "name", order_by="number desc")


def readable_definition(version: str) -> tuple[Definition | None, Reason | None]:
	"""Return what a version says, or why it can be read no more: what it names may be gone."""
	try:
		return definition_of(version), None
	except frappe.ValidationError as error:
		frappe.clear_last_message()
		return None, Reason(
			ReasonKey.BROKEN, sentence(_("It cannot be carried out any more: {0}"), sentence_in(error))
		)


def kinds_wanted() -> set[str]:
	"""Return the kinds of events to which rules that are on listen, or for which runs under way wait or will."""
	rules = frappe.get_all(RULE, {"is_enabled": 1}, ["event_kind", "trigger_type", "version"])
	kinds = {rule.event_kind for rule in rules if rule.trigger_type == TriggerType.EVENT}
	run = frappe.qb.DocType(RUN)
	under_way = frappe.qb.from_(run).select(run.version).distinct().where(run.status.isin(UNDER_WAY))
	versions = {rule.version for rule in rules}.union(under_way.run(pluck=True))
	for version in versions - {None}:
		kinds |= kinds_awaited(version)
	return kinds - {None, ""}


def kinds_awaited(version: str) -> set[str]:
	"""Return the kinds for which steps of a version wait; none of one that can be read no more."""
	definition, _reason = readable_definition(version)
	return definition.awaited_kinds() if definition else set()


def reason_of_owner(rule: frappe._dict) -> Reason | None:
	"""Return why a rule cannot act: its owner may not keep rules any more."""
	owner = rule.rule_owner
	if not owner or not frappe.get_cached_value("User", owner, "enabled"):
		return Reason(ReasonKey.OWNER, _("{0}, as whom it runs, is disabled.").format(owner or _("Nobody")))
	if not frappe.has_permission(RULE, "write", user=owner):
		return Reason(ReasonKey.OWNER, _("{0}, as whom it runs, may not keep rules any more.").format(owner))
	return None


def pause(rule: str, reason: Reason) -> None:
	"""Turn a rule off, and have it say why."""
	values = {"is_enabled": 0, "paused_reason": reason.sentence, "modified": now_datetime()}
	frappe.db.set_value(RULE, {"name": rule, "is_enabled": 1}, values, update_modified=False)
	frappe.clear_document_cache(RULE, rule)
	listening.forget()
