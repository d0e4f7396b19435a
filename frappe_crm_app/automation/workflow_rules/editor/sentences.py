"""A rule in plain words."""

from collections.abc import Mapping


def sentence_of(rule: Mapping[str, object]) -> str | None:
	"""Return what a rule says, in a sentence."""
	return None
