"""Site tests run in this process against a real database, each in a transaction that is rolled back."""

import pytest


@pytest.fixture(autouse=True)
def _isolated(isolation: None) -> None:
	"""Applies ``isolation`` to every test of this folder."""
