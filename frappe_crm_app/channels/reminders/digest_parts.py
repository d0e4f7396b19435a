"""Parts of the digest (hook `crm_digest_parts`): what the Today page calls overdue, today's and deals without a next step.

`records/agenda/` says what each is, so that the digest counts as the page does; each links to itself there.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from frappe import _
from frappe.utils import format_datetime, get_url, get_url_to_form

from frappe_crm_app.kit.timezones import in_zone
from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.records.agenda.parts import OVERDUE, TODAY, WITHOUT_NEXT_STEP, Part
from frappe_crm_app.records.agenda.reading import Agenda
from frappe_crm_app.records.pipeline.shown_money import shown_money
from frappe_crm_app.visibility.guarded import DEAL, NOTE
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

SHOWN = 20  # of each list; the mail says how many more there are
COLUMNS = {NOTE: ("action", "subject", "scheduled_on"), DEAL: ("title", "value", "currency")}
TODAY_PAGE = "/app/crm-today"


def overdue(user: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> dict:
	"""Return the part of what the user should have done before today."""
	return digest_part(OVERDUE, user, begins)


def today(user: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> dict:
	"""Return the part of what the user has to do today."""
	return digest_part(TODAY, user, begins)


def deals_without_next_step(user: str, begins: datetime, ends: datetime, zone: ZoneInfo) -> dict:
	"""Return the part of the user's open deals for which nothing is planned, those of most value first."""
	return digest_part(WITHOUT_NEXT_STEP, user, begins)


def digest_part(part: Part, user: str, begins: datetime) -> dict:
	"""Return a part of somebody's day, which `begins` at a moment of the site's clock."""
	day = day_of(user, begins)
	agenda = Agenda([part], day, {user}, UserCriteria(user))
	rows = agenda.rows(COLUMNS, SHOWN)[part.key] if agenda.parts else []
	empty_hidden(part.doctype, rows, user=user)
	total = len(rows) if len(rows) < SHOWN else agenda.totals()[part.key]
	shown = [note_row(row, day.zone) if part.doctype == NOTE else deal_row(row) for row in rows]
	link = get_url(f"{TODAY_PAGE}?only={part.key}")
	return {"label": str(part.label), "total": total, "rows": shown, "link": link}


def note_row(row: dict, zone: ZoneInfo) -> dict:
	"""Return what the digest says of a planned note."""
	when = format_datetime(in_zone(row["scheduled_on"], zone), "medium")
	action = _(row["action"] or "Task")
	more = f"{action} · {when}"
	return {"title": row["subject"] or action, "more": more, "link": get_url_to_form(NOTE, row["name"])}


def deal_row(row: dict) -> dict:
	"""Return what the digest says of a deal."""
	value = "" if row["value"] is None else shown_money(row["value"], row["currency"])
	return {"title": row["title"], "more": value, "link": get_url_to_form(DEAL, row["name"])}
