"""Writes what moves, set-based and in one transaction, with a CRM Plan Change by which it is undone."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, now

from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_changes
from frappe_crm_app.kit.exceptions import BusyError
from frappe_crm_app.kit.set_based import write_records
from frappe_crm_app.records.follow_up.activity import lock_records_of, refresh_records_of
from frappe_crm_app.visibility.guarded import MILESTONE, NOTE, PLAN_CHANGE
from frappe_crm_app.work.projects.planning.plan import Move
from frappe_crm_app.work.projects.rescheduling.shown import (
	Consequence,
	consequence,
	refuse_far_days,
	sentence,
)

WRITTEN = ("scheduled_on", "ends_on", "starts_on")


@dataclass(frozen=True)
class Shift:
	"""One row that moves: the values of its days, before and after."""

	doctype: str
	name: str
	before: Mapping[str, object]
	after: Mapping[str, object]


def accept(project: frappe._dict, move: Move, fingerprint: str | None) -> tuple[str | None, Consequence]:
	"""Move what moves in a project, which is locked; return the name of the CRM Plan Change, `None` where nothing moves.

	Raises `BusyError` where that is something else than what was shown, by its fingerprint.
	"""
	lock_records_of(project)
	found = consequence(project.name, move, is_locked=True)
	if fingerprint and fingerprint != found.fingerprint:
		frappe.throw(_("The plan has changed meanwhile. Look again at what would move."), BusyError)
	shifts = shifts_of(found)
	if not shifts:
		return None, found
	write(project, shifts)
	return note_change(project.name, sentence(found), shifts), found


def shifts_of(found: Consequence) -> list[Shift]:
	"""Return the rows that move."""
	shifts = []
	for moved in found.moved:
		if not moved.is_task:
			before, after = moved.due
			shifts.append(Shift(MILESTONE, moved.name, {"due_on": before}, {"due_on": after}))
			continue
		row = found.stored.notes[moved.name]
		before = {field: row[field] for field in WRITTEN}
		shifts.append(Shift(NOTE, moved.name, before, moved_days(row, moved.due, moved.starts)))
	return shifts


def moved_days(row: frappe._dict, due: tuple[date, date], starts: tuple[date, date]) -> dict:
	"""Return the days of a note that moves: at the time of day as before, and as long as it took on its day."""
	by = due[1] - due[0]
	return {
		"scheduled_on": later(row.scheduled_on, by),
		"ends_on": later(row.ends_on, by) if row.ends_on else None,
		"starts_on": starts[1] if row.starts_on or starts[1] != due[1] else None,
	}


def later(moment: object, by: timedelta) -> datetime:
	"""Return a moment so much later; raises `frappe.ValidationError` where no calendar has it."""
	try:
		return get_datetime(moment) + by
	except OverflowError:
		refuse_far_days([date.max])


def write(project: frappe._dict, shifts: list[Shift]) -> None:
	"""Write these days, keep the dates of customer, contact and deal true, and say so to who listens.

	The tasks are reminded of anew.
	"""
	stamp = (now(), frappe.session.user)
	notes = [shift for shift in shifts if shift.doctype == NOTE]
	milestones = [shift for shift in shifts if shift.doctype == MILESTONE]
	write_records(
		NOTE,
		("name", *WRITTEN, "reminded_on", "modified", "modified_by"),
		[(shift.name, *(shift.after[field] for field in WRITTEN), None, *stamp) for shift in notes],
	)
	write_records(
		MILESTONE,
		("name", "due_on", "modified", "modified_by"),
		[(shift.name, shift.after["due_on"], *stamp) for shift in milestones],
	)
	for doctype, moved in ((NOTE, notes), (MILESTONE, milestones)):
		emit_changes(doctype, (Change(shift.name, shift.before, shift.after) for shift in moved))
		if moved:
			frappe.clear_document_cache(doctype)
	refresh_records_of(project)


def note_change(project: str, summary: str, shifts: Iterable[Shift]) -> str:
	"""Write down what moved, and return the name of it."""
	change = frappe.new_doc(PLAN_CHANGE)
	moves = [
		{
			"doctype": each.doctype,
			"name": each.name,
			"before": as_text(each.before),
			"after": as_text(each.after),
		}
		for each in shifts
	]
	change.update({"project": project, "summary": summary[:140], "moves": json.dumps(moves)})
	change.flags.is_of_plan = True
	return change.insert(ignore_permissions=True).name


def as_text(values: Mapping[str, object]) -> dict[str, str | None]:
	"""Return days and moments as JSON holds them."""
	return {field: str(value) if value is not None else None for field, value in values.items()}
