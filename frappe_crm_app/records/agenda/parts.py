"""The parts of what somebody has to look after, as data.

A part is defined by the filters of a list, so that a number and the list that it opens cannot differ; the queries are made from the
same filters. Only where no list can say it (`extra`) has a part no list, and is shown by the Today page alone.
"""

import operator
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe import _lt
from pypika.queries import Table
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_contact.options import ContactStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.records.agenda.day import Day
from frappe_crm_app.records.pipeline.resting import has_rested_too_long
from frappe_crm_app.visibility.criteria import all_of
from frappe_crm_app.visibility.guarded import CONTACT, DEAL, NOTE, OWNER_FIELD

Rule = tuple[str, str, object]
"""Fieldname, comparison and value, as Frappe's lists filter."""
People = Collection[str] | None
"""Whose: these users; `None` for everybody."""
COMPARISONS: dict[str, Callable] = {
	"=": operator.eq,
	"<": operator.lt,
	">=": operator.ge,
	"in": lambda field, values: field.isin(values),
	# of dates only: an empty text would not be NULL
	"is": lambda field, state: field.isnull() if state == NOT_SET else field.isnotnull(),
}
SET, NOT_SET = "set", "not set"
EARLIEST = datetime(1900, 1, 1)  # nothing is planned before
NEW_FOR_DAYS = 30


class PartKey(StrEnum):
	"""The parts, by the keys that addresses and number cards name them by."""

	OVERDUE = "overdue"
	TODAY = "today"
	THIS_WEEK = "this_week"
	UNDATED = "undated"
	PAST_CLOSE_DATE = "past_close_date"
	WITHOUT_NEXT_STEP = "without_next_step"
	GONE_QUIET = "gone_quiet"
	NEW_LEADS = "new_leads"


@dataclass(frozen=True)
class Part:
	"""Records of one DocType that somebody has to look after.

	`rules`  what a record fulfils on a day, as filters of a list
	`extra`  what else, where no filter can say it, of `extra_fields`
	`order`  the field by which they stand, the lowest first          `person_field`  whose a record is
	"""

	key: PartKey
	label: str
	doctype: str
	person_field: str
	order: str
	rules: Callable[[Day], list[Rule]]
	is_descending: bool = False
	extra: Callable[[Day], Criterion] | None = None
	extra_fields: tuple[str, ...] = ()

	@property
	def has_list(self) -> bool:
		"""Whether a list can show it."""
		return self.extra is None


def filters_of(part: Part, day: Day, people: People) -> list[list]:
	"""Return the filters of the list that shows a part, `[DocType, fieldname, comparison, value]`."""
	rules = [listed(part.doctype, rule) for rule in rules_of(part, day, people)]
	return [[part.doctype, fieldname, comparison, written(value)] for fieldname, comparison, value in rules]


def criterion_of(part: Part, day: Day, people: People) -> Criterion:
	"""Return what a record of a part fulfils, whoever may see it: for a query on `frappe.qb.DocType(part.doctype)`."""
	table = frappe.qb.DocType(part.doctype)
	rules = [as_criterion(table, rule) for rule in rules_of(part, day, people)]
	return all_of(*rules, part.extra(day) if part.extra else None)


def rules_of(part: Part, day: Day, people: People) -> list[Rule]:
	"""Return the rules of a part for just these people."""
	return [*person_rules(part, people), *part.rules(day)]


def fields_of(part: Part, day: Day) -> set[str]:
	"""Return the fields that decide which records are of a part, and whose they are."""
	return {part.person_field, *part.extra_fields, *(fieldname for fieldname, *_rest in part.rules(day))}


def person_rules(part: Part, people: People) -> list[Rule]:
	"""Return the rule that a record is one of these people's, none for everybody."""
	if people is None:
		return []
	if len(people) == 1:
		return [(part.person_field, "=", *people)]
	return [(part.person_field, "in", sorted(people))]


def as_criterion(table: Table, rule: Rule) -> Criterion:
	"""Return a rule as a query asks it."""
	fieldname, comparison, value = rule
	return COMPARISONS[comparison](table[fieldname], value)


def listed(doctype: str, rule: Rule) -> Rule:
	"""Return a rule as the lists of the running Frappe take it.

	On PostgreSQL, those of Frappe 15 fail to ask whether a date is there: they compare it with an empty text. They take one that
	is not there for earlier than all, which says the same.
	"""
	fieldname, comparison, state = rule
	if comparison != "is" or frappe.db.db_type != "postgres" or major_version() >= 16:
		return rule
	is_date = frappe.get_meta(doctype).get_field(fieldname).fieldtype == "Date"
	return (fieldname, "<" if state == NOT_SET else ">=", EARLIEST.date() if is_date else EARLIEST)


def written(value: object) -> object:
	"""Return a value as a list's filter has it."""
	if isinstance(value, datetime):
		return value.strftime("%Y-%m-%d %H:%M:%S")
	return value.isoformat() if isinstance(value, date) else value


def before(fieldname: str, moment: date) -> list[Rule]:
	"""Return the rules that a date is before another: Frappe's lists take one that is not there for earlier than all."""
	return [(fieldname, "is", SET), (fieldname, "<", moment)]


def open_note(key: PartKey, label: str, order: str, rules: Callable[[Day], list[Rule]]) -> Part:
	"""Return a part of what is planned."""

	def all_rules(day: Day) -> list[Rule]:
		return [("status", "=", str(NoteStatus.OPEN)), *rules(day)]

	return Part(key, label, NOTE, "assigned_to", order, all_rules)


def open_deal(key: PartKey, label: str, order: str, rules: Callable[[Day], list[Rule]], **more) -> Part:
	"""Return a part of open deals."""

	def all_rules(day: Day) -> list[Rule]:
		return [("outcome", "=", str(Outcome.OPEN)), *rules(day)]

	return Part(key, label, DEAL, OWNER_FIELD[DEAL], order, all_rules, **more)


def has_gone_quiet(day: Day) -> Criterion:
	"""Return the criterion that a deal rests for longer than its stage allows, and nothing is planned from today on."""
	ahead = frappe.qb.DocType(DEAL).next_follow_up_on
	return has_rested_too_long(day.now) & (ahead.isnull() | (ahead < day.begins))


OVERDUE = open_note(
	PartKey.OVERDUE, _lt("Overdue"), "scheduled_on", lambda day: before("scheduled_on", day.begins)
)
TODAY = open_note(
	PartKey.TODAY,
	_lt("Today"),
	"scheduled_on",
	lambda day: [("scheduled_on", ">=", day.begins), ("scheduled_on", "<", day.ends)],
)
THIS_WEEK = open_note(
	PartKey.THIS_WEEK,
	_lt("Later this week"),
	"scheduled_on",
	lambda day: [("scheduled_on", ">=", day.ends), ("scheduled_on", "<", day.week_ends)],
)
UNDATED = open_note(
	PartKey.UNDATED, _lt("Without a date"), "creation", lambda _day: [("scheduled_on", "is", NOT_SET)]
)
PAST_CLOSE_DATE = open_deal(
	PartKey.PAST_CLOSE_DATE,
	_lt("Deals past their closing date"),
	"expected_close_date",
	lambda day: before("expected_close_date", day.date),
)
WITHOUT_NEXT_STEP = open_deal(
	PartKey.WITHOUT_NEXT_STEP,
	_lt("Deals without a next step"),
	"base_value",
	lambda _day: [("next_follow_up_on", "is", NOT_SET)],
	is_descending=True,
)
GONE_QUIET = open_deal(
	PartKey.GONE_QUIET,
	_lt("Deals gone quiet"),
	"stage_entered_on",
	lambda _day: [],
	extra=has_gone_quiet,
	extra_fields=("stage", "stage_entered_on", "last_activity_on", "next_follow_up_on"),
)
NEW_LEADS = Part(
	PartKey.NEW_LEADS,
	_lt("New leads"),
	CONTACT,
	OWNER_FIELD[CONTACT],
	"creation",
	lambda day: [
		("status", "=", str(ContactStatus.LEAD)),
		("creation", ">=", day.midnight_before(NEW_FOR_DAYS)),
		("last_activity_on", "is", NOT_SET),
		("next_follow_up_on", "is", NOT_SET),
	],
	is_descending=True,
)
PARTS = (
	OVERDUE,
	TODAY,
	THIS_WEEK,
	NEW_LEADS,
	PAST_CLOSE_DATE,
	WITHOUT_NEXT_STEP,
	GONE_QUIET,
	UNDATED,
)
