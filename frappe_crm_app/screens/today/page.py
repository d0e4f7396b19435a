"""The Today page: the parts of all capabilities, for some people, on the reader's present day."""

from collections.abc import Callable

import frappe
from frappe import _

from frappe_crm_app.kit.meeting_points import Point, answers
from frappe_crm_app.kit.received import read_page
from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.screens.today.people import people_of, refuse_others
from frappe_crm_app.visibility.user_access import access_of

SHOWN = 10  # rows of a part, until it is looked at alone
LONGEST_PAGE = 100
TOLD = ("key", "label", "total", "rows", "list")
HINT = "hint"


def today(whose: str, only: str | None, start: int, page_length: int) -> dict:
	"""Return the page; see `api.get_today`."""
	refuse_others()
	day = day_of(frappe.session.user)
	people = people_of(whose, access_of())
	start, limit = read_page(start, page_length, LONGEST_PAGE)

	def ask(handler: Callable) -> list[dict]:
		told = handler(people=people, day=day, limit=limit, start=start, only=only)
		return [part_of(part) for part in told or () if only in (None, part["key"])]

	parts = [part for told in answers(Point.TODAY_PARTS, ask).values() for part in told]
	if only and not parts:
		frappe.throw(_("There is nothing of this name to look after."))
	return {"whose": whose, "date": day.date, "parts": parts}


def part_of(told: dict) -> dict:
	"""Return what the page takes of a part that a capability tells."""
	return {key: told[key] for key in TOLD} | {HINT: told.get(HINT) or ""}
