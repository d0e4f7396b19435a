"""The demo as a whole: how much of what there is, and that it is the same every time."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from frappe_crm_app.demo.generate import generate
from frappe_crm_app.demo.marks import is_demo
from frappe_crm_app.demo.setting import rates_in

KINDS = (
	"salespeople",
	"customers",
	"contacts",
	"deals",
	"stage_changes",
	"locations",
	"notes",
	"projects",
	"milestones",
	"tasks",
)


def test_there_is_as_much_as_promised(world):
	assert {kind: len(getattr(world, kind)) for kind in KINDS if kind != "stage_changes"} == {
		"salespeople": 4,
		"customers": 60,
		"contacts": 200,
		"deals": 150,
		"locations": 80,
		"notes": 600,
		"projects": 3,
		"milestones": 12,
		"tasks": 39,
	}
	assert [len(rows) for rows in (world.project_templates, world.projects, world.milestones)] == [1, 3, 12]


def test_the_same_setting_gives_the_same_world(setting, world):
	assert generate(setting) == world


def test_every_row_is_marked_and_named_once(world):
	for kind in KINDS:
		names = [row.name for row in getattr(world, kind)]
		assert len(set(names)) == len(names)
		assert all(is_demo(name) for name in names)


@pytest.mark.parametrize("days", range(0, 400, 23))
def test_another_day_shifts_the_dates_and_keeps_the_shape(setting, world, days):
	other = generate(replace(setting, today=setting.today + timedelta(days=days)))
	assert [deal.name for deal in other.deals] == [deal.name for deal in world.deals]
	assert Counter(deal.outcome for deal in other.deals) == Counter(deal.outcome for deal in world.deals)
	assert [person.full_name for person in other.contacts] == [person.full_name for person in world.contacts]
	assert all(deal.creation.date() >= other_day(setting.today, days - 368) for deal in other.deals)


def other_day(today: date, days: int) -> date:
	return today + timedelta(days=days)


@pytest.mark.parametrize("days", range(7))
def test_nothing_has_happened_that_is_not_over_yet(setting, days):
	"""On whatever weekday the demo is made: no row is from today or later."""
	today = setting.today + timedelta(days=days)
	world = generate(replace(setting, today=today))
	for kind in KINDS:
		assert all(row.creation <= row.modified for row in getattr(world, kind))
		assert all(row.modified.date() < today for row in getattr(world, kind))
	assert all(note.completed_on.date() < today for note in world.notes if note.completed_on)


def test_no_text_has_a_gap_left_or_a_sign_that_some_database_stores_twice(world):
	texts = [note.subject for note in world.notes] + [note.content or "" for note in world.notes]
	texts += [deal.title for deal in world.deals] + [deal.description or "" for deal in world.deals]
	texts += [deal.lost_notes or "" for deal in world.deals]
	texts += [customer.annotations or "" for customer in world.customers]
	assert not [text for text in texts if set(text) & set("{}%")]


def test_a_site_that_counts_in_an_unknown_currency_gets_deals_in_it_alone(make):
	world = make(base_currency="XXX", rates=rates_in("XXX", {}))
	assert {(deal.currency, deal.conversion_rate) for deal in world.deals} == {("XXX", 1.0)}


def test_the_rates_that_the_site_lists_are_taken(make):
	rates = rates_in("EUR", {"USD": 0.9})
	assert (rates["EUR"], rates["USD"], len(rates)) == (1.0, 0.9, 4)
	assert rates["MXN"] < rates["GBP"]


@pytest.mark.parametrize(
	"stages",
	[
		[("Only", "Open", 20.0)],
		[("New", "Open", 20.0), ("Done", "Won", 100.0)],
		[("Done", "Won", 100.0)],
	],
)
def test_a_site_whose_pipelines_were_changed_still_gets_its_demo(make, pipeline, stages):
	world = make(deals=pipeline("Own", stages), follow_ups=pipeline("Own board", stages))
	assert {deal.stage for deal in world.deals} <= {name for name, outcome, probability in stages}
	assert len(world.deals) == 150


def test_a_site_without_short_lists_still_gets_its_demo(make):
	world = make(sources={}, lost_reasons={}, sales_roles={})
	assert {person.source for person in world.contacts} == {None}
