"""What of the table of terms is not as the records are."""

from collections.abc import Callable

import frappe
import pytest

from frappe_crm_app.records.search.finding import find
from frappe_crm_app.records.search.sources import all_sources
from frappe_crm_app.records.search.table import TABLE
from frappe_crm_app.records.search.writing import terms_of_doc


@pytest.fixture
def wrong_terms() -> Callable[[], dict]:
	"""``wrong_terms()`` -> `{record: (terms that are stored, terms that it has)}` where these are not the same, records that are gone included."""

	def compare() -> dict:
		stored: dict = {}
		table = frappe.qb.DocType(TABLE)
		query = frappe.qb.from_(table).select(table.doctype, table.name, table.term).where(table.term != "")
		for doctype, name, term in query.run():
			stored.setdefault((doctype, name), set()).add(term)
		held = {
			(source.doctype, name): set(terms_of_doc(source, frappe.get_doc(source.doctype, name))) - {""}
			for source in all_sources()
			for name in frappe.get_all(source.doctype, pluck="name")
		}
		return {
			key: (stored.get(key), held.get(key))
			for key in stored.keys() | held.keys()
			if stored.get(key, set()) != held.get(key)
		}

	return compare


def found(text: str, doctype: str = "CRM Contact", **options) -> list[str]:
	"""Return the names of what the session's user finds, in their order."""
	groups = {group["doctype"]: group["rows"] for group in find(text, **options)}
	return [row["name"] for row in groups.get(doctype, [])]
