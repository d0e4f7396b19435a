"""Uninstalling leaves the site as it was, on a site of its own."""

import json

import pytest

from tests.site.install import made_by_people

APP = "frappe_crm_app"


@pytest.fixture
def inventory(stack, spare_site):
	def take(*arguments: str) -> dict:
		printed = stack.bench.run_module("tests.site.install.inventory", spare_site, *arguments)
		return json.loads(printed.rpartition("INVENTORY")[2])

	return take


def test_installing_migrating_and_uninstalling_leave_the_site_as_it_was(stack, spare_site, inventory):
	before = inventory()
	stack.bench.run("install-app", APP, site=spare_site)
	installed = inventory()
	assert "CRM Contact" in {name for (name,) in installed["DocType"]}
	stack.bench.run("migrate", "--skip-search-index", site=spare_site)
	assert inventory() == installed
	used = inventory("use")
	assert "shoe_size" in json.dumps(used["Custom Field"])
	assert all(used[kind] != installed[kind] for kind in MADE_BY_PEOPLE)
	printed = stack.bench.run("uninstall-app", APP, "--yes", "--no-backup", site=spare_site)
	after = inventory()
	assert {kind: without_what_stays(kind, after[kind]) for kind in before} == before
	assert after["page of somebody's own"] == ["header", "shortcut"]
	named = [line for line in printed.splitlines() if line.startswith("* ") and "..." not in line]
	assert len(named) == len(made_by_people.NAMED)
	assert [line for line in made_by_people.NAMED if f"* {line}" not in printed] == []


MADE_BY_PEOPLE = {values["doctype"] for values in made_by_people.ABOUT_OURS}
STAYS = {
	"DocType": [["Zoo Visit"]],
	"tables": ["tabZoo Visit"],
	"Server Script": [["How many"]],
	"Notification": [["Managers hear"]],
	"Workspace": [["My day"]],
	"Workspace Shortcut": [["My day", "Tasks"]],
	"Workspace Link": [["My day", "Lists"], ["My day", "Tasks"]],
	"page of somebody's own": ["header", "shortcut"],
}


def without_what_stays(kind: str, rows: list) -> list:
	"""Return the rows but for what people have that merely points to ours."""
	return [row for row in rows if row not in STAYS.get(kind, [])]
