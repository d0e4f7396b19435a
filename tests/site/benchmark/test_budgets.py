"""No endpoint or page sends more statements the more there is, nor more than it was given."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pprint import pformat

import frappe
import pytest

from frappe_crm_app.benchmark import bare, run, seeding
from frappe_crm_app.benchmark.cleaning import clean_up
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.measures import all_measures
from tests.site.benchmark import budgets
from tests.stack.site import reset_locals

SMALL, LARGE = run.Size(40, 150, 5_100), run.Size(1_000, 1_200, 8_000)


@dataclass
class Counted:
	budget: int
	statements: list[int] = field(default_factory=list)


@pytest.fixture(scope="module")
def counted(site) -> Iterator[dict[str, Counted]]:
	"""How many statements each measure's endpoint sends on a small site and on a larger one."""
	reset_locals()
	clean_up()
	try:
		bare.make()
		world, counted = seeding.make_frame(), {}
		for size in (SMALL, LARGE):
			world = run.seed(world, size, lambda *_progress: None)
			for measure in readers(world):
				counted.setdefault(measure.key, Counted(budget_of(measure))).statements.append(count(measure))
		yield counted
	finally:
		clean_up()


def budget_of(measure: Measure) -> int:
	others = budgets.of_this_site(budgets.MEASURES_ON_16, budgets.MEASURES_ON_POSTGRES)
	return others.get(measure.key, measure.budget)


def readers(world: World) -> list[Measure]:
	"""Return the measures that leave nothing behind."""
	return [measure for measure in all_measures(world) if measure.clean is None]


def count(measure: Measure) -> int:
	def prepare() -> None:
		frappe.set_user(measure.user)

	prepare()
	measure.ours()  # caches are warm
	run.undo()
	return run.count_queries(measure.ours, prepare)


def test_statements_do_not_grow_with_the_data(counted):
	assert {key: found for key, found in counted.items() if len(set(found.statements)) > 1} == {}


def test_nothing_sends_more_statements_than_its_budget(counted):
	over = {key: found for key, found in counted.items() if max(found.statements) > found.budget}
	assert not over, pformat(over)


def test_the_board_is_measured_with_all_that_it_asks(counted):
	"""Pipeline, cards, next steps and totals; cards and their next steps."""
	assert min(counted["board"].statements) >= 4
	assert min(counted["column"].statements) >= 2
