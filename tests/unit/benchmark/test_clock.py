import pytest

from frappe_crm_app.benchmark.clock import FEW_ROUNDS, Figures, in_turns, percentile_95


def test_calls_take_turns_and_warm_up_does_not_count():
	heard = []

	def say(word):
		return lambda: heard.append(word)

	seconds = in_turns([say("ours"), say("floor")], 2, 1, say("as rep"), say("undone"))
	assert heard == ["as rep", "ours", "undone", "as rep", "floor", "undone"] * 3
	assert [len(taken) for taken in seconds] == [2, 2]


def test_what_comes_before_and_after_is_not_timed():
	seconds = in_turns([lambda: None], 3, 0, lambda: sum(range(300_000)), lambda: sum(range(300_000)))
	assert max(seconds[0]) < 0.001


def test_out_of_patience_a_few_rounds_are_enough():
	seconds = in_turns([lambda: None], 30, 1, lambda: None, lambda: None, patience=0)
	assert len(seconds[0]) == FEW_ROUNDS


def test_p95_is_what_95_of_100_do_not_exceed():
	assert percentile_95([float(number) for number in range(1, 101)]) == pytest.approx(95.05)


def test_one_call_is_its_own_p95():
	assert Figures.of([2.0], 5) == Figures(2.0, 2.0, 5)
