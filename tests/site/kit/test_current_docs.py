"""Settings that decide what is stored are read as they were saved last, whatever an older transaction left in the cache."""

from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.selling.quotes.deal_value import is_set

SETTINGS, FIELD = "CRM Desk Settings", "quote_sets_deal_value"


@pytest.fixture
def saved(committed) -> Iterator[None]:
	"""A setting that is switched over, while the cache holds what was before."""
	settings = frappe.get_doc(SETTINGS)
	before, former = settings.get(FIELD), frappe.get_cached_doc(SETTINGS)
	settings.set(FIELD, int(not before))
	settings.save()
	frappe.db.commit()
	frappe.cache.set_value(f"document_cache::{SETTINGS}::{SETTINGS}", former)
	yield before
	settings = frappe.get_doc(SETTINGS)
	settings.set(FIELD, before)
	settings.save()
	frappe.db.commit()


def test_what_an_older_transaction_put_back_is_not_used(saved):
	assert frappe.get_cached_doc(SETTINGS).get(FIELD) == saved
	assert current_doc(SETTINGS).get(FIELD) != saved
	assert frappe.get_cached_doc(SETTINGS).get(FIELD) != saved


def test_a_quote_heeds_the_setting_as_it_is(saved):
	assert is_set(FIELD) != bool(saved)


def test_it_costs_no_statement_where_nothing_was_put_back(count_queries):
	current_doc(SETTINGS)
	assert count_queries(lambda: current_doc(SETTINGS)) == 0
