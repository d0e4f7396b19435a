"""The endpoints of the calendar. All answer with events that the session's user sees; arguments are Frappe's calendar's."""

import frappe

from frappe_crm_app.screens.calendar import events


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
