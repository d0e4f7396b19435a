"""A chain of rows tells which one was changed, taken out or put in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.selling.acceptance.canonical import canonical_json
from frappe_crm_app.selling.acceptance.chain import BEGINNING, Break, Fault, Link, find_break, hash_of


def chain(*texts: str) -> list[Link]:
	links, previous = [], BEGINNING
	for place, text in enumerate(texts, start=1):
		facts = {"text": text, "sequence": place}
		links.append(Link(f"row {place}", place, facts, previous, hash_of(facts, previous)))
		previous = links[-1].row_hash
	return links


def test_a_chain_as_it_was_written_holds():
	assert find_break([]) is None
	assert find_break(chain("seen", "asked", "accepted")) is None


def test_a_row_that_was_changed_is_named():
	links = chain("seen", "asked", "accepted")
	links[1] = replace(links[1], facts={**links[1].facts, "text": "asked for less"})
	assert find_break(links) == Break("row 2", Fault.CHANGED)


def test_a_row_that_was_changed_with_its_hash_breaks_the_one_after_it():
	links = chain("seen", "asked", "accepted")
	facts = {**links[1].facts, "text": "asked for less"}
	links[1] = replace(links[1], facts=facts, row_hash=hash_of(facts, links[1].previous_hash))
	assert find_break(links) == Break("row 3", Fault.OUT_OF_PLACE)


@pytest.mark.parametrize("place", [0, 1])
def test_a_row_that_was_taken_out_is_noticed_at_the_next_one(place):
	links = chain("seen", "asked", "accepted")
	del links[place]
	assert find_break(links) == Break(f"row {place + 2}", Fault.OUT_OF_PLACE)


def test_rows_that_changed_places_are_noticed():
	first, second = chain("seen", "asked")
	assert find_break([second, first]) == Break("row 2", Fault.OUT_OF_PLACE)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
FACTS = st.dictionaries(TEXTS, st.one_of(TEXTS, st.integers(), st.booleans(), st.none()))


@given(FACTS, FACTS)
def test_facts_have_one_form_and_different_ones_another(one, other):
	assert canonical_json(one) == canonical_json(dict(reversed(one.items())))
	is_same = {key: (type(value), value) for key, value in one.items()} == {
		key: (type(value), value) for key, value in other.items()
	}
	assert (canonical_json(one) == canonical_json(other)) == is_same


@pytest.mark.parametrize("value", [1.5, b"x", {1: 2}, object(), [{"a": 0.1}]])
def test_what_is_written_in_more_than_one_way_is_refused(value):
	with pytest.raises(TypeError):
		canonical_json({"value": value})
