"""When to try again, and when to give up."""

import random
from dataclasses import dataclass

DAY = 86_400
MOST_DOUBLINGS = 30  # beyond it every pause is the longest one


@dataclass(frozen=True)
class Backoff:
	"""Pauses between attempts, in seconds: doubled each time up to the longest, and not all rows at the same moment.

	After `most_attempts` failed ones a row is given up, never where that is `None`.
	"""

	first: float = 60
	longest: float = DAY
	most_attempts: int | None = 8

	def pause_after(self, failed: int) -> float:
		"""Return how long to wait after an attempt that failed when so many had failed before it."""
		return min(self.longest, self.first * 2 ** min(failed, MOST_DOUBLINGS)) * random.uniform(0.5, 1)

	def is_exhausted(self, failed: int) -> bool:
		"""Return whether so many failed attempts are enough."""
		return self.most_attempts is not None and failed >= self.most_attempts
