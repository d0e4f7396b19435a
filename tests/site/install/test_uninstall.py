"""Uninstalling leaves the site as it was, on a site of its own."""

import json

import pytest

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
	assert len(used["Custom Field"]) == len(installed["Custom Field"]) + 1
	stack.bench.run("uninstall-app", APP, "--yes", "--no-backup", site=spare_site)
	after = inventory()
	assert {kind: after[kind] for kind in before} == before
