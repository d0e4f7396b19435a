"""Parts of the digest (hook `crm_digest_parts`): notes that are overdue and due today, deals without a next step."""

from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import fmt_money, format_datetime, get_url_to_form
from pypika import Order
from pypika.terms import Criterion

from frappe_crm_app.channels.reminders.timezones import in_zone
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome

SHOWN = 20  # of each list; the mail says how many more there are
NOTE, DEAL = "CRM Follow-up Note", "CRM Sales Deal"


def overdue(user: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> dict:
	"""Return the part of what the user should have done before today."""
	return notes_part(_("Overdue"), user, frappe.qb.DocType(NOTE).scheduled_on < begins, zone)


def today(user: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> dict:
	"""Return the part of what the user has to do today."""
	moment = frappe.qb.DocType(NOTE).scheduled_on
	return notes_part(_("Today"), user, (moment >= begins) & (moment < ends), zone)


def notes_part(label: str, user: str, condition: Criterion, zone: ZoneInfo) -> dict:
	"""Return the part of the user's open notes that meet the condition."""
	note = frappe.qb.DocType(NOTE)
	condition = (note.assigned_to == user) & (note.status == NoteStatus.OPEN) & condition
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


def deals_without_next_step(user: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> dict:
	"""Return the part of the user's open deals for which nothing is planned, those of most value first."""
	deal = frappe.qb.DocType(DEAL)
	condition = (deal.deal_owner == user) & (deal.outcome == Outcome.OPEN) & deal.next_follow_up_on.isnull()
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
	return {"label": _("Deals without a next step"), "total": total_of(DEAL, condition, rows), "rows": shown}


def total_of(doctype: str, condition: Criterion, rows: list) -> int:
	"""Return how many there are: counted only where not all are shown."""
	if len(rows) < SHOWN:
		return len(rows)
	return frappe.qb.from_(doctype).select(Count("*")).where(condition).run()[0][0]
