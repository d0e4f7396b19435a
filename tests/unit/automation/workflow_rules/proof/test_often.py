"""The newest of many runs at the times of a schedule, and how often a rule runs for a record."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.automation.workflow_rules.proof.occasions import History, Row
from frappe_crm_app.automation.workflow_rules.proof.often import Keys, newest_first, runs_at_times, runs_of
from frappe_crm_app.automation.workflow_rules.proof.past import Past
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften
from frappe_crm_app.kit.conditions.present import Present

DAY = datetime(2026, 3, 1)
UTC = ZoneInfo("UTC")
TIMES = [DAY + timedelta(hours=12 * number) for number in range(10)]  # two a day


def keys(how_often: HowOften, monkeypatch: pytest.MonkeyPatch, zone: str = "UTC") -> Keys:
	"""How often, for records “a” and “b” that never moved."""
	module = "frappe_crm_app.automation.workflow_rules.proof.often"
	monkeypatch.setattr(f"{module}.fields_of", lambda _doctype: {})
	monkeypatch.setattr(f"{module}.link_of_subject", lambda _doctype: None)
	rows = {name: Row(name, DAY, name, True, {}, {}) for name in "ab"}
	history = History(rows, {}, Past(lambda _about, text: text))
	return Keys(how_often, "Deal", history, Present(DAY, ZoneInfo(zone), UTC))


stretches = st.lists(st.integers(0, 30), max_size=8).map(
	lambda edges: [
		range(start, end)
		for start, end in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)
		if start < end
	]
)


@given(st.dictionaries(st.sampled_from("abc"), stretches), st.integers(0, 40))
def test_the_newest_come_first_and_no_more_than_wanted(kept, most):
	every = sorted(((-place, name) for name, each in kept.items() for one in each for place in one))
	found = list(newest_first(kept, most))
	assert [place for place, _name in found] == [place for place, _name in every[:most]]
	assert set(found) <= set(every)
	assert len(set(found)) == len(found)


@pytest.mark.parametrize(
	("how_often", "expected"), [(HowOften.EVERY_TIME, 6), (HowOften.ONCE, 1), (HowOften.ONCE_A_DAY, 5)]
)
def test_times_of_a_schedule_count_as_often_as_the_rule_says(how_often, expected, monkeypatch):
	runs = runs_at_times({"a": [range(1, 5), range(7, 9)]}, TIMES, keys(how_often, monkeypatch), 100)
	assert (runs.total, len(runs.newest)) == (expected, expected)
	assert [on for on, _name in runs.newest] == sorted((on for on, _name in runs.newest), reverse=True)


@pytest.mark.parametrize(
	("how_often", "expected"), [(HowOften.EVERY_TIME, 4), (HowOften.ONCE, 2), (HowOften.ONCE_A_DAY, 3)]
)
def test_occasions_count_as_often_as_the_rule_says(how_often, expected, monkeypatch):
	hits = [(TIMES[0], "a"), (TIMES[1], "a"), (TIMES[2], "a"), (TIMES[1], "b")]
	runs = runs_of(hits, keys(how_often, monkeypatch), 100)
	assert runs.total == expected
	assert runs.newest[-1] == (TIMES[0], "a")


def test_days_are_those_of_the_owner_s_calendar(monkeypatch):
	hits = [(DAY + timedelta(hours=hour), "a") for hour in (4, 6)]  # before and after midnight in New York
	assert runs_of(hits, keys(HowOften.ONCE_A_DAY, monkeypatch, "America/New_York"), 100).total == 2
