"""Events of a calendar: through `frappe.get_list`, so that what is seen, and which filters hold, is what a list would say."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import escape_html, get_datetime, getdate, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.screens.calendar.colors import CLOSING, COLOR_OF, DONE, LIKELY, OTHER, OVERDUE
from frappe_crm_app.screens.lists.chips import read_filters
from frappe_crm_app.screens.timeline.titles import titles_of_links
from frappe_crm_app.visibility.filter_values import refusing_odd_values
from frappe_crm_app.visibility.permlevels import refuse_hidden_field

SHORTEST = timedelta(minutes=30)  # how long an event without an end is drawn
MOST = 1_000  # events of one view; a month of more is no calendar any more
LONGEST = timedelta(days=400)
NOTE, DEAL = "CRM Follow-up Note", "CRM Sales Deal"
MILESTONE, PROJECT = "CRM Milestone", "CRM Project"


def follow_ups(start: str, end: str, filters: str | list | None) -> list[dict]:
	"""Return the events of notes; see `api.get_follow_ups`."""
	begins, ends = read_period(start, end)
	refuse_hidden_field(NOTE, "scheduled_on")
	rows = rows_of(
		NOTE,
		filters=[
			*read_filters(NOTE, filters),
			[NOTE, "scheduled_on", "between", [begins, ends]],
			[NOTE, "status", "!=", NoteStatus.CANCELLED],
		],
		fields=["name", "action", "subject", "scheduled_on", "ends_on", "assigned_to", "status", "customer"],
		order_by="scheduled_on asc, name asc",
		limit=MOST,
	)
	titles = titles_of_links(
		link for row in rows for link in (("User", row.assigned_to), ("CRM Customer", row.customer))
	)
	return [event_of_note(row, titles) for row in rows]


def rows_of(doctype: str, **what: object) -> list[frappe._dict]:
	"""Return what a list would; raises `frappe.ValidationError` for filters that Frappe does not take."""
	with refusing_odd_values():
		return frappe.get_list(doctype, **what)


def event_of_note(row: frappe._dict, titles: dict) -> dict:
	"""Return one event: who, what, about whom."""
	person = titles.get(("User", row.assigned_to)) or row.assigned_to
	customer = titles.get(("CRM Customer", row.customer))
	action = _(row.action or "Task")
	what = f"{action}: {row.subject}" if row.subject and row.subject != action else action
	return {
		"name": row.name,
		"title": title_of(what, customer, person),
		"scheduled_on": row.scheduled_on,
		"ends_on": row.ends_on or get_datetime(row.scheduled_on) + SHORTEST,
		"all_day": 0,
		"color": color_of_note(row),
	}


def color_of_note(row: frappe._dict) -> str:
	"""Return the color of the action; done and overdue notes stand out from what is planned."""
	if row.status == NoteStatus.DONE:
		return DONE
	if get_datetime(row.scheduled_on) < now_datetime():
		return OVERDUE
	return COLOR_OF.get(row.action, OTHER)


def expected_closings(start: str, end: str, filters: str | list | None) -> list[dict]:
	"""Return the events of open deals; see `api.get_expected_closings`."""
	begins, ends = (moment.date() for moment in read_period(start, end))
	refuse_hidden_field(DEAL, "expected_close_date")
	rows = rows_of(
		DEAL,
		filters=[
			*read_filters(DEAL, filters),
			[DEAL, "expected_close_date", "between", [begins, ends]],
			[DEAL, "outcome", "=", Outcome.OPEN],
		],
		fields=["name", "title", "value", "currency", "expected_close_date", "deal_owner", "probability"],
		order_by="expected_close_date asc, name asc",
		limit=MOST,
	)
	owners = titles_of_links(("User", row.deal_owner) for row in rows)
	return [event_of_deal(row, owners) for row in rows]


def event_of_deal(row: frappe._dict, owners: dict) -> dict:
	"""Return one event: a whole day, in nobody's time zone."""
	amount = None if row.value is None else frappe.utils.fmt_money(row.value, currency=row.currency)
	owner = owners.get(("User", row.deal_owner))
	return {
		"name": row.name,
		"title": title_of(row.title, amount, owner),
		"expected_close_date": as_day(row.expected_close_date),
		"all_day": 1,
		"convert_to_user_tz": 0,
		"color": LIKELY if (row.probability or 0) >= 75 else CLOSING,
	}


def milestones(start: str, end: str, filters: str | list | None) -> list[dict]:
	"""Return the events of milestones; see `api.get_milestones`."""
	begins, ends = (moment.date() for moment in read_period(start, end))
	refuse_hidden_field(MILESTONE, "due_on")
	rows = rows_of(
		MILESTONE,
		filters=[*read_filters(MILESTONE, filters), [MILESTONE, "due_on", "between", [begins, ends]]],
		fields=["name", "title", "due_on", "is_done", "project"],
		order_by="due_on asc, name asc",
		limit=MOST,
	)
	projects = titles_of_links((PROJECT, row.project) for row in rows)
	return [event_of_milestone(row, projects.get((PROJECT, row.project))) for row in rows]


def event_of_milestone(row: frappe._dict, project: str | None) -> dict:
	"""Return one event: a whole day, in nobody's time zone."""
	is_late = not row.is_done and getdate(row.due_on) < getdate()
	return {
		"name": row.name,
		"title": title_of(row.title, project),
		"due_on": as_day(row.due_on),
		"all_day": 1,
		"convert_to_user_tz": 0,
		"color": DONE if row.is_done else OVERDUE if is_late else LIKELY,
	}


def title_of(*parts: str | None) -> str:
	"""Return an event's title, as HTML: Frappe's calendar reads it as such before it shows the text."""
	return escape_html(" · ".join(part for part in parts if part))


def as_day(value: date | str) -> str:
	return getdate(value).isoformat()


def read_period(start: str, end: str) -> tuple:
	"""Return begin and end of the period that a calendar shows; raises `frappe.ValidationError`."""
	try:
		begins, ends = get_datetime(start), get_datetime(end)
	except (ValueError, TypeError, OverflowError, frappe.ValidationError):
		begins = ends = None
	if not begins or not ends or not timedelta() <= ends - begins <= LONGEST:
		frappe.throw(_("A calendar shows a period of at most a year."))
	return begins, ends
