"""Tables of DocTypes are known without asking the database each time, and as they are."""

from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.benchmark.statements import statements_of
from frappe_crm_app.kit.tables import has_table

PASSING = "Passing Thing"


@pytest.fixture
def passing_table(committed) -> Iterator[str]:
	assert not has_table(PASSING)
	frappe.db.sql_ddl(f"create table `tab{PASSING}` (name varchar(140))")
	yield PASSING
	frappe.db.sql_ddl(f"drop table if exists `tab{PASSING}`")


def test_many_questions_ask_the_database_once_at_most(site):
	has_table("CRM Contact")
	sent = statements_of(lambda: [has_table(doctype) for doctype in ("CRM Contact", "Project", "HD Ticket")])
	assert sent == []
	assert has_table("CRM Contact")
	assert not has_table("No Such DocType")


def test_a_table_is_known_from_when_it_was_made_until_it_is_dropped(passing_table):
	assert has_table(passing_table)
	frappe.db.sql_ddl(f"drop table `tab{passing_table}`")
	assert not has_table(passing_table)
