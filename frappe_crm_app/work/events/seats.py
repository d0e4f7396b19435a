"""Who has a seat, and who waits for one (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Coming:
	"""Somebody who said that they come: since when, and whether they waited before."""

	key: str
	since: datetime
	waited: bool
	had_seat: bool


def waiting(coming: Sequence[Coming], capacity: int) -> set[str]:
	"""Return who waits, by their keys: nobody loses a seat, and whoever waited longest gets the next one. 0: all have one."""
	if capacity <= 0:
		return set()
	in_order = sorted(coming, key=lambda each: (not each.had_seat, not each.waited, each.since, each.key))
	free = max(capacity, sum(each.had_seat for each in coming))
	return {each.key for each in in_order[free:]}
