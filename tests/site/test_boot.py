"""What the desk's scripts know from the start (`frappe.boot.crm`)."""

import json
import re
from pathlib import Path

import frappe
import pytest

import frappe_crm_app
from frappe_crm_app import boot

APP = Path(frappe_crm_app.__file__).parent
FIELDS = [(doctype, fieldname) for doctype, fields in boot.COLORS.items() for fieldname in fields]


@pytest.fixture
def crm() -> dict:
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	return bootinfo.crm


@pytest.fixture(scope="module")
def scripts() -> str:
	"""All JavaScript of the app, without what is built of it."""
	files = [
		file for suffix in ("js", "vue") for file in APP.rglob(f"*.{suffix}") if "dist" not in file.parts
	]
	return "\n".join(file.read_text("utf-8") for file in files)


def options_of(doctype: str, fieldname: str) -> set[str]:
	return set(frappe.get_meta(doctype).get_field(fieldname).options.split("\n")) - {""}


def test_the_page_of_the_desk_has_it(make_user, api, crm):
	page = api(make_user("CRM Viewer")).get("/app/crm-desk").text
	start = "frappe.boot = "
	told, _ = json.JSONDecoder().raw_decode(page, page.index(start) + len(start))
	assert told["crm"] == crm


def test_telling_it_sends_no_statement(count_queries):
	boot.extend(frappe._dict())  # what labels are taken, and the settings, are kept
	assert count_queries(lambda: boot.extend(frappe._dict())) == 0


@pytest.mark.parametrize(("doctype", "fieldname"), FIELDS)
def test_every_option_has_a_color(doctype, fieldname, crm):
	assert set(crm["colors"][doctype][fieldname]) == options_of(doctype, fieldname)


def test_every_action_but_the_plain_note_is_offered_once(crm):
	assert sorted(crm["offered_actions"]) == sorted(options_of("CRM Follow-up Note", "action") - {"Note"})


def test_scripts_use_the_members_that_there_are_of_every_enumeration(crm, scripts):
	used = set(re.findall(rf"\b({'|'.join(crm['enums'])})\.([A-Z_]+)\b", scripts))
	named = set(re.findall(rf"\b({'|'.join(crm['enums'])})\b", scripts))  # or all of its members
	assert named == set(crm["enums"])
	assert [f"{enum}.{member}" for enum, member in used if member not in crm["enums"][enum]] == []


def test_scripts_take_no_enumeration_that_they_are_not_told(crm, scripts):
	taken = re.findall(r"const \{([^}]+)\} = frappe\.boot\.crm\.enums", scripts)
	named = {name for names in taken for name in re.findall(r"\w+", names)}
	named |= set(re.findall(r"frappe\.boot\.crm\.enums\.(\w+)", scripts))
	assert {"Outcome", "QuoteStatus", "Tracks"} <= named
	assert named - set(crm["enums"]) == set()
