"""What waits for what: circles and orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.work.projects.planning.graph import circle_in, in_order

NAMES = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4, unique=True))


@pytest.mark.parametrize(
	("waiting", "circle"),
	[
		({}, []),
		({"a": ["b"], "b": ["c"]}, []),
		({"a": ["a"]}, ["a"]),
		({"a": ["b"], "b": ["a"]}, ["a", "b"]),
		({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, ["a", "b", "c"]),
		({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, []),
	],
)
def test_a_circle_is_named(waiting, circle):
	assert circle_in(waiting) == circle


@given(GRAPHS)
def test_a_circle_is_one_and_where_there_is_none_all_have_a_place(waiting):
	circle = circle_in(waiting)
	for name, following in zip(circle, [*circle[1:], *circle[:1]], strict=True):
		assert following in waiting[name]
	order = in_order(waiting)
	place = {name: number for number, name in enumerate(order)}
	for name in order:
		assert all(place[each] < place[name] for each in waiting[name] if each in waiting)
	assert (len(order) == len(waiting)) == (not circle)


def test_a_chain_of_thousands_is_no_recursion():
	chain = {str(number): [str(number + 1)] for number in range(5_000)}
	assert circle_in(chain) == []
	assert circle_in(chain | {"5000": ["0"]})
