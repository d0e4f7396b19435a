"""A past for the deals: moves and edits of their values, as a year of work leaves them. Only what measures the past asks for it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

import frappe

from frappe_crm_app.benchmark.measure import World
from frappe_crm_app.benchmark.rows import ADMINISTRATOR, PREFIX, STANDARD, name_of
from frappe_crm_app.benchmark.seeding import CHUNK, frame_of
from frappe_crm_app.benchmark.table_statistics import analyze
from frappe_crm_app.kit.set_based import insert_records

DEAL, MOVE, VERSION = "CRM Sales Deal", "CRM Stage Change", "Version"
STEPS = 3  # moves, and edits, of each deal
COLUMNS = {
	MOVE: (
		*STANDARD, "reference_doctype", "reference_name", "pipeline", "from_stage", "to_stage", "changed_by", "changed_on",
		"seconds_in_stage",
	),
	VERSION: (*STANDARD, "ref_doctype", "docname", "data"),
}  # fmt: skip


def add(world: World) -> None:
	"""Write what is missing of the moves and edits of the world's deals, committing each chunk."""
	frame = frame_of(world)
	for doctype, of in {MOVE: moves, VERSION: edits}.items():
		first = frappe.db.count(doctype, {"name": ("like", f"{PREFIX}%")}) // STEPS
		rows = (
			row
			for number in range(first, world.deals)
			for row in of(number, world, frame.moment(number), frame.today)
		)
		while chunk := list(islice(rows, CHUNK)):
			insert_records(doctype, COLUMNS[doctype], chunk)
			frappe.db.commit()
	analyze(MOVE, VERSION)


def moments(begun: datetime, today: datetime) -> Iterator[tuple[int, datetime]]:
	"""Yield the number and the moment of each step on the way of a deal."""
	stretch = (today - begun) / (STEPS + 1)
	yield from ((step, begun + stretch * (step + 1)) for step in range(STEPS))


def moves(number: int, world: World, begun: datetime, today: datetime) -> Iterator[tuple]:
	"""Yield the moves that brought a deal into its stage."""
	stages, last = world.stages, number % len(world.stages)
	for step, moment in moments(begun, today):
		before, after = (stages[(last - STEPS + step + more) % len(stages)] for more in (0, 1))
		yield (
			*standard(number, step, moment), DEAL, name_of(number), world.pipeline, before, after, ADMINISTRATOR, moment, 3600,
		)  # fmt: skip


def edits(number: int, _world: World, begun: datetime, today: datetime) -> Iterator[tuple]:
	"""Yield the edits that brought a deal its value, one a minute after each move."""
	value = 100 + number % 9000
	for step, moment in moments(begun + timedelta(minutes=1), today):
		changed = [["value", value - STEPS + step, value - STEPS + step + 1]]
		yield (*standard(number, step, moment), DEAL, name_of(number), json.dumps({"changed": changed}))


def standard(number: int, step: int, moment: datetime) -> tuple:
	"""Return the standard columns of a row."""
	return (f"{name_of(number)}-{step}", ADMINISTRATOR, moment, moment, ADMINISTRATOR, 0, 0)


def remove() -> None:
	"""Remove all of it."""
	for doctype in COLUMNS:
		frappe.db.delete(doctype, {"name": ("like", f"{PREFIX}%")})
		frappe.db.commit()
