"""Unit tests need no site: whatever they import must do without frappe."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _without_frappe() -> Iterator[None]:
	"""A unit test that imports frappe would not run where there is none."""
	was_there = "frappe" in sys.modules
	yield
	assert was_there or "frappe" not in sys.modules, "a unit test imported frappe"
