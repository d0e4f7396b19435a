"""The command as it is typed, in a process of its own."""

import json

import frappe
import pytest
from frappe.query_builder.functions import Count

from scripts.stack.bench import CommandError
from tests.factories import make_contact
from tests.stack.site import refresh

SMALL = ("--contacts", "1000", "--deals", "1000", "--notes", "6000")
TABLES = (
	"CRM Contact",
	"CRM Customer",
	"CRM Sales Deal",
	"CRM Follow-up Note",
	"CRM Pipeline",
	"CRM Stage",
	"User",
	"__global_search",
	"__crm_search_term",
)


def how_many() -> dict[str, int]:
	refresh()
	tables = {doctype: frappe.qb.DocType(doctype) for doctype in TABLES}
	return {
		doctype: frappe.qb.from_(table).select(Count("*")).run()[0][0] for doctype, table in tables.items()
	}


def test_it_measures_beside_a_floor_and_leaves_nothing(committed, stack, site, tmp_path):
	before, file = how_many(), tmp_path / "figures.json"
	printed = stack.bench.run(
		"crm-benchmark", *SMALL, "--only", "list", "--only", "insert", "--json", str(file), site=site
	)
	assert "contact list, Administrator" in printed
	measures = json.loads(file.read_text())["measures"]
	assert [(measure["key"], measure["contacts"]) for measure in measures] == [
		("list", 100), ("insert", 100), ("list", 1000), ("insert", 1000),
	]  # fmt: skip
	assert all(measure["ratio"] > 0 for measure in measures)
	assert how_many() == before
	assert not frappe.db.exists("DocType", "CRM Benchmark Floor")


def test_a_site_with_real_records_is_refused(committed, stack, site):
	contact = make_contact()
	before = how_many()
	with pytest.raises(CommandError, match="This site holds records of CRM Contact"):
		stack.bench.run("crm-benchmark", *SMALL, site=site)
	assert how_many() == before
	assert frappe.db.exists("CRM Contact", contact.name)


def test_a_measure_that_is_none_is_refused_with_those_there_are(committed, stack, site):
	with pytest.raises(CommandError, match=r"There is no measure nonsense\. There are board, "):
		stack.bench.run("crm-benchmark", *SMALL, "--only", "nonsense", site=site)
