"""When people work, as CRM Desk Settings say."""

from datetime import time

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.automation.workflow_rules.working_time import WorkingTime
from frappe_crm_app.kit.current_docs import current_doc

SETTINGS = "CRM Desk Settings"
DAYS = tuple(
	f"works_on_{day}"
	for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)


def working_time() -> WorkingTime:
	"""Return the working days and hours; sends no statement once the settings are cached."""
	return stated(current_doc(SETTINGS)) or WorkingTime()


def stated(settings: Document) -> WorkingTime | None:
	"""Return what settings say, `None` where nobody would ever work."""
	days = frozenset(number for number, fieldname in enumerate(DAYS) if settings.get(fieldname))
	begins, ends = settings.working_day_begins, settings.working_day_ends
	if not days or not begins or not ends or begins >= ends:
		return None
	return WorkingTime(days, time.fromisoformat(begins), time.fromisoformat(ends))


def refuse_no_hours(settings: Document, _event: str | None = None) -> None:
	"""Refuse a week without an hour of work (`validate` of CRM Desk Settings)."""
	if not stated(settings):
		frappe.throw(_("A week has at least one working day, which begins before it ends."))
