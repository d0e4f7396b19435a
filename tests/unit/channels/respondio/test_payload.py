"""Events are read leniently, whatever is in them."""

from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.channels.respondio.payload import EventType, as_moment, read_event, text_of

JSON = st.recursive(
	st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10),
	lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
	max_leaves=4,
)
NAMES = ("event_type", "contact", "message", "conversation", "channel", "lifecycle", "assignee")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON)))
def test_nothing_that_json_can_say_breaks_the_reading(body):
	event = read_event(body)
	assert "\x00" not in event.detail


@given(st.sampled_from(list(EventType)), JSON, JSON)
def test_nor_does_anything_within_an_event_that_is_noted(kind, inner, other):
	contact = {"id": inner, "firstName": other}
	read_event(
		{
			"event_type": kind,
			"contact": contact,
			"message": {"message": inner, "timestamp": other},
			"assignee": {"id": other},
		}
	)


@pytest.mark.parametrize(
	"value",
	[1_760_000_000, 1_760_000_000_000, "1760000000", "2025-10-09T08:53:20Z", "2025-10-09T10:53:20+02:00"],
)
def test_a_moment_is_read_in_all_its_ways(value):
	assert as_moment(value) == datetime(2025, 10, 9, 8, 53, 20, tzinfo=timezone.utc)


@pytest.mark.parametrize("value", [None, "", "soon", {}, [], 1e300, float("nan")])
def test_what_is_no_moment_is_none(value):
	assert as_moment(value) is None


def test_texts_hold_nothing_that_a_database_refuses():
	assert text_of("a\x00b\ud800c\nd") == "abc\nd"
