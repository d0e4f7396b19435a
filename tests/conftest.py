"""What all tests share. A test that wants no site starts none; run the tests with ``make test``."""

import os
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from scripts import run_tests
from scripts.stack.bench import CommandError
from scripts.stack.service import ServiceError
from scripts.stack.testing import TestStack

pytest_plugins = (
	"tests.stack.site",
	"tests.stack.http",
	"tests.stack.jobs",
	"tests.stack.browser",
	"tests.stack.other_apps",
)

FOLDERS = ("unit", "site", "browser")
# Of what lies here, little depends on Frappe's version.
SPLIT = (
	*(f"tests/site/{name}/" for name in ("automation", "channels", "intake", "kit")),
	"tests/unit/channels/mail/reading/",
)


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> TestStack:
	"""Running services and a site with the app, made or brought up to date for this run."""
	folder = os.environ.get("CRM_STACK")
	if not folder:
		pytest.exit("Tests that want a site are run with `make test`.", returncode=2)
	folder = Path(folder, os.environ.get("PYTEST_XDIST_WORKER", ""))
	stack = TestStack(folder, run_tests.found_bench(), run_tests.database(), _reporter(pytestconfig))
	os.environ["FRAPPE_BENCH_ROOT"] = str(stack.bench.folder)  # Frappe looks there for logs and configuration
	make_sure_of(stack)
	return stack


def make_sure_of(stack: TestStack) -> None:
	"""Have the stack run; where that fails twice, end with the reason, which pytest-xdist would keep to itself."""
	for is_last in (False, True):
		try:
			return stack.ensure()
		except (CommandError, ServiceError) as error:
			reason = f"There is no site to test on: {error}"
			print(reason, file=sys.__stderr__)
			if is_last:
				pytest.exit(reason, returncode=1)


def pytest_addoption(parser: pytest.Parser) -> None:
	parser.addoption(
		"--full-size", action="store_true", help="run load tests with their full numbers (minutes each)"
	)
	parser.addoption(
		"--share",
		type=share,
		default=(1, 1),
		metavar="1/2",
		help="do this part of what is split (requests of matrix and fuzz, tests marked `split`); the parts together are all",
	)


@pytest.fixture(scope="session")
def full_size(pytestconfig: pytest.Config) -> bool:
	"""Whether load tests use their full numbers instead of ones that fit into every run."""
	return pytestconfig.getoption("--full-size")


def share(text: str) -> tuple[int, int]:
	"""Return which part of how many, given as in "1/2"."""
	part, parts = map(int, text.split("/"))
	if not 1 <= part <= parts:
		raise ValueError(text)
	return part, parts


def is_in_share(config: pytest.Config, *what: object) -> bool:
	"""Return whether something belongs to the share of this run, by what it is called: always to the same one."""
	part, parts = config.getoption("--share")
	return zlib.crc32(" ".join(map(str, what)).encode()) % parts == part - 1


@pytest.fixture(scope="session")
def is_asked(pytestconfig: pytest.Config) -> Callable[..., bool]:
	"""Whether a request belongs to the share of this run."""
	return partial(is_in_share, pytestconfig)


def is_done(config: pytest.Config, item: pytest.Item) -> bool:
	"""Whether a test is done in this run: of files and tests that are split, those of its share."""
	file = item.nodeid.partition("::")[0]
	if file.startswith(SPLIT):
		return is_in_share(config, file)
	return not item.get_closest_marker("split") or is_in_share(config, item.nodeid)


def pytest_configure(config: pytest.Config) -> None:
	"""Others' use of what is deprecated is no business of ours."""
	for kind in ("DeprecationWarning", "UserWarning"):
		config.addinivalue_line("filterwarnings", f"ignore::{kind}")
		config.addinivalue_line("filterwarnings", f"default::{kind}:frappe_crm_app")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	"""The fast tests first, and what drives the browser is marked so; of what is split, the share of this run."""
	others = [item for item in items if not is_done(config, item)]
	if others:
		config.hook.pytest_deselected(items=others)
		items[:] = [item for item in items if item not in others]
	items.sort(key=_place)
	for item in items:
		if FOLDERS[_place(item)] == "browser":
			item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
	"""Tell fixtures whether the test failed, as ``has_failed`` of the item."""
	report = yield
	if report.when == "call":
		item.has_failed = report.failed
	return report


def _place(item: pytest.Item) -> int:
	"""The number of the item's folder in the order of FOLDERS."""
	folder = item.path.relative_to(Path(__file__).parent).parts[0]
	return FOLDERS.index(folder) if folder in FOLDERS else 0


def _reporter(config: pytest.Config) -> Callable[[str], None]:
	"""A function that prints a line at once, past pytest's capturing."""
	capture = config.pluginmanager.getplugin("capturemanager")

	def report(line: str) -> None:
		with capture.global_and_fixture_disabled():
			print(f"\n[{line}] ", end="", flush=True)

	return report
