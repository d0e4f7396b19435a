"""Random numbers that are the same in every run."""

from random import Random

SEED = "crm-demo"


def stream(purpose: str) -> Random:
	"""Return the stream for one purpose, so that a change to one kind of row leaves the others as they are."""
	return Random(f"{SEED}/{purpose}")


def branch(random: Random) -> Random:
	"""Return a stream of its own for draws whose number depends on the calendar: `random` goes one step, always."""
	return Random(random.getrandbits(64))
