"""The table of guarded DocTypes says what the schema has, and leads from each to a record of which somebody is told who sees it."""

import json
from functools import cache

import pytest

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS
from frappe_crm_app.visibility.guarded import (
	ASSIGNMENT,
	GUARDED,
	OWNER_FIELD,
	GuardedDocType,
	Through,
	anchors_of,
	passes_shares,
)
from scripts.stack.bench import APP, TREE

STANDARD = {"owner", ASSIGNMENT}  # what Frappe gives to all
guarded_doctypes = pytest.mark.parametrize(("doctype", "guarded"), GUARDED.items())


@cache
def schema(doctype: str) -> dict:
	folder = doctype.lower().replace(" ", "_").replace("-", "_")
	return json.loads((TREE / APP / APP / "doctype" / folder / f"{folder}.json").read_text())


def field(doctype: str, fieldname: str) -> dict:
	return next(each for each in schema(doctype)["fields"] if each["fieldname"] == fieldname)


@guarded_doctypes
def test_it_is_seen_on_some_ground(doctype, guarded):
	assert guarded.through or guarded.own or guarded.parent or guarded.membership or guarded.is_mail


@guarded_doctypes
def test_it_hangs_on_guarded_doctypes_by_fields_that_name_them(doctype, guarded):
	"""By links, but for what outlives its anchor: a domain event only names it."""
	for way in guarded.through:
		assert set(way.doctypes) <= set(GUARDED)
		if way.doctype_field:
			named = field(doctype, way.fieldname)
			assert named["fieldtype"] == "Data" or named["options"] == way.doctype_field
		else:
			assert (field(doctype, way.fieldname)["options"],) == way.doctypes


@guarded_doctypes
def test_what_it_tells_of_besides_is_named_by_fields_of_their_own(doctype, guarded):
	for way in guarded.also:
		named = field(doctype, way.fieldname)
		assert named["fieldtype"] == "Data" or (named["options"],) == way.doctypes
		assert set(way.doctypes) <= set(GUARDED)
		assert not way.doctype_field


@guarded_doctypes
def test_rows_name_further_anchors(doctype, guarded):
	for way in guarded.through_rows:
		assert way.doctype in GUARDED
		assert field(doctype, way.fieldname)["options"] == way.table
		named = field(way.table, way.link)
		assert named["options"] == (way.doctype_field or way.doctype)


@guarded_doctypes
def test_its_own_fields_name_users(doctype, guarded):
	for fieldname in set(guarded.own) - STANDARD:
		assert field(doctype, fieldname)["options"] == "User"


@guarded_doctypes
def test_its_mark_of_privacy_is_a_check_box(doctype, guarded):
	assert not guarded.private_field or field(doctype, guarded.private_field)["fieldtype"] == "Check"


@guarded_doctypes
def test_table_rows_are_seen_as_their_record_is(doctype, guarded):
	assert bool(guarded.parent) == bool(schema(doctype).get("istable"))
	if guarded.parent:
		assert guarded == GuardedDocType(parent=guarded.parent)
		assert doctype in {each.get("options") for each in schema(guarded.parent)["fields"]}


@guarded_doctypes
def test_what_it_hangs_on_never_leads_back_to_it(doctype, guarded):
	reached, waiting = set(), [doctype]
	while waiting:
		entry = GUARDED[waiting.pop()]
		anchors = {entry.parent, *(each for way in entry.through for each in way.doctypes)} - {""}
		waiting += anchors - reached
		reached |= anchors
	assert doctype not in reached


def test_of_records_with_a_scope_it_says_whose_they_are():
	assert set(OWNER_FIELD) == set(SCOPED_RECORDS)
	assert STANDARD.isdisjoint(OWNER_FIELD.values())


class Record(dict):
	"""A record without a database."""

	def __init__(self, doctype: str, **values: str | None) -> None:
		super().__init__(values)
		self.doctype = doctype


@pytest.mark.parametrize(
	("record", "anchors"),
	[
		(Record("CRM Contact", customer="acme"), []),
		(Record("CRM Location", customer="acme", contact=None), [("CRM Customer", "acme")]),
		(
			Record("CRM Location", customer="acme", contact="ada"),
			[("CRM Customer", "acme"), ("CRM Contact", "ada")],
		),
		(
			Record("CRM Follow-up Note", reference_doctype="CRM Sales Deal", reference_name="big"),
			[("CRM Sales Deal", "big")],
		),
		(Record("CRM Follow-up Note", reference_doctype="User", reference_name="ada"), []),
		(Record("CRM Follow-up Note", reference_doctype="CRM Sales Deal", reference_name=None), []),
		(Record("CRM Customer User", parent="acme", user="ada"), [("CRM Customer", "acme")]),
		(Record("CRM Customer User", parent=None, user="ada"), []),
	],
)
def test_the_anchors_of_a_record_are_those_that_it_names(record, anchors):
	assert anchors_of(record) == anchors


def test_a_share_passes_only_where_both_ends_let_it(monkeypatch):
	way = (Through("anchor", ("Open",)), Through("other", ("Shut",)))
	monkeypatch.setitem(GUARDED, "Hanging", GuardedDocType(way))
	monkeypatch.setitem(GUARDED, "Open", GuardedDocType(own=("owner",)))
	monkeypatch.setitem(GUARDED, "Shut", GuardedDocType(own=("owner",), passes_shares=False))
	assert passes_shares("Open", "Hanging")
	assert not passes_shares("Shut", "Hanging")
	assert not passes_shares("Open", "Shut")
