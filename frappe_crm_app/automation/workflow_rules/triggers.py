"""Rules that begin by themselves: so many days before or after a date of a record, or by a schedule over all that fulfil the conditions.

A rule says when it is to look next. A look takes a chunk of records, in one transaction with its runs; where there are more, the next
chunk follows at once. A run is written once for each occasion, so a look that is late, or repeated, makes up for what was missed and
repeats nothing: all dates since the last look, and of a schedule the latest time alone.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import frappe
from croniter import croniter
from frappe import _
from frappe.utils import get_datetime, now_datetime
from pypika.queries import QueryBuilder

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.matching import Reason
from frappe_crm_app.automation.workflow_rules.rules import (
	FACTS,
	RULE,
	RUN,
	pause,
	readable_definition,
	reason_of_owner,
)
from frappe_crm_app.automation.workflow_rules.starting import Start, once_key, start
from frappe_crm_app.automation.workflow_rules.tasks import TRIGGERS
from frappe_crm_app.automation.workflow_rules.values import present_of
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey
from frappe_crm_app.kit.conditions.criterion import select_matching
from frappe_crm_app.kit.conditions.present import Present

CHUNK = 500
BETWEEN_LOOKS = timedelta(minutes=5)  # at dates
ONE_DAY = timedelta(days=1)


def rules_due(limit: int) -> list[str]:
	"""Return the rules that are on and whose next look is due."""
	return frappe.get_all(
		RULE,
		filters={"is_enabled": 1, "next_look_on": ("<=", now_datetime())},
		order_by="next_look_on asc, name asc",
		limit=limit,
		pluck="name",
	)


def look(name: str) -> None:
	"""Have a rule look at a chunk of records, if it is still due (`TRIGGERS`)."""
	fields = [*FACTS, "next_look_on", "place"]
	rule, now = frappe.db.get_value(RULE, name, fields, as_dict=True, for_update=True), now_datetime()
	if not rule or not rule.is_enabled or not rule.next_look_on or rule.next_look_on > now:
		return
	definition, broken = readable_definition(rule.version)
	if reason := broken or reason_of_owner(rule):
		pause(name, reason)
		return
	present = present_of(rule.rule_owner, now)
	look_at = look_at_dates if definition.trigger_type == TriggerType.DATE else look_by_schedule
	mark = look_at(rule, definition, present)
	frappe.db.set_value(RULE, name, mark, update_modified=False)
	if mark["next_look_on"] <= now:
		TRIGGERS.enqueue()


def look_at_dates(rule: frappe._dict, definition: Definition, present: Present) -> dict:
	"""Make runs of records whose date has come since the last whole look; return when to look next, and that mark."""
	rows = dates_come(rule, definition, present).limit(CHUNK).run()
	matching = fulfilling(definition, present, [name for name, _moment in rows])
	start([come(rule, definition, present, name, moment, name in matching) for name, moment in rows])
	if len(rows) == CHUNK:
		return {"next_look_on": present.now, "place": rule.place}
	return {"next_look_on": present.now + BETWEEN_LOOKS, "place": str(present.now)}


def dates_come(rule: frappe._dict, definition: Definition, present: Present) -> QueryBuilder:
	"""Return the query of `name` and `moment` of the records whose date has come and that the rule has not looked at."""
	record, run = frappe.qb.DocType(definition.record_type), frappe.qb.DocType(RUN)
	column = record[definition.date_field]
	fieldtype = frappe.get_meta(definition.record_type).get_field(definition.date_field)
	is_day = bool(fieldtype) and fieldtype.fieldtype == "Date"
	first, end = span(rule, definition, present, is_day)
	is_same = (run.rule == rule.name) & (run.reference_name == record.name) & (run.moment == column)
	query = frappe.qb.from_(record).left_join(run).on(is_same).select(record.name, column)
	query = query.where((column >= first) & (column <= end) & run.name.isnull())
	return query.orderby(column).orderby(record.name)


def span(
	rule: frappe._dict, definition: Definition, present: Present, is_day: bool
) -> tuple[date | datetime, date | datetime]:
	"""Return the first and the last date that has come since the last whole look, or since the rule is on.

	A day has come as it begins for the rule's owner; one that is entered later that day has come, too.
	"""
	since, days = get_datetime(rule.place or rule.enabled_on), timedelta(days=definition.days)
	if not is_day:
		return since - days, present.now - days
	earlier = Present(since, present.zone, present.site)
	return earlier.today - days, present.today - days


def fulfilling(definition: Definition, present: Present, names: Sequence[str]) -> set[str]:
	"""Return those of the records that fulfil the conditions."""
	if not names:
		return set()
	query, record = select_matching(definition.record_type, definition.conditions, present)
	return set(query.where(record.name.isin(list(names))).select(record.name).run(pluck=True))


def come(
	rule: frappe._dict, definition: Definition, present: Present, name: str, moment: date, is_matching: bool
) -> Start:
	"""Return the run of a record whose date has come."""
	record = (definition.record_type, name)
	reason = None if is_matching else Reason(ReasonKey.CONDITIONS, _("The conditions did not hold."))
	return Start(
		rule=rule,
		definition=definition,
		record=record,
		occasion=f"date {moment} {name}",
		moment=moment,
		reason=reason,
		once_key=None if reason else once_key(rule.name, definition, record, present),
	)


def look_by_schedule(rule: frappe._dict, definition: Definition, present: Present) -> dict:
	"""Make runs of the next records that fulfil the conditions; return when to look next, and the last of them."""
	query, record = select_matching(definition.record_type, definition.conditions, present)
	query = query.where(record.name > (rule.place or "")).select(record.name).orderby(record.name)
	names = query.limit(CHUNK).run(pluck=True)
	start([scheduled(rule, definition, present, name) for name in names])
	if len(names) == CHUNK:
		return {"next_look_on": rule.next_look_on, "place": names[-1]}
	return {"next_look_on": next_time(definition.cron, present), "place": None}


def scheduled(rule: frappe._dict, definition: Definition, present: Present, name: str) -> Start:
	"""Return the run of a record at a time of the schedule."""
	record = (definition.record_type, name)
	return Start(
		rule=rule,
		definition=definition,
		record=record,
		occasion=f"time {rule.next_look_on} {name}",
		moment=rule.next_look_on,
		once_key=once_key(rule.name, definition, record, present),
	)


def next_time(cron: str, present: Present) -> datetime:
	"""Return the next time of a schedule by the owner's clock, on the site's clock."""
	local = present.now.replace(tzinfo=present.site).astimezone(present.zone).replace(tzinfo=None)
	following = croniter(cron, local).get_next(datetime)
	return following.replace(tzinfo=present.zone).astimezone(present.site).replace(tzinfo=None)


def first_look(definition: Definition, present: Present) -> datetime | None:
	"""Return when a rule that is turned on is to look first; `None` where it does not look by itself."""
	if definition.trigger_type == TriggerType.DATE:
		return present.now
	return next_time(definition.cron, present) if definition.trigger_type == TriggerType.SCHEDULE else None
