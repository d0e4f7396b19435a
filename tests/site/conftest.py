"""Site tests run in this process against a real database, each in a transaction that is rolled back."""

import frappe
import pytest


@pytest.fixture(autouse=True)
def _isolated(isolation: None) -> None:
	"""Applies ``isolation`` to every test of this folder."""


@pytest.fixture
def count_queries():
	"""``count_queries(work)`` -> how many statements `work()` sends to the database."""

	def count(work) -> int:
		sent, send = [], frappe.db.sql
		frappe.db.sql = lambda *arguments, **options: sent.append(arguments[0]) or send(*arguments, **options)
		try:
			work()
		finally:
			del frappe.db.sql
		return len(sent)

	return count
