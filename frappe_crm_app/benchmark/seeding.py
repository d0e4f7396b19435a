"""Puts rows on the site, thousands in one INSERT, and takes a site from one size to the next."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import frappe
from frappe.utils import get_datetime, nowdate

from frappe_crm_app.benchmark import search_entries
from frappe_crm_app.benchmark.measure import World
from frappe_crm_app.benchmark.rows import (
	ACCOUNT_REP,
	CONTACTS_OF_A_CUSTOMER,
	MANAGER,
	PEOPLE,
	REP,
	STANDARD,
	TABLES,
	Frame,
	Table,
	name_of,
	owner_of,
)
from frappe_crm_app.benchmark.table_statistics import analyze
from frappe_crm_app.kit.set_based import insert_records

CHUNK = 2_000
PIPELINE = "Benchmark"
ROTS_AFTER = 30  # days
STAGES = (
	("Lead", "Open"), ("Qualified", "Open"), ("Proposal", "Open"), ("Negotiation", "Open"), ("Lost", "Lost"),
	("Won", "Won"),
)  # fmt: skip


def make_frame() -> World:
	"""Make the pipeline and the users; return a world that is empty otherwise."""
	make_users()
	rotting = {"rotting_enabled": 1, "rot_after_days": ROTS_AFTER}
	pipeline = frappe.get_doc(
		{"doctype": "CRM Pipeline", "pipeline_name": PIPELINE, "tracks": "Deals", **rotting}
	).insert()
	stages = [make_stage(pipeline.name, name, outcome) for name, outcome in STAGES]
	frappe.db.commit()
	people = (MANAGER, REP, ACCOUNT_REP)
	return World(0, 0, 0, pipeline.name, tuple(stages), stages[-1], *people, name_of(0), name_of(0))


def make_users() -> None:
	"""Insert the manager and those who own contacts, as rows: saving a user mails, enqueues and asks for a picture."""
	roles = {owner_of(number): "CRM Sales Rep" for number in range(PEOPLE)}
	roles |= {MANAGER: "CRM Manager", ACCOUNT_REP: "CRM Account Rep"}
	now = frappe.utils.now()
	standard = {user: (user, "Administrator", now, now, "Administrator", 0, 0) for user in roles}
	insert_records(
		"User",
		(*STANDARD, "email", "first_name", "full_name", "enabled", "user_type"),
		[(*standard[user], user, role, role, 1, "System User") for user, role in roles.items()],
	)
	insert_records(
		"Has Role",
		(*STANDARD, "parent", "parenttype", "parentfield", "role"),
		[(*standard[user], user, "User", "roles", role) for user, role in roles.items()],
	)


def make_stage(pipeline: str, name: str, outcome: str) -> str:
	values = {"doctype": "CRM Stage", "pipeline": pipeline, "stage_name": name, "outcome": outcome}
	return frappe.get_doc(values).insert().name


def grow(world: World, contacts: int, deals: int, notes: int, tell: Callable[[int, int], None]) -> World:
	"""Add what is missing to so many contacts, deals and notes; return the grown world.

	`tell(done, total)` hears of each chunk.
	"""
	grown = replace(world, contacts=contacts, deals=deals, notes=notes)
	frame = frame_of(grown)
	wanted = numbers_of(world, grown)
	total, done = sum(last - first for first, last in wanted.values()), 0
	for key, (first, last) in wanted.items():
		for count in write(TABLES[key], first, last, frame):
			done += count
			tell(done, total)
	search_entries.add()
	analyze(*(table.doctype for table in TABLES.values()), search_entries.TERMS)
	return grown


def frame_of(world: World) -> Frame:
	outcomes = [outcome for _name, outcome in STAGES]
	stages = tuple(zip(world.stages, outcomes, strict=True))
	sources = frappe.get_all("CRM Source", order_by="source_name asc", pluck="name")
	sizes = (world.contacts, world.deals, world.notes)
	return Frame(world.pipeline, stages, sources or [None], *sizes, get_datetime(nowdate()))


def numbers_of(world: World, grown: World) -> dict[str, tuple[int, int]]:
	"""Return for each table the numbers of the rows to add."""
	customers = [-(-size.contacts // CONTACTS_OF_A_CUSTOMER) for size in (world, grown)]
	return {
		"customers": tuple(customers),
		"contacts": (world.contacts, grown.contacts),
		"affiliations": (world.contacts, grown.contacts),
		"deals": (world.deals, grown.deals),
		"notes": (world.notes, grown.notes),
	}


def write(table: Table, first: int, last: int, frame: Frame) -> Iterator[int]:
	"""Write rows, committing each chunk; yield how many."""
	rows = table.rows(first, last, frame)
	while chunk := list(islice(rows, CHUNK)):
		insert_records(table.doctype, table.columns, chunk)
		frappe.db.commit()
		yield len(chunk)
