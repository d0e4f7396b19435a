"""Deals, and the history of moves of deals and customers."""

from collections import Counter, defaultdict
from itertools import pairwise


def test_deals_are_won_lost_and_open_in_every_stage(world):
	stages = Counter(deal.stage for deal in world.deals)
	assert (stages["Won"], stages["Lost"]) == (50, 34)
	assert min(stages[stage] for stage in ("Lead", "Qualified", "Proposal", "Negotiation")) >= 12


def test_every_salesperson_has_deals_in_four_currencies(world):
	assert min(Counter(deal.deal_owner for deal in world.deals).values()) > 30
	assert {deal.currency for deal in world.deals} == {"USD", "EUR", "MXN", "GBP"}
	assert all(deal.value > 0 and deal.conversion_rate > 0 for deal in world.deals)


def test_something_was_won_in_every_month(world):
	months = {(deal.closed_on.year, deal.closed_on.month) for deal in world.deals if deal.outcome == "Won"}
	assert len(months) >= 12


def test_outcome_closing_date_and_reason_agree(world):
	for deal in world.deals:
		assert (deal.closed_on is None) == (deal.outcome == "Open")
		assert (deal.lost_reason is not None) == (deal.outcome == "Lost")
		assert deal.closed_on in (None, deal.stage_entered_on.date())


def test_probability_follows_the_stage_of_what_is_closed(world):
	assert {deal.probability for deal in world.deals if deal.outcome == "Won"} == {100.0}
	assert {deal.probability for deal in world.deals if deal.outcome == "Lost"} == {0.0}
	assert all(0 < deal.probability < 100 for deal in world.deals if deal.outcome == "Open")


def test_open_deals_should_close_soon_and_some_are_late(world, setting):
	late = [deal.expected_close_date < setting.today for deal in world.deals if deal.outcome == "Open"]
	assert 0 < sum(late) < len(late) / 4


def test_a_deal_s_contact_belongs_to_its_customer_and_was_there_before(world):
	people = {person.name: person for person in world.contacts}
	for deal in world.deals:
		assert people[deal.contact].customer == deal.customer
		assert people[deal.contact].creation < deal.creation


def test_some_deals_have_several_people_of_their_customer_one_of_them_primary(world):
	people = {person.name: person for person in world.contacts}
	several = [deal for deal in world.deals if deal.people]
	assert len(world.deals) / 10 < len(several) < len(world.deals)
	for deal in several:
		assert deal.has_further_people
		names = [row.contact for row in deal.people]
		assert len(set(names)) == len(names) > 1
		assert [row.contact for row in deal.people if row.is_primary] == [deal.contact]
		assert all(row.deal_role for row in deal.people)
		assert all(people[name].customer == deal.customer for name in names)


def test_moves_form_a_chain_from_creation_to_the_present_stage(world):
	moves = defaultdict(list)
	for change in world.stage_changes:
		moves[change.reference_name].append(change)
	for record in (*world.deals, *world.customers):
		chain = moves.pop(record.name, [])
		moments = [record.creation, *(change.changed_on for change in chain)]
		assert all(before < after for before, after in pairwise(moments))
		assert all(before.to_stage == after.from_stage for before, after in pairwise(chain))
		assert [change.seconds_in_stage for change in chain] == [
			(after - before).total_seconds() for before, after in pairwise(moments)
		]
		assert record.stage_entered_on in (None, moments[-1])
		assert not chain or chain[-1].to_stage == record.stage
	assert not moves


def test_closed_deals_began_in_the_first_stage(world):
	first = {}
	for change in world.stage_changes:
		first.setdefault(change.reference_name, change.from_stage)
	assert {first[deal.name] for deal in world.deals if deal.outcome != "Open"} == {"Lead"}
