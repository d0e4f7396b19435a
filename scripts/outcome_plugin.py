"""A plugin of pytest that writes down which tests failed and which passed, and runs only those of an earlier run that failed.

From the environment: CRM_OUTCOME, the file to write; CRM_ONLY_FAILED_OF, such a file of an earlier run.
"""

import os
from pathlib import Path

import pytest

from scripts.outcome import Outcome


class Recorder:
	"""Sees the reports of all processes, since pytest-xdist brings those of its workers to the first one."""

	def __init__(self, file: Path):
		self.file = file
		self.outcome = Outcome()

	def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
		if report.failed or (report.when == "call" and report.passed):
			self.outcome.add(report.nodeid, has_failed=report.failed)

	def pytest_collectreport(self, report: pytest.CollectReport) -> None:
		if report.failed:
			self.outcome.unread.append(report.nodeid)

	def pytest_sessionfinish(self) -> None:
		self.outcome.write(self.file)


def pytest_configure(config: pytest.Config) -> None:
	file = os.environ.get("CRM_OUTCOME")
	if file and not hasattr(config, "workerinput"):
		config.pluginmanager.register(Recorder(Path(file)), "crm-recorder")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	earlier = os.environ.get("CRM_ONLY_FAILED_OF")
	if not earlier:
		return
	wanted = set(Outcome.read(Path(earlier)).failed)
	others = [item for item in items if item.nodeid not in wanted]
	items[:] = [item for item in items if item.nodeid in wanted]
	config.hook.pytest_deselected(items=others)
