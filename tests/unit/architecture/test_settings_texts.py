"""Whoever sets the CRM up reads, beside each field of its settings, what it does."""

import json

import pytest

from scripts.stack.bench import APP, TREE

DOCTYPES = TREE / APP / APP / "doctype"
# What is set up once, by an administrator: the settings pages, and what else decides how the CRM behaves.
SETTINGS = {"crm_pipeline", "crm_stage", "crm_lead_form", "crm_record_scope"}
LAYOUT = {"Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading"}


def singles() -> set[str]:
	return {path.stem for path in DOCTYPES.glob("*/*.json") if json.loads(path.read_text()).get("issingle")}


def test_the_settings_pages_are_known():
	assert singles() == {"crm_desk_settings", "crm_respondio_settings"}


@pytest.mark.parametrize("doctype", sorted(singles() | SETTINGS))
def test_each_field_of_the_settings_says_what_it_does(doctype):
	schema = json.loads((DOCTYPES / doctype / f"{doctype}.json").read_text())
	silent = [
		field["fieldname"]
		for field in schema["fields"]
		if field["fieldtype"] not in LAYOUT and not field.get("hidden") and not field.get("description")
	]
	assert silent == []
