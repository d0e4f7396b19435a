"""Writes the days that are missing, chunk by chunk of all deals by name.

Of what nobody has edited since the first missing day, one INSERT ... SELECT compares each deal with its latest row. Others may have been
something else on those days: `tracing.py` tells what. A deal and a day have one name, so whoever writes them first has written them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Concat, Max
from frappe.utils import flt, now
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.conflicts import repeated
from frappe_crm_app.kit.set_based import insert_missing, leaving_existing
from frappe_crm_app.records.deal_history.days import DEAL, SNAPSHOT, Days, missing_days, note_taken
from frappe_crm_app.records.deal_history.tracing import State, deals_edited_since, states_of

CHUNK = 5000  # deals in a transaction
AT_ONCE = 1000  # rows in an INSERT of values
# The fields of a deal that a row keeps, each with what stands for nothing where two rows are compared.
KEPT = {
	"pipeline": "",
	"stage": "",
	"outcome": "",
	"deal_owner": "",
	"probability": 0,
	"forecast_category": "",
	"value": 0,
	"currency": "",
	"base_value": 0,
	"base_currency": "",
	"expected_close_date": "1000-01-01",
}
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
COLUMNS = (*STANDARD, "deal", "day", *KEPT)


@dataclass(frozen=True)
class Chunk:
	"""The deals whose names come after `after`, up to `last` where that is given."""

	after: str
	last: str | None = None

	def holds(self, field: Term) -> Criterion:
		"""Return the criterion that the field names one of them."""
		return (field > self.after) & (field <= self.last) if self.last else field > self.after


def take_missing(end_transaction: Callable[[], None]) -> None:
	"""Write all days that are over and not written yet; each chunk is a transaction of its own."""
	days = missing_days()
	if days:
		take(days, end_transaction)
		repeated(partial(note_taken, days))
		end_transaction()


def take(days: Days, end_transaction: Callable[[], None]) -> None:
	"""Write what these days lack. What is there stays, so that running it again, or twice at once, changes nothing."""
	after = ""
	while after is not None:
		after = repeated(partial(take_chunk, days, after))
		end_transaction()
	repeated(partial(remove_orphans, days))
	end_transaction()


def take_chunk(days: Days, after: str) -> str | None:
	"""Write the days for the deals whose names come after `after`; return the last of them, `None` at the end of all."""
	chunk = Chunk(after, last_of_chunk(days, Chunk(after)))
	insert_unedited(days, chunk)
	insert_edited(days, chunk)
	return chunk.last


def last_of_chunk(days: Days, rest: Chunk) -> str | None:
	"""Return the name with which a chunk is full; `None` where all that are left fit into one."""
	deal = frappe.qb.DocType(DEAL)
	query = (
		frappe.qb.from_(deal).select(deal.name).where(rest.holds(deal.name) & may_have_changed(deal, days))
	)
	found = query.orderby(deal.name).limit(1).offset(CHUNK - 1).run(pluck=True)
	return found[0] if found else None


def may_have_changed(deal: Table, days: Days) -> Criterion:
	"""Return the criterion of the deals to look at: open ones, and those closed that were edited on these days or since."""
	return (deal.outcome == Outcome.OPEN) | (deal.modified >= days.start)


def insert_unedited(days: Days, chunk: Chunk) -> None:
	"""Write the first day for the deals that nobody has edited since: they were then as they are."""
	deal, before = frappe.qb.DocType(DEAL), frappe.qb.DocType(SNAPSHOT).as_("before")
	latest = latest_days(days, chunk)
	query = (
		frappe.qb.into(frappe.qb.DocType(SNAPSHOT))
		.columns(*COLUMNS)
		.from_(deal)
		.left_join(latest)
		.on(latest.deal == deal.name)
		.left_join(before)
		.on((before.deal == latest.deal) & (before.day == latest.latest_day))
		.select(Concat(deal.name, suffix_of(days.first)), *map(ValueWrapper, standard_values()))
		.select(deal.name, ValueWrapper(str(days.first)), *(deal[fieldname] for fieldname in KEPT))
		.where(chunk.holds(deal.name) & may_have_changed(deal, days))
		.where((deal.creation < days.first_end) & (deal.modified < days.first_end))
		.where(is_due_criterion(deal, before, days))
	)
	leaving_existing(query, SNAPSHOT).run()


def latest_days(days: Days, chunk: Chunk) -> QueryBuilder:
	"""Return the query for the last day of each deal's rows up to the first missing one."""
	row = frappe.qb.DocType(SNAPSHOT).as_("row_before")
	query = frappe.qb.from_(row).select(row.deal, Max(row.day).as_("latest_day"))
	return query.where(chunk.holds(row.deal) & (row.day <= str(days.first))).groupby(row.deal).as_("latest")


def is_due_criterion(deal: Table, before: Table, days: Days) -> Criterion:
	"""Return `is_due` as a criterion; `before` is the deal's latest row, all NULL where it has none."""
	is_changed = Criterion.any(
		filled(before[fieldname], blank) != filled(deal[fieldname], blank)
		for fieldname, blank in KEPT.items()
	)
	is_first = before.name.isnull()
	is_open = (deal.outcome == Outcome.OPEN) & (is_first | is_changed)
	is_just_closed = (is_first & (deal.stage_entered_on >= days.start)) | (before.outcome != deal.outcome)
	return is_open | ((deal.outcome != Outcome.OPEN) & is_just_closed)


def filled(field: Term, blank: str | int) -> Term:
	"""Return the field with what stands for nothing instead of NULL, which nothing equals."""
	return Coalesce(field, blank)


def insert_edited(days: Days, chunk: Chunk) -> None:
	"""Write all days for the deals that were edited since the first, as far as is known what they were."""
	deals = deals_edited_since(days, chunk.holds(frappe.qb.DocType(DEAL).name), tuple(KEPT))
	if not deals:
		return
	before = latest_rows(days, chunk)
	rows = [
		(name_of(deal, state.day), *standard_values(), deal, state.day, *(state[field] for field in KEPT))
		for deal, states in states_of(deals, days).items()
		for state in due_states(before.get(deal), states, days)
	]
	for start in range(0, len(rows), AT_ONCE):
		insert_missing(SNAPSHOT, COLUMNS, rows[start : start + AT_ONCE])


def latest_rows(days: Days, chunk: Chunk) -> dict[str, State]:
	"""Return each deal's latest row up to the first missing day."""
	row, latest = frappe.qb.DocType(SNAPSHOT), latest_days(days, chunk)
	query = frappe.qb.from_(row).join(latest).on((row.deal == latest.deal) & (row.day == latest.latest_day))
	query = query.select(row.deal, *(row[fieldname] for fieldname in KEPT))
	return {found.deal: found for found in query.run(as_dict=True)}


def due_states(before: State | None, states: Iterable[State], days: Days) -> Iterable[State]:
	"""Yield those of a deal's states, given in their order, that get a row."""
	for state in states:
		if is_due(before, state, days):
			yield state
		before = state


def is_due(before: State | None, state: State, days: Days) -> bool:
	"""Return whether a state gets a row: an open deal that is new or changed, one that was closed since the row before."""
	if state.outcome == Outcome.OPEN:
		return not before or any(is_unlike(before[field], state[field], KEPT[field]) for field in KEPT)
	if before:
		return before.outcome != state.outcome
	return state.stage_entered_on >= days.start


def is_unlike(one: object, other: object, blank: str | int) -> bool:
	"""Return whether two values differ; numbers by what a column holds of them."""
	if blank == 0:
		return flt(one, 9) != flt(other, 9)
	return str(one or blank) != str(other or blank)


def name_of(deal: str, day: object) -> str:
	"""Return the name of the one row that a deal has for a day."""
	return f"{deal}{suffix_of(day)}"


def suffix_of(day: object) -> str:
	return f"-{day}"


def standard_values() -> tuple:
	"""Return the values of the columns of `STANDARD` after the name."""
	user, moment = frappe.session.user, now()
	return (user, moment, moment, user, 0, 0)


def remove_orphans(days: Days) -> None:
	"""Remove what was just written about a deal that was deleted at the same moment."""
	row, deal = frappe.qb.DocType(SNAPSHOT), frappe.qb.DocType(DEAL)
	is_written_now = (row.day >= str(days.first)) & (row.day <= str(days.last))
	is_orphan = row.deal.notin(frappe.qb.from_(deal).select(deal.name))
	frappe.qb.from_(row).delete().where(is_written_now & is_orphan).run()


def forget_deal(deal: Document, _event: str | None = None) -> None:
	"""Remove the rows of a deal that has been deleted."""
	frappe.db.delete(SNAPSHOT, {"deal": deal.name})
