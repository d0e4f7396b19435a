"""What a function that does a row may raise, and what an attempt came to."""

from enum import Enum, auto


class Outcome(Enum):
	"""What an attempt came to, for the job that goes on."""

	DONE = auto()
	"""Nothing is owed any more."""
	LEFT = auto()
	"""The row is still owed, or another worker has it: this job leaves it alone."""
	HELD = auto()
	"""Another transaction holds the row's lock."""
	MUST_WAIT = auto()
	"""A limit that all rows share is reached: this job ends."""


class GiveUp(Exception):
	"""The row cannot be done, for the reason given, and trying again would not help; `values` are stored beside it."""

	def __init__(self, reason: str, **values: object) -> None:
		super().__init__(reason)
		self.values = values


class TryLater(Exception):
	"""The row cannot be done now, for the reason given (a sentence; nothing is logged).

	It is tried again after `seconds`; without them this is a failed attempt, which is counted, and the pause grows.
	"""

	def __init__(self, reason: str | None = None, seconds: float | None = None, **values: object) -> None:
		super().__init__(reason or "")
		self.seconds = seconds
		self.values = values


class MustWait(Exception):
	"""A limit shared by all is reached; `seconds` until it is worth asking again."""

	def __init__(self, seconds: float) -> None:
		super().__init__(f"{seconds} s")
		self.seconds = seconds


class LeaseLost(Exception):
	"""The row is another worker's by now, or gone."""
