"""A follow-up note about the record, to be done in so many working days."""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _, _lt

from frappe_crm_app.automation.workflow_rules.office_hours import working_time
from frappe_crm_app.automation.workflow_rules.people import OWNER, Way, Who, one_of, read_who
from frappe_crm_app.automation.workflow_rules.steps.linked import doctype_of_subject, subject
from frappe_crm_app.automation.workflow_rules.texts import filled, read_template
from frappe_crm_app.automation.workflow_rules.values import present_of
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	Record,
	StepType,
	refuse,
	refuse_unknown_keys,
)
from frappe_crm_app.records.follow_up.reference import SOURCES
from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.labels import label_of

LABEL = _lt("Write a follow-up")
MOST_DAYS = 365


@dataclass(frozen=True)
class Note:
	"""What the follow-up says; due after so many working days, or not to be done at all (`None`)."""

	action: Action
	subject: str
	content: str
	who: Who
	working_days: int | None


def read(given: dict, reading: Reading) -> Note:
	"""Return what is to be written."""
	refuse_unknown_keys(given, ("action", "subject", "content", "assigned_to", "in_working_days"), LABEL)
	if doctype_of_subject(reading.record_type) not in (*SOURCES, NOTE):
		refuse(_("There are no follow-ups about {0}.").format(label_of(reading.record_type)))
	action, days = given.get("action", Action.TASK), given.get("in_working_days")
	if action not in set(map(str, Action)):
		refuse(_("Choose what is to be done."))
	if days is not None and (
		isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_DAYS
	):
		refuse(_("A follow-up is due in 0 to {0} working days.").format(MOST_DAYS))
	return Note(
		action=Action(action),
		subject=read_template(given.get("subject"), reading, _("Subject")),
		content=read_template(given.get("content"), reading, _("Content"), is_needed=False),
		who=read_who(given.get("assigned_to", OWNER.way), str(LABEL), tuple(Way)),
		working_days=days,
	)


def run(context: Context, wanted: Note) -> Done:
	"""Write the follow-up."""
	doctype, name = record_of_note(context)
	user = one_of(wanted.who, context) or context.owner
	note = frappe.new_doc(NOTE)
	note.update(
		{
			"reference_doctype": doctype,
			"reference_name": name,
			"action": wanted.action,
			"subject": filled(wanted.subject, context)[:140],
			"content": filled(wanted.content, context),
			"assigned_to": user,
		}
	)
	if wanted.working_days is not None:
		note.scheduled_on = morning_after(present_of(user, context.present.now), wanted.working_days)
	note.insert()
	return Done(_("A follow-up was written."), (NOTE, note.name))


def record_of_note(context: Context) -> Record:
	"""Return what the follow-up is about: of a run about a note, what that is about."""
	if context.doctype != NOTE:
		return subject(context)
	return frappe.db.get_value(NOTE, context.name, ["reference_doctype", "reference_name"])


def morning_after(present: Present, days: int) -> datetime:
	"""Return the morning of the day after so many working days of somebody's calendar, on the site's clock."""
	hours = working_time()
	local = datetime.combine(hours.day_after(present.today, days), hours.begins, present.zone)
	return local.astimezone(present.site).replace(tzinfo=None)


INPUTS = (
	Input(
		"action",
		_lt("Kind"),
		InputKind.CHOICE,
		tuple((action, action) for action in Action),
		default=str(Action.TASK),
	),
	Input("subject", _lt("Subject"), InputKind.TEXT, is_needed=True, takes_fields=True),
	Input("assigned_to", _lt("For"), InputKind.PEOPLE, tuple(Way), default=str(Way.OWNER)),
	Input(
		"in_working_days",
		_lt("Due in working days"),
		InputKind.NUMBER,
		hint=_lt("Empty: not planned."),
		default=1,
	),
	Input("content", _lt("Content"), InputKind.LONG_TEXT, takes_fields=True),
)
NOTE_STEP = StepType(
	"note",
	LABEL,
	read,
	run,
	inputs=INPUTS,
	is_for=lambda record_type: doctype_of_subject(record_type) in (*SOURCES, NOTE),
)
