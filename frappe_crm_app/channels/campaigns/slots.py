"""Places in a text where something of the person stands: `{{ first_name }}`, or `{{ first_name or "there" }}` (pure).

A text is read once and filled for each recipient. What is filled in is a value, never a template.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

SLOT = re.compile(
	r"""\{\{\s*([A-Za-z_]\w*)\s*(?:or\s*(?:"([^"{}]{0,200})"|'([^'{}]{0,200})'|“([^”{}]{0,200})”))?\s*\}\}"""
)
BEGIN = "{{"  # that alone: CSS may end in two braces
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class SlotError(ValueError):
	"""A text with a place that cannot be filled; `place` is what is written there, `is_unknown` says that no such field is offered."""

	def __init__(self, place: str, is_unknown: bool = False) -> None:
		super().__init__(place)
		self.place = place
		self.is_unknown = is_unknown


@dataclass(frozen=True, slots=True)
class Slot:
	"""A place for a field; `fallback` stands there for whom it is empty."""

	name: str
	fallback: str = ""


@dataclass(frozen=True, slots=True)
class Template:
	"""A text as texts and slots by turns."""

	parts: tuple[str | Slot, ...]

	@property
	def slots(self) -> list[Slot]:
		return [part for part in self.parts if isinstance(part, Slot)]

	def fill(self, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
		"""Return the text with these values, or the fallbacks, in its places; both are escaped."""
		return "".join(
			part if isinstance(part, str) else escape(value_of(part, values)) for part in self.parts
		)

	def missing(self, values: Mapping[str, str]) -> list[str]:
		"""Return the fields that are empty and have no fallback."""
		empty = (slot.name for slot in self.slots if not value_of(slot, values))
		return list(dict.fromkeys(empty))


def value_of(slot: Slot, values: Mapping[str, str]) -> str:
	"""Return what stands in a place."""
	return CONTROL.sub("", str(values.get(slot.name) or "")).strip() or slot.fallback


def read_template(text: str, names: Collection[str]) -> Template:
	"""Return a text that may have these fields in its places; raises `SlotError`."""
	return Template(tuple(parts_of(text or "", names)))


def parts_of(text: str, names: Collection[str]) -> Iterator[str | Slot]:
	"""Yield what a text consists of."""
	end = 0
	for found in SLOT.finditer(text):
		if found.start() > end:
			yield without_marks(text[end : found.start()])
		if found[1] not in names:
			raise SlotError(found[0], is_unknown=True)
		yield Slot(found[1], next((said for said in found.groups()[1:] if said), ""))
		end = found.end()
	if end < len(text):
		yield without_marks(text[end:])


def without_marks(text: str) -> str:
	"""Return a text between slots; raises `SlotError` where something looks like one and is none."""
	start = text.find(BEGIN)
	if start >= 0:
		raise SlotError(text[start : start + 60].strip())
	return text
