"""One person's morning digest, once a day: what is due today, what is overdue, which deals have no next step.

The person is locked, told and marked in one transaction, as a note is for its reminder (`reminding.py`).
"""

from datetime import datetime

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, fmt_money, format_datetime, get_url_to_form, get_url_to_list, now_datetime
from pypika import Order
from pypika.terms import Criterion

from frappe_crm_app.channels.reminders.morning import MARK
from frappe_crm_app.channels.reminders.preferences import Preference, wants
from frappe_crm_app.channels.reminders.timezones import day_on_site, in_zone, zone_of
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.kit.telling import mail, notify

SHOWN = 20  # of each list; the mail says how many more there are
NOTE, DEAL = "CRM Follow-up Note", "CRM Sales Deal"


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


def tell(user: str, now: datetime, zone: object) -> None:
	"""Send the digest, unless there is nothing to say."""
	parts = parts_of(user, now, zone)
	if not any(part["total"] for part in parts):
		return
	counts = ", ".join(f"{part['label']}: {part['total']}" for part in parts if part["total"])
	link = get_url_to_list(NOTE)
	notify(user, counts, link=link)
	facts = {"parts": parts, "link": link, "first_name": first_name(user)}
	mail(user, _("Your day: {0}").format(counts), "crm_digest", facts)


def first_name(user: str) -> str:
	return frappe.db.get_value("User", user, "first_name") or user


def parts_of(user: str, now: datetime, zone: object) -> list[dict]:
	"""Return `{label, total, rows: [{title, more, link}]}` of what is overdue, due today, and deals without a next step."""
	begins, ends = day_on_site(in_zone(now, zone), zone)
	note, deal = frappe.qb.DocType(NOTE), frappe.qb.DocType(DEAL)
	to_do = (note.assigned_to == user) & (note.status == NoteStatus.OPEN)
	aimless = (deal.deal_owner == user) & (deal.outcome == Outcome.OPEN) & deal.next_follow_up_on.isnull()
	return [
		notes_part(_("Overdue"), to_do & (note.scheduled_on < begins), zone),
		notes_part(_("Today"), to_do & (note.scheduled_on >= begins) & (note.scheduled_on < ends), zone),
		deals_part(_("Deals without a next step"), aimless),
	]


def notes_part(label: str, condition: Criterion, zone: object) -> dict:
	"""Return the part of the notes that meet the condition."""
	note = frappe.qb.DocType(NOTE)
	query = (
		frappe.qb.from_(note).select(note.name, note.action, note.subject, note.scheduled_on).where(condition)
	)
	rows = query.orderby(note.scheduled_on, note.name).limit(SHOWN).run(as_dict=True)
	shown = [
		{
			"title": row.subject,
			"more": f"{_(row.action)} · {format_datetime(in_zone(row.scheduled_on, zone), 'medium')}",
			"link": get_url_to_form(NOTE, row.name),
		}
		for row in rows
	]
	return {"label": label, "total": total_of(NOTE, condition, rows), "rows": shown}


def deals_part(label: str, condition: Criterion) -> dict:
	"""Return the part of the deals that meet the condition, those of most value first."""
	deal = frappe.qb.DocType(DEAL)
	query = frappe.qb.from_(deal).select(deal.name, deal.title, deal.value, deal.currency).where(condition)
	rows = query.orderby(deal.base_value, deal.name, order=Order.desc).limit(SHOWN).run(as_dict=True)
	shown = [
		{
			"title": row.title,
			"more": fmt_money(row.value, currency=row.currency),
			"link": get_url_to_form(DEAL, row.name),
		}
		for row in rows
	]
	return {"label": label, "total": total_of(DEAL, condition, rows), "rows": shown}


def total_of(doctype: str, condition: Criterion, rows: list) -> int:
	"""Return how many there are: counted only where not all are shown."""
	if len(rows) < SHOWN:
		return len(rows)
	return frappe.qb.from_(doctype).select(Count("*")).where(condition).run()[0][0]
