"""One person's morning digest, once a day, of what `digest_parts.py` and other capabilities have to say.

The person is locked, told and marked in one transaction, as a note is for its reminder (`reminding.py`).
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import cint, get_url, now_datetime

from frappe_crm_app.channels.reminders.digest_parts import TODAY_PAGE
from frappe_crm_app.channels.reminders.morning import MARK
from frappe_crm_app.channels.reminders.preferences import Preference, wants
from frappe_crm_app.kit.meeting_points import Point, answers
from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.kit.telling import mail, notify
from frappe_crm_app.kit.timezones import day_on_site, in_zone, zone_of


def greet(user: str, now: datetime | None = None) -> None:
	"""Give the user today's digest, and mark the day; nothing where they had it. A day without anything is silent."""
	now = now or now_datetime()
	lock_record("User", user)
	zone = zone_of(frappe.db.get_value("User", user, "time_zone"))
	local = in_zone(now, zone)
	if local.hour < cint(frappe.get_cached_doc("CRM Desk Settings").digest_hour) or is_marked(user, local):
		return
	mark(user, local)
	if wants(user, Preference.DIGEST):
		tell(user, now, zone)


def is_marked(user: str, local: datetime) -> bool:
	"""Return whether the user had the digest of this day: as committed now, whatever was read before."""
	day = {"parent": user, "defkey": MARK}
	return frappe.db.get_value("DefaultValue", day, "defvalue", for_update=True) == local.date().isoformat()


def mark(user: str, local: datetime) -> None:
	"""Write down that the user had the digest of this day."""
	frappe.defaults.set_user_default(MARK, local.date().isoformat(), user)


def tell(user: str, now: datetime, zone: ZoneInfo) -> None:
	"""Send the digest, unless there is nothing to say."""
	parts = parts_of(user, now, zone)
	if not any(part["total"] for part in parts):
		return
	counts = ", ".join(f"{part['label']}: {part['total']}" for part in parts if part["total"])
	link = get_url(TODAY_PAGE)
	notify(user, counts, link=link)
	facts = {"parts": parts, "link": link, "first_name": first_name(user)}
	mail(user, _("Your day: {0}").format(counts), "crm_digest", facts)


def first_name(user: str) -> str:
	return frappe.db.get_value("User", user, "first_name") or user


def parts_of(user: str, now: datetime, zone: ZoneInfo) -> list[dict]:
	"""Return `{label, total, rows: [{title, more, link}], link}` of each part (hook `crm_digest_parts`).

	It asks for this user, not the session's. `link` is where just these rows are, if somewhere.
	"""
	begins, ends = day_on_site(in_zone(now, zone), zone)

	def ask(part: Callable) -> dict | None:
		told = part(user=user, begins=begins, ends=ends, zone=zone)
		return told and {**{key: told[key] for key in ("label", "total", "rows")}, "link": told.get("link")}

	return list(answers(Point.DIGEST_PARTS, ask).values())
