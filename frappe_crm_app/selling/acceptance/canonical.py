"""The one way in which facts are written as bytes before they are hashed (pure)."""

import json
from collections.abc import Mapping


def canonical_json(facts: Mapping[str, object]) -> bytes:
	"""Return facts as JSON of which there is one form only: keys in order, no spaces, UTF-8.

	Values are texts, whole numbers, truth values, `None`, and lists and mappings of these. Raises `TypeError` for anything else: a float
	or a moment is written in more than one way, so whoever hashes one gives it as a text.
	"""
	refuse_ambiguous(facts)
	return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def refuse_ambiguous(value: object) -> None:
	"""Raise `TypeError` where something in `value` has no single form."""
	if isinstance(value, Mapping):
		if not all(isinstance(key, str) for key in value):
			raise TypeError("keys are texts")
		for each in value.values():
			refuse_ambiguous(each)
	elif isinstance(value, list | tuple):
		for each in value:
			refuse_ambiguous(each)
	elif not (value is None or isinstance(value, str | int)):
		raise TypeError(f"{type(value).__name__} has no single form")
