"""The calendar of working days, as CRM Desk Settings say."""

from datetime import time

from frappe.utils import getdate

from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.work.projects.planning.calendar import MONDAY_TO_FRIDAY, WorkingCalendar

SETTINGS = "CRM Desk Settings"
DAYS = tuple(
	f"works_on_{day}"
	for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)
END_OF_WORK = "17:00"


def working_calendar() -> WorkingCalendar:
	"""Return the days of the week on which people work, and the holidays; sends no statement once the settings are cached."""
	settings = current_doc(SETTINGS)
	weekdays = frozenset(number for number, fieldname in enumerate(DAYS) if settings.get(fieldname))
	holidays = frozenset(getdate(row.day) for row in settings.holidays)
	return WorkingCalendar(weekdays or MONDAY_TO_FRIDAY, holidays)


def end_of_work() -> time:
	"""Return until when people work: what is made from a template is due then."""
	return time.fromisoformat(current_doc(SETTINGS).working_day_ends or END_OF_WORK)
