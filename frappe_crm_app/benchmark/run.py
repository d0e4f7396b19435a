"""The whole run: refuse, seed, measure at each size, clean up."""

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import frappe
from frappe import _

from frappe_crm_app.benchmark import bare, seeding
from frappe_crm_app.benchmark.cleaning import clean_up
from frappe_crm_app.benchmark.clock import Call, Figures, in_turns
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.measures import all_measures
from frappe_crm_app.benchmark.report import Result
from frappe_crm_app.benchmark.statements import statements_of

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Size:
	"""How much is on the site when it is measured."""

	contacts: int
	deals: int
	notes: int

	def share(self, divisor: int) -> "Size":
		return Size(*(max(1, number // divisor) for number in (self.contacts, self.deals, self.notes)))

	def times(self, factor: int) -> "Size":
		return Size(self.contacts * factor, self.deals * factor, self.notes * factor)


def sizes(largest: Size, is_scaled: bool) -> list[Size]:
	"""Return a tenth of the wanted size and that size; to scale, ten times of it, too."""
	return [largest.share(10), largest, *([largest.times(10)] if is_scaled else [])]


def measure_site(wanted: list[Size], only: tuple[str, ...], progress: Progress) -> Iterator[list[Result]]:
	"""Yield the results of each size, smallest first; what was made is removed, also after a failure."""
	try:
		bare.make()
		world, before = seeding.make_frame(), {}
		for size in wanted:
			world = seed(world, size, progress)
			results = measure_world(world, only, before, progress)
			before = {result.key: result for result in results}
			yield results
	finally:
		progress("cleaning up", 0, 1)
		clean_up()
		progress("cleaning up", 1, 1)


def seed(world: World, size: Size, progress: Progress) -> World:
	def tell(done: int, total: int) -> None:
		progress(f"seeding {size.contacts:,} contacts", done, total)

	world = seeding.grow(world, size.contacts, size.deals, size.notes, tell)
	bare.fill()
	return world


def measure_world(
	world: World, only: tuple[str, ...], before: dict[str, Result], progress: Progress
) -> list[Result]:
	"""Return the result of each measure of a world, or just of those asked for."""
	measures = list(all_measures(world))
	refuse_unknown(only, [measure.key for measure in measures])
	measures = [measure for measure in measures if not only or measure.key in only]
	results = []
	for number, measure in enumerate(measures):
		progress(f"measuring {measure.title}", number, len(measures))
		results.append(result_of(measure, world, before.get(measure.key)))
	progress("measured", len(measures), len(measures))
	return results


def refuse_unknown(only: tuple[str, ...], keys: list[str]) -> None:
	"""Raise `frappe.ValidationError` for a measure that does not exist."""
	for key in only:
		if key not in keys:
			frappe.throw(_("There is no measure {0}. There are {1}.").format(key, ", ".join(keys)))


def result_of(measure: Measure, world: World, smaller: Result | None) -> Result:
	def prepare() -> None:
		frappe.set_user(measure.user)

	calls = [measure.ours, measure.floor]
	seconds = in_turns(calls, measure.rounds, measure.warm_up, prepare, measure.clean or undo)
	figures = []
	for call, taken in zip(calls, seconds, strict=True):
		queries = 0 if measure.rounds == 1 else count_queries(call, prepare)
		figures.append(Figures.of(taken, queries))
	growth = figures[0].median / smaller.ours.median if smaller else None
	return Result(
		measure.key, measure.title, world.contacts, *figures, measure.floor_title, measure.is_page, growth
	)


def setting() -> dict[str, str | int]:
	"""Return on what was measured."""
	version = frappe.db.sql("select version()")[0][0]
	return {
		"frappe": frappe.__version__,
		"python": platform.python_version(),
		"database": f"{frappe.db.db_type} {version}",
		"processors": os.cpu_count() or 1,
		"machine": platform.machine(),
	}


def undo() -> None:
	"""Leave nothing of what a call wrote, and be nobody in particular."""
	frappe.db.rollback()
	frappe.set_user("Administrator")


def count_queries(call: Call, prepare: Call) -> int:
	"""Return how many statements a call sends, the caches being warm."""
	prepare()
	try:
		return len(statements_of(call))
	finally:
		undo()
