"""A tree asked of records in Python and of the same rows in the database gives the same answer, whatever is in them.

The rows are pairs of deals, one for how a record was and one for how it is, each with a contact.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from pypika.terms import Case, Not

from frappe_crm_app.kit.conditions.criterion import criterion_of
from frappe_crm_app.kit.conditions.fields import fields_of
from frappe_crm_app.kit.conditions.held import Kind, folded, held_column
from frappe_crm_app.kit.conditions.operators import OPERATORS, Takes
from frappe_crm_app.kit.conditions.predicate import Record, holds
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Join, Side, read_tree
from frappe_crm_app.kit.set_based import insert_records

DEAL, CONTACT = "CRM Sales Deal", "CRM Contact"
EXAMPLES = {False: 60, True: 3000}  # trees, each asked of all pairs of six deals
SITE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 8, 1, 30, 0, 123456)  # the night in which New York's clock is put forward
ASKED = {
	"title": Kind.TEXT,
	"description": Kind.TEXT,
	"forecast_category": Kind.CHOICE,
	"stage": Kind.LINK,
	"value": Kind.NUMBER,
	"probability": Kind.NUMBER,
	"expected_close_date": Kind.DATE,
	"stage_entered_on": Kind.MOMENT,
	"contact.job_title": Kind.TEXT,
	"contact.email_opt_out": Kind.FLAG,
	"contact.consent_on": Kind.MOMENT,
}
OWN = tuple(path for path in ASKED if "." not in path)
LINKED = tuple(path.partition(".")[2] for path in ASKED if "." in path)
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")

# The alphabet: Latin, Greek, Cyrillic, Armenian, and some of scripts whose letters are neither small nor large.
BLOCKS = (
	(0x20, 0x7E),
	(0xA0, 0x17F),
	(0x386, 0x3CE),
	(0x400, 0x45F),
	(0x48A, 0x4BF),
	(0x531, 0x556),
	(0x561, 0x586),
)
WITHOUT_SMALL = "אبあア株한ไท😀–’“…"
DIFFERENT = "İҊ"  # whose small letter is two for Python; younger than the table of MariaDB
ALPHABET = [
	letter
	for letter in [*(chr(code) for first, last in BLOCKS for code in range(first, last + 1)), *WITHOUT_SMALL]
	if letter.isprintable() and letter not in DIFFERENT
]
LETTERS = st.sampled_from(ALPHABET)
TEXTS = st.one_of(
	st.sampled_from(["", " ", "a", "A ", "a", "é", "É", "e", "e\u0301", "ß", "ss", "SS", "100%", "a_b", "a\\b", "\\%", "'", '"', "Σας", "%s", "from tabUser", "ifnull(a", "  a", "a\u00a0", "\u00adx", "👩🏽\u200d💻", "株式会社"]),
	st.text(LETTERS, max_size=4),
	st.text(st.sampled_from("aAbB%_\\ '"), max_size=5),
)  # fmt: skip
CHOICES = st.sampled_from(["", "Lead", "lead", "Pipeline", "Best Case"])
NUMBERS = st.one_of(
	st.sampled_from([0, 1, -1, 0.1, 0.3, 100, 99.999999999, 1e9]),
	st.decimals(-1000, 1000, places=9).map(float),
)
DAYS = st.one_of(
	st.integers(-3, 3).map(lambda days: date(2026, 3, 8) + timedelta(days=days)),
	st.dates(date(1900, 1, 2), date(2190, 1, 1)),
)
AROUND_NOW = st.integers(-3 * 24, 3 * 24).map(lambda hours: NOW.replace(minute=0) + timedelta(hours=hours))
MOMENTS = st.one_of(
	AROUND_NOW,
	AROUND_NOW.map(lambda moment: moment.replace(microsecond=0)),
	st.sampled_from([NOW, NOW + timedelta(microseconds=1), NOW - timedelta(microseconds=1)]),
	st.datetimes(datetime(1901, 1, 1), datetime(2190, 1, 1)),
)
HELD = {
	Kind.TEXT: st.one_of(st.none(), TEXTS),
	Kind.CHOICE: st.one_of(st.none(), CHOICES),
	Kind.LINK: st.one_of(st.none(), CHOICES),
	Kind.NUMBER: NUMBERS,
	Kind.FLAG: st.integers(0, 1),
	Kind.DATE: st.one_of(st.none(), DAYS),
	Kind.MOMENT: st.one_of(st.none(), MOMENTS),
}
GIVEN = {
	**HELD,
	Kind.MOMENT: DAYS,
	Kind.DATE: DAYS,
	Kind.TEXT: TEXTS,
	Kind.CHOICE: CHOICES,
	Kind.LINK: CHOICES,
}
ZONES = st.sampled_from(
	["America/New_York", "UTC", "Pacific/Kiritimati", "Asia/Kathmandu", "America/St_Johns"]
)


def given_for(takes: Takes, kind: Kind) -> st.SearchStrategy:
	"""Return what may stand beside an operator."""
	one = GIVEN[kind].map(lambda value: value.isoformat() if isinstance(value, date) else value)
	one = one.filter(lambda value: not isinstance(value, str) or value.strip(" "))
	return {
		Takes.NOTHING: st.none(),
		Takes.ONE: one,
		Takes.SEVERAL: st.lists(one, min_size=1, max_size=3),
		Takes.TWO: st.lists(one, min_size=2, max_size=2),
		Takes.DAYS: st.integers(0, 3),
	}[takes]


@st.composite
def question(draw) -> dict:
	"""Draw one test, as it is written in JSON."""
	path = draw(st.sampled_from(sorted(ASKED)))
	asked = draw(st.sampled_from([each for each in OPERATORS.values() if ASKED[path] in each.kinds]))
	side = draw(st.sampled_from(["after", "before"]))
	return {
		"field": path,
		"operator": asked.key,
		"value": draw(given_for(asked.takes, ASKED[path])),
		"of": side,
	}


JOINS = st.sampled_from([str(join) for join in Join])
GROUPS = st.builds(lambda join, members: {join: members}, JOINS, st.lists(question(), max_size=3))
TREES = st.builds(
	lambda join, members: {join: members}, JOINS, st.lists(st.one_of(question(), GROUPS), max_size=3)
)
ROWS = st.lists(
	st.fixed_dictionaries({path: HELD[kind] for path, kind in ASKED.items()}),
	min_size=6,
	max_size=6,
)


def store(rows: list[dict]) -> list[str]:
	"""Insert deals, each with a contact, and return their names."""
	names = [frappe.generate_hash(length=10) for _row in rows]
	standard = [(name, "a@example.com", NOW, NOW, "a@example.com", 0, 0) for name in names]
	deals = [
		(*first, *(row[path] for path in OWN), first[0]) for first, row in zip(standard, rows, strict=True)
	]
	contacts = [
		(*first, *(row[f"contact.{fieldname}"] for fieldname in LINKED), "Ada")
		for first, row in zip(standard, rows, strict=True)
	]
	insert_records(DEAL, (*STANDARD, *OWN, "contact"), deals)
	insert_records(CONTACT, (*STANDARD, *LINKED, "first_name"), contacts)
	return names


def stored(names: list[str]) -> dict[str, dict]:
	"""Return what the database holds of them: of a number, perhaps fewer decimals than were drawn."""
	deal, contact = frappe.qb.DocType(DEAL), frappe.qb.DocType(CONTACT)
	query = (
		frappe.qb.from_(deal).left_join(contact).on(contact.name == deal.contact).where(deal.name.isin(names))
	)
	columns = [deal[path].as_(path) for path in OWN] + [
		contact[name].as_(f"contact.{name}") for name in LINKED
	]
	return {row.pop("key"): row for row in query.select(deal.name.as_("key"), *columns).run(as_dict=True)}


def found(tree, present: Present, names: list[str]) -> set[tuple[str, str]]:
	"""Return which pairs, of how it was and how it is, the database finds."""
	sides = {
		side: (frappe.qb.DocType(DEAL).as_(f"deal_{side}"), frappe.qb.DocType(CONTACT).as_(f"contact_{side}"))
		for side in Side
	}
	(before, her_before), (after, her_after) = sides[Side.BEFORE], sides[Side.AFTER]

	def column(field, side):
		deal, contact = sides[side]
		return (contact if field.link else deal)[field.fieldname]

	criterion = criterion_of(tree, column, present)
	told = Case().when(criterion, 1).when(Not(criterion), 0)
	query = (
		frappe.qb.from_(before)
		.join(after).on(after.docstatus == before.docstatus)
		.left_join(her_before).on(her_before.name == before.contact)
		.left_join(her_after).on(her_after.name == after.contact)
		.select(before.name, after.name.as_("then"), told.as_("is_so"))
		.where(before.name.isin(names) & after.name.isin(names))
	)  # fmt: skip
	answers = query.run(as_dict=True)
	assert all(row.is_so in (0, 1) for row in answers), "neither true nor false"
	return {(row.name, row.then) for row in answers if row.is_so}


@pytest.fixture
def fields() -> dict:
	return fields_of(DEAL)


def test_what_is_asked_has_the_kinds_that_are_drawn(fields):
	assert {path: fields[path].kind for path in ASKED} == ASKED
	drawn = {each.key for each in OPERATORS.values() if each.kinds & set(ASKED.values())}
	assert drawn == set(OPERATORS)


def test_python_and_the_database_agree(fields, full_size):
	@settings(
		max_examples=EXAMPLES[full_size],
		deadline=None,
		database=None,
		suppress_health_check=list(HealthCheck),
	)
	@given(TREES, ROWS, ZONES)
	def agree(given_tree, rows, zone):
		tree, present = read_tree(given_tree, fields), Present(NOW, ZoneInfo(zone), SITE)
		names = store(rows)
		by_name = stored(names)
		expected = {
			(before, after)
			for before in names
			for after in names
			if holds(tree, Record(by_name[after], by_name[before]), present)
		}
		answered = found(tree, present, names)
		for before, after in sorted(expected ^ answered)[:1]:
			note(f"{by_name[before]} -> {by_name[after]}")
		assert answered == expected

	agree()


def test_letters_are_made_small_as_the_database_makes_them():
	names = store(
		[
			dict.fromkeys(ASKED)
			| {"title": f"x{letter}x", "value": 0, "probability": 0, "contact.email_opt_out": 0}
			for letter in ALPHABET
		]
	)
	deal = frappe.qb.DocType(DEAL)
	query = frappe.qb.from_(deal).select(
		deal.name, held_column(Kind.TEXT, deal.title, frappe.db.db_type).as_("held")
	)
	held = dict(query.where(deal.name.isin(names)).run())
	wrong = {
		letter for name, letter in zip(names, ALPHABET, strict=True) if held[name] != folded(f"x{letter}x")
	}
	assert not wrong
