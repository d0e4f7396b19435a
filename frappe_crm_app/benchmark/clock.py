"""Times calls in turns, so that a machine's bad moments hit both alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

Call = Callable[[], object]
PATIENCE = 20.0
FEW_ROUNDS = 3


@dataclass(frozen=True)
class Figures:
	"""How long a call takes, in seconds, and how many statements it sends."""

	median: float
	p95: float
	queries: int

	@classmethod
	def of(cls, seconds: list[float], queries: int) -> "Figures":
		return cls(median(seconds), percentile_95(seconds), queries)


def percentile_95(seconds: list[float]) -> float:
	"""Return what 95 of 100 calls do not exceed; of few calls, the longest."""
	return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


def in_turns(
	calls: list[Call], rounds: int, warm_up: int, before: Call, after: Call, patience: float = PATIENCE
) -> list[list[float]]:
	"""Return the seconds of each call, round by round; `before` and `after` each of them are not timed.

	After `patience` seconds a few rounds are enough.
	"""
	seconds: list[list[float]] = [[] for _call in calls]
	end = time.perf_counter() + patience
	for number in range(rounds + warm_up):
		if number >= FEW_ROUNDS + warm_up and time.perf_counter() > end:
			break
		for place, call in enumerate(calls):
			before()
			taken = timed(call)
			after()
			if number >= warm_up:
				seconds[place].append(taken)
	return seconds


def timed(call: Call) -> float:
	"""Return the seconds that a call takes."""
	started = time.perf_counter()
	call()
	return time.perf_counter() - started
