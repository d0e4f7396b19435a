"""What happens because time passes: one sweep asks each time-based check whose time has come, and says so once.

A check (hook `crm_time_checks`) is a query of the records for which it is true at a moment, each with the moment since when. The
sweep keeps a CRM Event Occasion of each that it has told, in the transaction of the event, so that one that is killed, or that comes a
week late, tells each once. An occasion ends when it is true no more, or since another moment: then the next one is told again.
What is true already when somebody begins to listen is no news: the first sweep marks it without telling. When nobody listens any more,
all marks are dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Field

from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.kit.domain_events.kinds import all_kinds
from frappe_crm_app.kit.domain_events.listening import heard
from frappe_crm_app.kit.meeting_points import Point, handlers
from frappe_crm_app.kit.set_based import insert_records, lock_record

OCCASION = "CRM Event Occasion"
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "kind", "reference_name", "moment",
)  # fmt: skip
CHUNK = 1000
BEGUN = ""  # in place of a record: what was true when somebody began to listen is marked


@dataclass(frozen=True)
class TimeCheck:
	"""What makes an event of this kind happen: `due(now)` returns a query of `name` and `moment`.

	`moment` is since when it has been so, by the stored values, or what stays the same while it is so. The field that it is taken
	from is what the kind carries.
	"""

	kind: str
	due: Callable[[datetime], QueryBuilder]


def is_anything_to_do() -> bool:
	"""Return whether somebody listens to a time-based kind, or did until now."""
	names = heard()
	return any(check.kind in names for check in handlers(Point.TIME_CHECKS)) or bool(kinds_begun())


def sweep_all(now: datetime) -> None:
	"""Do all checks that somebody listens to, and drop the marks of the others, in a transaction each."""
	names = heard()
	for check in handlers(Point.TIME_CHECKS):
		if check.kind in names:
			sweep(check, now)
	for kind in kinds_begun().keys() - set(names):
		committed(partial(drop_all, kind))


def sweep(check: TimeCheck, now: datetime) -> None:
	"""Say what is newly true, chunk by chunk, each in one transaction with its marks."""
	beginning = kinds_begun().get(check.kind)
	while committed(partial(drop_ended, check, now)):
		pass
	while committed(partial(take, check, now, beginning)):
		pass
	if not beginning:
		committed(partial(begin, check.kind, now))


def kinds_begun() -> dict[str, str]:
	"""Return the kinds of which what was true in the beginning is marked, each with the name of the row that says so."""
	rows = frappe.get_all(OCCASION, filters={"reference_name": BEGUN}, fields=["kind", "name"])
	return {row.kind: row.name for row in rows}


def begin(kind: str, now: datetime) -> None:
	"""Note that everything from now on is news."""
	insert_marks(kind, [(BEGUN, now)], now)


def take(check: TimeCheck, now: datetime, beginning: str | None) -> bool:
	"""Mark some records whose time has come and, but for the beginning, say so; return whether there were any."""
	if beginning:
		lock_record(OCCASION, beginning)  # a second sweep then sees what the first one marked
	due, mark = check.due(now).as_("due"), frappe.qb.DocType(OCCASION)
	name, moment = Field("name", table=due), Field("moment", table=due)
	is_marked = (mark.reference_name == name) & (mark.kind == check.kind) & (mark.moment == moment)
	query = frappe.qb.from_(due).left_join(mark).on(is_marked).select(name, moment)
	rows = query.where(mark.name.isnull()).orderby(moment, name).limit(CHUNK).run()
	insert_marks(check.kind, rows, now)
	if beginning:
		say(check.kind, rows)
	return bool(rows)


def say(kind: str, rows: list[tuple[str, datetime]]) -> None:
	"""Write the events; the field that the kind carries has not changed, so it is the same before and after."""
	stated = all_kinds()[kind]
	changes = [
		Change(name, held, held) for name, moment in rows for held in [dict.fromkeys(stated.fields, moment)]
	]
	emit_many(kind, stated.doctype, changes)


def drop_ended(check: TimeCheck, now: datetime) -> bool:
	"""Drop some marks of what is true no more, or since another moment; return whether there were any."""
	due, mark = check.due(now).as_("due"), frappe.qb.DocType(OCCASION)
	is_same = (mark.reference_name == Field("name", table=due)) & (mark.moment == Field("moment", table=due))
	query = frappe.qb.from_(mark).left_join(due).on(is_same).select(mark.name)
	is_of_record = (mark.kind == check.kind) & (mark.reference_name != BEGUN)
	query = query.where(is_of_record & Field("name", table=due).isnull())
	names = query.limit(CHUNK).run(pluck=True)
	if names:
		frappe.db.delete(OCCASION, {"name": ("in", names)})
	return bool(names)


def drop_all(kind: str) -> None:
	"""Drop the marks of a kind to which nobody listens any more."""
	frappe.db.delete(OCCASION, {"kind": kind})


def insert_marks(kind: str, rows: list[tuple[str, datetime]], now: datetime) -> None:
	"""Mark these records."""
	user = frappe.session.user
	written = [
		(frappe.generate_hash(length=10), user, now, now, user, 0, 0, kind, name, moment)
		for name, moment in rows
	]
	insert_records(OCCASION, COLUMNS, written)
