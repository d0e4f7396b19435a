"""Waiting: for a time, until a date of the record, or for an event."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from frappe import _, _lt
from frappe.utils import format_datetime

from frappe_crm_app.automation.workflow_rules.office_hours import working_time
from frappe_crm_app.automation.workflow_rules.people import OWNER, one_of
from frappe_crm_app.automation.workflow_rules.steps.linked import doctype_of_subject, link_to
from frappe_crm_app.automation.workflow_rules.values import matches_now, present_of, read_values
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import DATES, Kind, held_value
from frappe_crm_app.kit.domain_events import listening
from frappe_crm_app.kit.domain_events.kinds import all_kinds
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	Result,
	StepType,
	Waits,
	refuse,
	refuse_unknown_keys,
	shown,
)

LABEL, LABEL_OF_EVENT = _lt("Wait"), _lt("Wait for an event")
UNITS = ("minutes", "hours", "days")
WORKING_HOURS = "working_hours"
MOST_WORKING_HOURS = 1000
LONGEST = timedelta(days=730)
CAME, TIMEOUT = "then", "else"


@dataclass(frozen=True)
class Wait:
	"""For how long, or until which date, so long after it; `only_if_still_true` ends the run where the conditions hold no more.

	Working hours are those of whose the record is, else of the rule's owner.
	"""

	time: timedelta
	working_hours: int = 0
	until: ConditionField | None = None
	only_if_still_true: bool = False


@dataclass(frozen=True)
class WaitForEvent:
	"""Which kind of event, and how long at most."""

	kind: str
	time: timedelta


def read(given: dict, reading: Reading) -> Wait:
	"""Return how long to wait."""
	refuse_unknown_keys(given, (*UNITS, WORKING_HOURS, "until", "only_if_still_true"), LABEL)
	is_asked_again = bool(given.get("only_if_still_true"))
	if WORKING_HOURS in given:
		return Wait(timedelta(), read_working_hours(given), only_if_still_true=is_asked_again)
	until = reading.fields.get(str(given["until"])) if "until" in given else None
	if "until" in given and (not until or until.kind not in DATES):
		refuse(_("“{0}” is no date of the record.").format(shown(given["until"])))
	return Wait(read_time(given, is_signed=bool(until)), until=until, only_if_still_true=is_asked_again)


def read_working_hours(given: dict) -> int:
	"""Return how many working hours to wait, which stand alone."""
	hours = given[WORKING_HOURS]
	is_alone = not given.keys() & {*UNITS, "until"}
	if not is_alone or type(hours) is not int or not 0 < hours <= MOST_WORKING_HOURS:
		refuse(_("Say how long to wait, in 1 to {0} working hours.").format(MOST_WORKING_HOURS))
	return hours


def read_time(given: dict, is_signed: bool = False) -> timedelta:
	"""Return a time in one or several units; negative only where it is the distance from a date."""
	amounts = {unit: given[unit] for unit in UNITS if unit in given}
	if any(type(amount) is not int or abs(amount) > LONGEST.days * 1440 for amount in amounts.values()):
		refuse(_("Say how long to wait, in whole minutes, hours or days."))
	time = timedelta(**amounts)
	if abs(time) > LONGEST or (not is_signed and time <= timedelta()):
		refuse(_("A step waits for at most {0} days.").format(LONGEST.days))
	return time


def run(context: Context, wait: Wait) -> Result:
	"""Begin to wait, or go on where the time has come; a date that was moved meanwhile is waited for anew."""
	until = end_of(context, wait)
	if until and until > context.present.now:
		return Waits(until, detail=_("Waits until {0}.").format(format_datetime(until)))
	if (
		context.since
		and wait.only_if_still_true
		and not matches_now(context.conditions, context.record, context.present)
	):
		return Done(_("What the rule asks for does not hold any more."), ends_run=True)
	return Done(_("Waited.") if context.since else _("There was nothing to wait for."))


def end_of(context: Context, wait: Wait) -> datetime | None:
	"""Return until when to wait; `None` where the date is not filled."""
	if context.until and not wait.until:
		return context.until
	if wait.working_hours:
		return end_of_working_hours(context, wait.working_hours)
	if not wait.until:
		return context.present.now + wait.time
	values = read_values(context.record, [wait.until]) or {}
	held = held_value(wait.until.kind, values.get(wait.until.path))
	if held is None:
		return None
	return (context.present.begins(held) if wait.until.kind == Kind.DATE else held) + wait.time


def end_of_working_hours(context: Context, hours: int) -> datetime:
	"""Return the moment after so many working hours of whose the record is, on the site's clock."""
	present = present_of(one_of(OWNER, context) or context.owner, context.present.now)
	local = present.now.replace(tzinfo=present.site).astimezone(present.zone).replace(tzinfo=None)
	end = working_time().after_hours(local, hours).replace(tzinfo=present.zone)
	return end.astimezone(present.site).replace(tzinfo=None)


def read_event(given: dict, reading: Reading) -> WaitForEvent:
	"""Return what to wait for."""
	refuse_unknown_keys(given, ("event", *UNITS), LABEL_OF_EVENT)
	kind, own = all_kinds().get(str(given.get("event"))), reading.record_type
	if not kind or not any(
		kind.doctype == doctype or link_to(kind.doctype, doctype)
		for doctype in {own, doctype_of_subject(own)}
	):
		refuse(_("No event “{0}” happens to such a record.").format(shown(given.get("event"))))
	return WaitForEvent(kind.name, read_time(given))


def run_event(context: Context, wait: WaitForEvent) -> Result:
	"""Begin to wait; go on by `then` where the event came, by `else` where the time is over."""
	if context.heard_event:
		return Done(_("The event came."), branch=CAME)
	until = context.until or context.present.now + wait.time
	if context.since and until <= context.present.now:
		return Done(_("The event did not come."), branch=TIMEOUT)
	if not listening.is_heard(wait.kind):
		listening.forget()
	return Waits(until, wait.kind, _("Waits until {0}.").format(format_datetime(until)))


WAIT = StepType(
	"wait",
	LABEL,
	read,
	run,
	inputs=(
		Input("time", _lt("For"), InputKind.TIME, (*UNITS, WORKING_HOURS), default={"days": 3}),
		Input("until", _lt("From"), InputKind.DATE_FIELD),
		Input(
			"only_if_still_true",
			_lt("Go on only if the conditions of the rule still hold"),
			InputKind.FLAG,
		),
	),
)
WAIT_FOR_EVENT = StepType(
	"wait_for_event",
	LABEL_OF_EVENT,
	read_event,
	run_event,
	branches=(CAME, TIMEOUT),
	kinds=lambda wait: (wait.kind,),
	inputs=(
		Input("event", _lt("Event"), InputKind.EVENT, is_needed=True),
		Input("time", _lt("For at most"), InputKind.TIME, UNITS, default={"days": 3}),
	),
	branch_labels={CAME: _lt("If it happens"), TIMEOUT: _lt("If it does not")},
)
