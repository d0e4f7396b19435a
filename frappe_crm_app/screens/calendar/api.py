"""The endpoints of the calendar. All answer with events that the session's user sees; arguments are Frappe's calendar's."""

import frappe
from frappe.utils import cint

from frappe_crm_app.kit.calendar_source import Dropped
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.screens.calendar import events, sources

SEVERAL = 20


@frappe.whitelist(methods=["GET"])
def get_follow_ups(start: str, end: str, filters: str | list | None = None, **options) -> list[dict]:
	"""Return the follow-ups scheduled between two moments: `{name, title, scheduled_on, ends_on, all_day, color, tooltip}`.

	`filters` are the calendar's, for instance on the assignee. Raises `frappe.PermissionError`.
	"""
	return events.follow_ups(start, end, filters)


@frappe.whitelist(methods=["GET"])
def get_expected_closings(start: str, end: str, filters: str | list | None = None, **options) -> list[dict]:
	"""Return the open deals expected to close between two days: `{name, title, expected_close_date, all_day, color}`."""
	return events.expected_closings(start, end, filters)


@frappe.whitelist(methods=["GET"])
def get_milestones(start: str, end: str, filters: str | list | None = None, **options) -> list[dict]:
	"""Return the milestones of projects due between two days: `{name, title, due_on, all_day, color}`."""
	return events.milestones(start, end, filters)


@frappe.whitelist(methods=["GET"])
def get_offered() -> list[dict]:
	"""Return `{doctype, label}` of what the one calendar can show the session's user."""
	return sources.offered()


@frappe.whitelist(methods=["GET"])
def get_everything(
	start: str, end: str, filters: str | list | None = None, shown: str = "", everybody: int = 0, **options
) -> list[dict]:
	"""Return the entries of the one calendar between two moments.

	`shown` are the DocTypes, separated by commas; without `everybody`, they are the session user's own. Each is `{doctype, name, entry,
	title, starts, ends, all_day, color, editable, occurrence}`. `filters` are on events.
	"""
	return sources.everything(start, end, filters, shown.split(",")[:SEVERAL], bool(cint(everybody)))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def move(
	doctype: str, name: str, start: str, end: str | None = None, occurrence: str = "", whole_series: int = 0
) -> None:
	"""Let a record be at the time at which its entry was dropped, by its own rules; raises `frappe.PermissionError`."""
	ends = sources.read_moment(end) if end else None
	dropped = Dropped(sources.read_moment(start), ends, occurrence, bool(cint(whole_series)))
	sources.move(doctype, name, dropped)
