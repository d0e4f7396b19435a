"""The demo on the test site, rolled back afterwards like everything else."""

from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.demo.load import load_demo


@pytest.fixture
def demo(isolation: None) -> Iterator[dict[str, int]]:
	"""The demo is there; the value says how many rows of each DocType."""
	yield load_demo("demo-password")
	# MariaDB keeps the search index in a table that no rollback reaches.
	frappe.db.delete("__global_search", {"name": ("like", "demo-%")})


@pytest.fixture
def name_of_demo(demo: dict[str, int]) -> object:
	"""``name_of_demo("CRM Customer", customer_name="Casa Lumbre Muebles")`` -> the name of that demo row."""

	def find(doctype: str, **filters) -> str:
		return frappe.get_all(
			doctype,
			filters={**filters, "name": ("like", "demo-%")},
			order_by="name asc",
			limit=1,
			pluck="name",
		)[0]

	return find
