"""No endpoint and no page sends more statements the more there is on the site, nor more than it was given."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pprint import pformat

import frappe
import pytest

from frappe_crm_app.benchmark.cleaning import clean_up
from frappe_crm_app.benchmark.run import Size
from frappe_crm_app.kit.frappe_version import major_version
from tests.site.benchmark import budgets, desk
from tests.site.benchmark.surroundings import Surroundings
from tests.site.benchmark.visiting import Request, Visitor
from tests.site.channels.respondio.conftest import forget_settings
from tests.stack.site import new_rows_removed, own_endpoints, reset_locals

SMALL, LARGE = (Size(40, 40, 40), 3), (Size(1_000, 1_000, 1_000), 40)
OURS = "frappe_crm_app."


@dataclass
class Counted:
	"""What was sent on the small site, then on the larger one: a number for each path of `paths`, in that order."""

	budget: int
	paths: list[str]
	statements: list[list[int]] = field(default_factory=list)

	def grown(self) -> set[str]:
		"""Return the paths of the requests that did not send the same number twice."""
		pairs = zip(self.paths, *self.statements, strict=True)
		return {path for path, small, large in pairs if small != large}


@pytest.fixture(scope="module")
def counted(site) -> Iterator[dict[str, Counted]]:
	reset_locals()
	clean_up()
	with new_rows_removed():
		try:
			yield count_all()
		finally:
			clean_up()
			forget_settings()


def count_all() -> dict[str, Counted]:
	surroundings, visitors, counted = Surroundings(), {}, {}
	for size in (SMALL, LARGE):
		surroundings.grow(*size)
		for key, (user, budget, requests) in rows().items():
			user = surroundings.names.get(user, user)
			if user not in visitors:
				visitors[user] = Visitor(user)
			found = counted.setdefault(key, Counted(budget, [request.path for request in requests]))
			found.statements.append(visitors[user].count_warm(requests, surroundings.names))
	return counted


def rows() -> dict[str, tuple[str, int, list[Request]]]:
	"""Return who asks what, and the budget, of each endpoint and each page."""
	endpoints = {
		path: (user, budget, [Request(verb, called(OURS + path), arguments)])
		for path, (user, verb, arguments, budget) in budgets.ENDPOINTS.items()
		if is_there(path)
	}
	pages = {
		route: (user, budget, desk.requests_of(route)) for route, (user, budget) in budgets.PAGES.items()
	}
	others = budgets.of_this_site(budgets.ON_16, budgets.ON_POSTGRES)
	return {
		key: (user, others.get(key, budget), requests)
		for key, (user, budget, requests) in (endpoints | pages).items()
	}


def is_there(path: str) -> bool:
	"""Return whether the running Frappe has what the endpoint replaces, and can answer it on this database."""
	if frappe.db.db_type == "postgres" and path in budgets.BROKEN_ON_POSTGRES:
		return False
	return budgets.OF_ONE_VERSION.get(path, major_version()) == major_version()


def called(path: str) -> str:
	"""Return by which path an endpoint is called: that of Frappe's own, where it replaces one."""
	replaced = frappe.get_hooks("override_whitelisted_methods")
	return next((original for original, ours in replaced.items() if path in ours), path)


def test_statements_do_not_grow_with_the_data(counted):
	grown = {(key, path): found for key, found in counted.items() for path in found.grown()}
	assert set(grown) == set(budgets.GROWING), pformat(grown)


def test_nothing_sends_more_statements_than_its_budget(counted):
	over = {key: found for key, found in counted.items() if max(map(sum, found.statements)) > found.budget}
	assert not over, pformat(over)


def test_every_endpoint_has_its_budget(site):
	assert {*budgets.ENDPOINTS, *budgets.UNCOUNTED} == own_endpoints()


def test_every_page_has_its_budget(site):
	assert set(budgets.PAGES) == desk.routes()
