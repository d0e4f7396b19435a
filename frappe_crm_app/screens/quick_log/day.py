"""The day that a phone keeps: one's own follow-ups that are overdue or due today."""

from datetime import datetime, timezone

import frappe
from frappe.utils import get_fullname

from frappe_crm_app.kit.timezones import from_site
from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.records.agenda.parts import OVERDUE, TODAY
from frappe_crm_app.records.agenda.reading import Agenda
from frappe_crm_app.screens.today.people import refuse_others
from frappe_crm_app.screens.today.rows import COLUMNS, described
from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.user_criteria import UserCriteria

MOST_ROWS = 100  # of each part
VERSION = "modified"


def session() -> dict:
	"""Return whose session it is; see `api.get_session`."""
	refuse_others()
	return {"user": frappe.session.user, "csrf_token": frappe.session.data.csrf_token or ""}


def day() -> dict:
	"""Return the day of the session's user; see `api.get_day`."""
	told = session()
	user, criteria = frappe.session.user, UserCriteria()
	agenda = Agenda((OVERDUE, TODAY), day_of(user), {user}, criteria)
	found = agenda.rows({NOTE: (*COLUMNS[NOTE], VERSION)}, MOST_ROWS)
	versions = {row["name"]: version_of(row) for rows in found.values() for row in rows}
	parts = described(found, agenda.parts, criteria)
	return {
		**told,
		"full_name": get_fullname(user),
		"can_log": bool(frappe.has_permission(NOTE, "create")),
		"total": sum(agenda.totals().values()),
		"rows": [
			{**row, "part": str(key), "due": utc(row["scheduled_on"]), "version": versions[row["name"]]}
			for key, rows in parts.items()
			for row in rows
		],
	}


def version_of(row: object) -> str:
	"""Return what changes whenever a follow-up is saved, of its row or document."""
	return str(row.get(VERSION))


def utc(moment: datetime | str | None) -> str | None:
	"""Return a moment of the site's clock as UTC, in the form of ISO 8601."""
	return from_site(moment).astimezone(timezone.utc).isoformat(timespec="seconds") if moment else None
