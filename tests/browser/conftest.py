"""Browser tests drive Chromium against a real web server; their rows are committed and deleted afterwards."""

import pytest


@pytest.fixture(autouse=True)
def _isolated(committed: None) -> None:
	"""Applies ``committed`` to every test of this folder."""
