"""Unit tests need no site: whatever they import must do without frappe."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, and nothing about our code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def _without_frappe() -> Iterator[None]:
	"""A unit test that imports frappe would not run where there is none."""
	was_there = "frappe" in sys.modules
	yield
	assert was_there or "frappe" not in sys.modules, "a unit test imported frappe"
