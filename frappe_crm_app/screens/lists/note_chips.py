"""The chips above the list of follow-ups: each is a few filters of the list, so that its number and the rows it opens cannot differ.

What is overdue, of today and of this week says `records/agenda`, as it does for the Today page and the digest.
"""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.records.agenda.parts import OVERDUE, THIS_WEEK, TODAY, filters_of
from frappe_crm_app.visibility.aggregates import aggregate

NOTE = "CRM Follow-up Note"
WHEN = ("status", "scheduled_on")  # what these chips are about
WHOSE = ("assigned_to",)


def note_counts(filters: list[list]) -> dict:
	"""Return `{total, counts, filters}` by chip, under the list's other filters; see `api.get_chips`."""
	chips = chip_filters()
	others = without(filters, WHEN)
	counts = {chip: count([*others, *rules]) for chip, rules in chips.items()}
	mine = [[NOTE, "assigned_to", "=", frappe.session.user]]
	counts["mine"] = count([*without(filters, WHOSE), *mine])
	return {"total": count(others), "counts": counts, "filters": chips | {"mine": mine}}


def chip_filters() -> dict[str, list[list]]:
	"""Return the filters of each chip on the day of the session's user, moments on the site's clock."""
	day = day_of(frappe.session.user)
	planned = {str(part.key): filters_of(part, day, None) for part in (OVERDUE, TODAY, THIS_WEEK)}
	return {**planned, "done": [[NOTE, "status", "=", str(NoteStatus.DONE)]]}


def without(filters: list[list], fieldnames: tuple[str, ...]) -> list[list]:
	"""Return the filters that are about other fields."""
	return [rule for rule in filters if not set(fieldnames).intersection(map(str, rule[:2]))]


def count(filters: list[list]) -> int:
	"""Return how many notes the session's user sees under the filters."""
	return aggregate(NOTE, ["count(name) as records"], filters)[0].records
