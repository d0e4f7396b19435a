"""The endpoints of calendar feeds: whoever is logged in keeps their own; a feed is read by whoever has its address."""

import frappe
from frappe import _
from werkzeug.wrappers import Response

from frappe_crm_app.kit.acting import acting_as
from frappe_crm_app.visibility.users import has_crm_role
from frappe_crm_app.work.events.feeds import keeping
from frappe_crm_app.work.events.feeds.answering import respond
from frappe_crm_app.work.events.feeds.entries import entries
from frappe_crm_app.work.events.ics import calendar_of
from frappe_crm_app.work.events.limits import LIMITS, Asked


@frappe.whitelist(methods=["GET"])
def get_feeds() -> list[dict]:
	"""Return `{name, title, project, creation, fetched_on}` of the session user's feeds; their addresses are told once only."""
	refuse_others()
	return keeping.mine()


@frappe.whitelist(methods=["POST"])
def make(project: str | None = None) -> dict:
	"""Make a feed of one's own calendar, or of a project that one sees; return `{name, url}`."""
	refuse_others()
	return keeping.make(project or None)


@frappe.whitelist(methods=["POST"])
def renew(feed: str) -> dict:
	"""Give a feed of one's own another address; return `{name, url}`. Under the former one, it is read no more."""
	refuse_others()
	return keeping.renew(feed)


@frappe.whitelist(methods=["POST"])
def end(feed: str) -> None:
	"""End a feed of one's own."""
	refuse_others()
	keeping.end(feed)


@frappe.whitelist(allow_guest=True, methods=["GET"])
def feed(token: object = None, **_others: object) -> Response:
	"""Return the calendar of a feed, `text/calendar`, or 304. Raises `RoomError` (410) for an address that is none."""
	LIMITS.refuse_flood_from_address(Asked.FETCHING)
	found = keeping.find(token)
	LIMITS.refuse_flood_by(Asked.FEED, found.name)
	with acting_as(found.user):
		content = calendar_of(entries(found.user, found.project), name=found.title or "")
	note_fetched(found)
	return respond(content, frappe.get_request_header("If-None-Match", ""))


def note_fetched(found: frappe._dict) -> None:
	"""Note, at most once an hour, that a feed was fetched: a GET writes nothing, so a job does."""
	if keeping.is_to_be_noted(found):
		frappe.enqueue(
			"frappe_crm_app.work.events.tasks.note_fetched",
			queue="short",
			feed=found.name,
			job_id=f"crm_feed_fetched_{found.name}",
			deduplicate=True,
		)


def refuse_others() -> None:
	"""Raise `frappe.PermissionError` for whoever has no role of the CRM."""
	if not has_crm_role():
		frappe.throw(_("You have no role in the CRM."), frappe.PermissionError)
