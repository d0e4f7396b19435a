"""What is planned: the open notes, which stand above what happened, by their dates."""

from datetime import datetime

import frappe
from frappe.utils import get_datetime
from pypika.queries import QueryBuilder

from frappe_crm_app.screens.timeline.notes import NOTES, ways_to_plans
from frappe_crm_app.screens.timeline.related import Told
from frappe_crm_app.screens.timeline.sources import MOMENT, NAME, Listed, keys

MOST = 20
WORD = "plan"


def are_among(group: list[Listed]) -> bool:
	"""Return whether these are sources of which plans are a part."""
	return any(listed.source is NOTES for listed in group)


def select_plans(told: Told) -> list[QueryBuilder]:
	"""Return the queries for the keys of the first of what is planned, and of one more; what has no date comes last."""
	return [
		keys(WORD, NOTES, way, told).orderby(way.moment.isnull()).orderby(MOMENT, NAME).limit(MOST + 1)
		for way in ways_to_plans(told)
	]


def take_plans(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Take the keys of what is planned out of `rows` and return them in their order, as keys of notes."""
	plans = [row for row in rows if row.source == WORD]
	rows[:] = [row for row in rows if row.source != WORD]
	for row in plans:
		row.source = NOTES.name
	return sorted(plans, key=lambda row: (get_datetime(row.happened_on or datetime.max), row.name))
