"""Quotes on the Today page (hook `crm_today_parts`): those that expire this week, and those that were seen and not answered.

One statement for both, none on a site without quotes.
"""

from collections.abc import Callable, Collection

import frappe
from frappe import _, _lt
from frappe.utils import formatdate, get_url_to_form

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN, QuoteStatus
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.records.agenda.day import Day
from frappe_crm_app.records.pipeline.shown_money import shown_money
from frappe_crm_app.selling.quotes.existing import has_any
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

QUOTE = "CRM Quote"
MOST = 200  # of which are counted, and shown
PATIENCE = 3  # days after which an answer is missed
FIELDS = ("name", "title", "display_number", "status", "valid_until", "viewed_on", "gross_total", "currency")


class QuotePart(StrEnum):
	"""The parts, by the keys that addresses name them by."""

	EXPIRING = "quotes_expiring"
	UNANSWERED = "quotes_unanswered"


LABELS = {
	QuotePart.EXPIRING: _lt("Quotes that expire this week"),
	QuotePart.UNANSWERED: _lt("Quotes seen, but not answered"),
}


def today_parts(
	people: Collection[str] | None, day: Day, limit: int, start: int, only: str | None
) -> list[dict]:
	"""Return the parts that have something, or the one that was asked for."""
	if only not in (None, *QuotePart) or not frappe.has_permission(QUOTE, "read") or not has_any():
		return []
	rows = open_quotes(people, day)
	found = {key: [row for row in rows if is_of(row, day)] for key, is_of in IS_OF.items()}
	return [
		part(key, of_it, limit, start, list_of(key, people, day))
		for key, of_it in found.items()
		if only == key or (only is None and of_it)
	]


def part(key: str, rows: list[frappe._dict], limit: int, start: int, listed: dict) -> dict:
	"""Return a part of the page."""
	shown = [told(row) for row in rows[start : start + limit]]
	return {"key": str(key), "label": str(LABELS[key]), "total": len(rows), "rows": shown, "list": listed}


def told(row: frappe._dict) -> dict:
	"""Return what is shown of a quote."""
	total = shown_money(row.gross_total, row.currency)
	until = _("valid until {0}").format(formatdate(row.valid_until)) if row.valid_until else ""
	more = " · ".join(filter(None, (row.display_number, total, until)))
	return {"name": row.name, "title": row.title, "more": more, "link": get_url_to_form(QUOTE, row.name)}


def open_quotes(people: Collection[str] | None, day: Day) -> list[frappe._dict]:
	"""Return the open quotes of these people that the reader sees, of either part, who expires first in front."""
	quote = frappe.qb.DocType(QUOTE)
	expires = (quote.valid_until >= day.date) & (quote.valid_until < day.week_ends.date())
	waits = (quote.status == QuoteStatus.VIEWED) & (quote.viewed_on < day.midnight_before(PATIENCE - 1))
	query = frappe.qb.from_(quote).select(*(quote[field] for field in FIELDS))
	query = query.where(quote.status.isin(OPEN) & (expires | waits))
	if people is not None:
		query = query.where(quote.quote_owner.isin(sorted(people) or [""]))
	query = query.orderby(quote.valid_until).orderby(quote.name).limit(MOST)
	allowed = UserCriteria().criterion(QUOTE)
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	empty_hidden(QUOTE, rows)
	return rows


def expires_this_week(row: frappe._dict, day: Day) -> bool:
	"""Return whether the quote's last day is one of this week's."""
	return bool(row.valid_until) and day.date <= row.valid_until < day.week_ends.date()


def waits_for_answer(row: frappe._dict, day: Day) -> bool:
	"""Return whether the quote was seen some days ago."""
	is_viewed = row.status == QuoteStatus.VIEWED and bool(row.viewed_on)
	return is_viewed and row.viewed_on < day.midnight_before(PATIENCE - 1)


IS_OF: dict[str, Callable[[frappe._dict, Day], bool]] = {
	QuotePart.EXPIRING: expires_this_week,
	QuotePart.UNANSWERED: waits_for_answer,
}


def list_of(key: str, people: Collection[str] | None, day: Day) -> dict:
	"""Return the list that shows just these."""
	filters = [[QUOTE, "status", "in", [str(status) for status in OPEN]]]
	if key == QuotePart.EXPIRING:
		filters += [
			[QUOTE, "valid_until", ">=", str(day.date)],
			[QUOTE, "valid_until", "<", str(day.week_ends.date())],
		]
	else:
		before = day.midnight_before(PATIENCE - 1).strftime("%Y-%m-%d %H:%M:%S")
		filters = [[QUOTE, "status", "=", str(QuoteStatus.VIEWED)], [QUOTE, "viewed_on", "<", before]]
	if people is not None:
		filters.append([QUOTE, "quote_owner", "in", sorted(people)])
	return {"doctype": QUOTE, "filters": filters}
