"""Who is away: salespeople say from when until when, by their own calendar (`absence_entry.py`)."""

from collections.abc import Sequence
from datetime import datetime

import frappe
from frappe.utils import getdate

from frappe_crm_app.kit.timezones import local_time

SALESPERSON = "CRM Salesperson"


def without_absent(users: Sequence[str], now: datetime) -> list[str]:
	"""Return those of the users who are not away at a moment of the site's clock, in their order."""
	away = {user for user, *days in absences(users) if is_away(*days, local_time(now, user))}
	return [user for user in users if user not in away]


def absences(users: Sequence[str]) -> list[tuple]:
	"""Return user, first and last day away, of those for whom a first day is entered."""
	if not users:
		return []
	person = frappe.qb.DocType(SALESPERSON)
	query = frappe.qb.from_(person).select(person.user, person.away_from, person.away_until)
	return query.where(person.user.isin(list(users)) & person.away_from.isnotnull()).run()


def is_away(first: object, last: object, local: datetime) -> bool:
	"""Return whether a day lies in an absence, both days included; one without a last day has no end yet."""
	day = local.date()
	return getdate(first) <= day and (not last or day <= getdate(last))
