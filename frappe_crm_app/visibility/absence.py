"""Who is away: salespeople say from when until when, by their own calendar.

A person enters their own absence, a CRM Manager that of the people who report to them, a CRM Admin everybody's.
"""

from collections.abc import Sequence
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import getdate

from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.kit.timezones import local_time
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.user_access import access_of

SALESPERSON = "CRM Salesperson"
DAYS = ("away_from", "away_until")


def enter(person: str | None, **days: str) -> None:
	"""Store the first and the last day of an absence, the caller's own without `person`; raises `frappe.PermissionError`."""
	name = person or frappe.db.get_value(SALESPERSON, {"user": frappe.session.user})
	user = name and frappe.db.get_value(SALESPERSON, name, "user")
	if not user or not may_enter(user):
		refuse(is_own=not person)
	doc = frappe.get_doc(SALESPERSON, name)
	doc.update({field: read_date(days.get(field) or "", doc.meta.get_field(field)) for field in DAYS})
	doc.save(ignore_permissions=True)


def may_enter(user: str) -> bool:
	"""Return whether the session's user enters when somebody is away."""
	access = access_of()
	if access.user in (user, "Administrator") or CRMRole.ADMIN in access.roles:
		return True
	return CRMRole.MANAGER in access.roles and user in access.team


def refuse(is_own: bool) -> None:
	"""Raise `frappe.PermissionError`, the same for a person who is not there."""
	if is_own:
		frappe.throw(_("You are no salesperson. Ask an administrator of the CRM."), frappe.PermissionError)
	frappe.throw(
		_("A person enters when they are away, or the manager to whom they report."), frappe.PermissionError
	)


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
