"""Whom a step means: whose the record is, one person, everybody with a role, or people in turns."""

import json
from dataclasses import dataclass
from enum import unique

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.rules import RULE
from frappe_crm_app.automation.workflow_rules.steps.linked import subject_of
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.workflow_steps import Context, refuse, shown
from frappe_crm_app.visibility.absence import without_absent
from frappe_crm_app.visibility.guards import HOLDER_FIELD, can_hold
from frappe_crm_app.visibility.roles import CRMRole

MOST_PEOPLE = 100


@unique
class Way(StrEnum):
	"""How people are named."""

	OWNER = "owner"
	USER = "user"
	ROLE = "role"
	TURNS = "turns"


@dataclass(frozen=True)
class Who:
	"""People by a way of naming them; `names` are those of users or of a role."""

	way: Way
	names: tuple[str, ...] = ()


OWNER = Who(Way.OWNER)


def read_who(given: object, label: str, ways: tuple[Way, ...]) -> Who:
	"""Return whom somebody means: `"owner"`, or an object of one key with a name or, for turns, with several; raises `RuleError`."""
	if given == Way.OWNER and Way.OWNER in ways:
		return OWNER
	if not isinstance(given, dict) or len(given) != 1 or not set(given) <= set(map(str, ways)):
		refuse(_("{0}: say who is meant.").format(label))
	((way, value),) = given.items()
	names = value if isinstance(value, list) and way == Way.TURNS else [value]
	if not names or len(names) > MOST_PEOPLE or not all(isinstance(name, str) for name in names):
		refuse(_("{0}: say who is meant.").format(label))
	for name in names:
		refuse_unknown(Way(way), name, label)
	return Who(Way(way), tuple(names))


def refuse_unknown(way: Way, name: str, label: str) -> None:
	"""Raise `RuleError` for a person, or a role, that there is not."""
	is_there = name in set(map(str, CRMRole)) if way == Way.ROLE else bool(frappe.db.exists("User", name))
	if not is_there:
		refuse(_("{0}: there is no “{1}”.").format(label, shown(name)))


def users_of(who: Who, context: Context) -> list[str]:
	"""Return all the people that are meant and can be given records: nobody who is disabled or has no role of the CRM."""
	if who.way == Way.OWNER:
		names = [holder_of(context)]
	elif who.way == Way.ROLE:
		names = frappe.get_all(
			"Has Role", {"role": who.names[0], "parenttype": "User"}, pluck="parent", order_by="parent asc"
		)
	else:
		names = who.names
	return [name for name in dict.fromkeys(names) if name and can_hold(name)]


def holder_of(context: Context) -> str | None:
	"""Return whose the record is, `None` where such records are nobody's."""
	record = subject_of(*context.record)
	if not record or record[0] not in HOLDER_FIELD:
		return None
	return frappe.db.get_value(*record, HOLDER_FIELD[record[0]])


def one_of(who: Who, context: Context) -> str | None:
	"""Return one of the people that are meant, several in turns, who is away being passed over; `None` where there is nobody.

	Who is named alone is meant even while they are away, as is whose the record is.
	"""
	people = users_of(who, context)
	if who.way in (Way.ROLE, Way.TURNS):
		people = without_absent(people, context.present.now)
	if not people:
		return None
	return people[take_turn(context) % len(people)] if len(people) > 1 else people[0]


def take_turn(context: Context) -> int:
	"""Return the number of this turn at a step, counted in the rule's row, which stays locked until the run is committed.

	So nobody else takes one in between, and a run that comes to nothing gives its turn back.
	"""
	turns = json.loads(frappe.db.get_value(RULE, context.rule, "turns", for_update=True) or "{}")
	number = turns.get(context.place, 0)
	turns[context.place] = number + 1
	frappe.db.set_value(RULE, context.rule, "turns", json.dumps(turns), update_modified=False)
	return number
