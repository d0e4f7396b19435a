"""Our events for the automation engine that Frappe is building: `frappe.automation_engine`, which Frappe 15 and 16 do not have.

`registered` is what they are registered with there (hook `automation_events`, which these versions do not read); `heard` emits those that flows begin with or
wait for. Flows that are new are heard within a minute.
"""

from types import ModuleType

import frappe

from frappe_crm_app.kit.domain_events.kinds import all_kinds

PREFIX = "frappe_crm_app."
EVENT, SUBSCRIPTION = "CRM Domain Event", "Automation Event Subscription"
# As `all_kinds` has them; written out, since hooks are read where there is no site to ask.
KINDS = {
	"CRM Contact": "contact: created updated deleted merged unmerged status_changed owner_changed tagged opted_out; "
	"subscription: confirmed ended; campaign: sent clicked",
	"CRM Customer": "customer: created updated deleted merged unmerged relationship_changed stage_changed owner_changed",
	"CRM Sales Deal": "deal: created updated stage_changed won lost reopened value_changed owner_changed close_date_passed rotting "
	"without_next_step",
	"CRM Follow-up Note": "note: created updated completed cancelled due overdue",
	"CRM Location": "location: created updated",
	"CRM Mail": "mail: received sent answered bounced unanswered",
	"CRM Message": "message: received sent failed",
	"CRM Project": "project: created updated status_changed",
	"CRM Milestone": "milestone: created done overdue",
	"CRM Document": "document: added version_added",
	"CRM Event": "event: created updated cancelled invited answered attended",
	"CRM Lead Submission": "form: submission_received submission_quarantined submission_confirmed",
	"CRM Contact Import": "import: completed undone",
	"CRM Quote": "quote: sent viewed accepted declined expired",
}


def registered() -> dict[str, dict]:
	"""Return `{event: schema}` as that engine reads it: an event is about the record that its payload names."""
	return {
		f"{PREFIX}{record}.{what}": {"subject": {"doctype": doctype, "name_key": "name"}}
		for doctype, texts in KINDS.items()
		for record, _colon, kinds in (text.partition(": ") for text in texts.split("; "))
		for what in kinds.split()
	}


def engine() -> ModuleType | None:
	"""Return the engine's module of events, `None` where this Frappe has none."""
	try:
		from frappe.automation_engine import events
	except ImportError:
		return None
	return events


def kinds_wanted() -> set[str]:
	"""Return the kinds with which flows begin, or for which they wait."""
	if not engine():
		return set()
	from frappe.automation_engine.registry import get_custom_event_map

	waiting = frappe.get_all(SUBSCRIPTION, {"status": "Waiting"}, pluck="event_name")
	names = {name.removeprefix(PREFIX) for name in (*get_custom_event_map(), *waiting)}
	return names & all_kinds().keys()


def heard(kind: str, name: str) -> None:
	"""Emit an event in that engine (hook `crm_domain_event`)."""
	fields = ["reference_doctype as doctype", "reference_name as name"]
	record, events = frappe.db.get_value(EVENT, name, fields, as_dict=True), engine()
	if not record or not events:
		return
	is_there = frappe.db.exists(record.doctype, record.name)
	doc = frappe.get_doc(record.doctype, record.name) if is_there else None
	events.emit(PREFIX + kind, doc, {**record, "event": name}, correlation_key=record.name)


heard.kinds = kinds_wanted
