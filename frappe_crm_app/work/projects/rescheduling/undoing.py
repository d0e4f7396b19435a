"""Puts back what a CRM Plan Change moved, as far as nothing else has moved it since and it is not done."""

import json

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now

from frappe_crm_app.kit.exceptions import HistoryError
from frappe_crm_app.records.follow_up.activity import lock_records_of
from frappe_crm_app.visibility.guarded import MILESTONE, NOTE, PLAN_CHANGE
from frappe_crm_app.work.projects.access import changed_project, refuse
from frappe_crm_app.work.projects.rescheduling.accepting import Shift, write
from frappe_crm_app.work.projects.rescheduling.reading import StoredPlan, stored_plan


def undo(name: str) -> dict:
	"""Undo a change of a plan; return `{project, undone, left}`, how many were put back and how many were not.

	Raises `frappe.PermissionError`, or `HistoryError` for one that was undone.
	"""
	project = changed_project(frappe.db.get_value(PLAN_CHANGE, name, "project") or refuse())
	lock_records_of(project)
	change = frappe.get_doc(PLAN_CHANGE, name)
	if change.undone_on:
		frappe.throw(_("This was undone already."), HistoryError)
	stored, moves = stored_plan(project.name, is_locked=True), json.loads(change.moves)
	back = [shift_back(move) for move in moves if is_untouched(move, stored)]
	write(project, back)
	change.update({"undone_on": now(), "undone_by": frappe.session.user})
	change.flags.is_of_plan = True
	change.save(ignore_permissions=True)
	return {"project": project.name, "undone": len(back), "left": len(moves) - len(back)}


def is_untouched(move: dict, stored: StoredPlan) -> bool:
	"""Return whether a row is still where the change put it, and not done."""
	if move["doctype"] == MILESTONE:
		row = stored.milestones.get(move["name"])
		return bool(row) and not row.is_done and getdate(row.due_on) == getdate(move["after"]["due_on"])
	row, task = stored.notes.get(move["name"]), stored.plan.tasks.get(move["name"])
	if not row or task.is_done:
		return False
	is_there = get_datetime(row.scheduled_on) == get_datetime(move["after"]["scheduled_on"])
	return is_there and day(row.starts_on) == day(move["after"]["starts_on"])


def day(value: object) -> object:
	return getdate(value) if value else None


def shift_back(move: dict) -> Shift:
	"""Return the way back."""
	read = getdate if move["doctype"] == MILESTONE else moment
	before, after = (
		{field: read(value) if field != "starts_on" else day(value) for field, value in move[side].items()}
		for side in ("before", "after")
	)
	return Shift(MILESTONE if move["doctype"] == MILESTONE else NOTE, move["name"], after, before)


def moment(value: str | None) -> object:
	return get_datetime(value) if value else None
