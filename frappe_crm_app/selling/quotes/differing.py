"""Which lines of two versions of a quote differ (no frappe)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frappe_crm_app.kit.enums import StrEnum

COMPARED = (
	"title",
	"description",
	"group_title",
	"quantity",
	"unit",
	"unit_price",
	"discount_percent",
	"tax_rate",
	"recurrence",
	"is_optional",
)
Values = Mapping[str, object]


class Difference(StrEnum):
	"""What became of a line."""

	ADDED = "Added"
	REMOVED = "Removed"
	CHANGED = "Changed"


@dataclass(frozen=True)
class LineDifference:
	"""What became of one line: `changes` are `{field: [before, after]}` of one that was changed."""

	what: Difference
	title: str
	changes: Mapping[str, list]
	before: str | None = None
	after: str | None = None
	"""The names of its rows in the two versions."""


def differences(old: Sequence[Values], new: Sequence[Values]) -> list[LineDifference]:
	"""Return how the lines differ, in the order of the new ones, then those that are gone.

	The same line is that which says it comes from the old one (`comes_from`), else one of the same product or title.
	"""
	pairs, left = matched(old, new)
	found = [difference for before, after in pairs if (difference := compared(before, after))]
	return found + [LineDifference(Difference.REMOVED, row["title"], {}, row["name"]) for row in left]


def matched(
	old: Sequence[Values], new: Sequence[Values]
) -> tuple[list[tuple[Values | None, Values]], list[Values]]:
	"""Return each new line with the old one that it is, `None` where it is none of them, and the old ones that are left."""
	left, found = list(old), {}
	for is_same in (came_from, is_alike, has_same_product, has_same_title):
		for place, row in enumerate(new):
			before = next((each for each in left if place not in found and is_same(each, row)), None)
			if before is not None:
				found[place] = before
				left = [each for each in left if each is not before]
	return [(found.get(place), row) for place, row in enumerate(new)], left


def came_from(old: Values, new: Values) -> bool:
	return bool(new.get("comes_from")) and new["comes_from"] == old["name"]


def is_alike(old: Values, new: Values) -> bool:
	return not new.get("comes_from") and not changes_between(old, new)


def has_same_product(old: Values, new: Values) -> bool:
	return not new.get("comes_from") and bool(old.get("product")) and old["product"] == new.get("product")


def has_same_title(old: Values, new: Values) -> bool:
	return not new.get("comes_from") and old["title"] == new["title"]


def compared(before: Values | None, after: Values) -> LineDifference | None:
	"""Return how a line differs from what it was, `None` where it does not."""
	if before is None:
		return LineDifference(Difference.ADDED, after["title"], {}, None, after["name"])
	changes = changes_between(before, after)
	if not changes:
		return None
	return LineDifference(Difference.CHANGED, after["title"], changes, before["name"], after["name"])


def changes_between(before: Values, after: Values) -> dict[str, list]:
	"""Return `{field: [before, after]}` of what differs; empty, 0 and nothing are the same."""
	pairs = {field: [before.get(field) or None, after.get(field) or None] for field in COMPARED}
	return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
