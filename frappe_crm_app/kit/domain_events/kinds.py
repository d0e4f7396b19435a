"""The registry of kinds: what may happen, declared by the capability that owns the record (hook `crm_event_kinds`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import frappe

from frappe_crm_app.kit.domain_events.changes import Change, Condition
from frappe_crm_app.kit.meeting_points import Point


@dataclass(frozen=True)
class Kind:
	"""One kind of event: `<record>.<what>`, the DocType that it is about, and what people call it.

	`label` is a lazily translated text (`_lt`). `fields` are those whose values before and after it carries; empty for whatever
	changed. `happened` says of a change whether this is what happened; `None` where whoever does it says so.
	"""

	name: str
	doctype: str
	label: object
	fields: tuple[str, ...] = ()
	happened: Condition | None = None

	def carried(self, change: Change) -> dict[str, list]:
		"""Return the `{field: [before, after]}` that an event of this kind carries."""
		pairs = change.differences if self.happened else change.pairs
		return {name: pair for name, pair in pairs.items() if name in self.fields} if self.fields else pairs


def all_kinds() -> Mapping[str, Kind]:
	"""Return every kind by its name, in the order of the hooks; sends no statement."""
	return read(tuple(frappe.get_hooks(Point.EVENT_KINDS)))


@lru_cache(maxsize=8)
def read(paths: tuple[str, ...]) -> Mapping[str, Kind]:
	"""Return the kinds declared under these dotted paths, each a tuple of them."""
	return {kind.name: kind for path in paths for kind in frappe.get_attr(path)}


def kinds_of(doctype: str) -> list[Kind]:
	"""Return the kinds that a change of such a record may be."""
	return [kind for kind in all_kinds().values() if kind.doctype == doctype and kind.happened]


def offered() -> list[dict]:
	"""Return `{name, doctype, label, fields}` of every kind, in the user's language."""
	return [
		{
			"name": kind.name,
			"doctype": kind.doctype,
			"label": str(kind.label),
			"fields": list(kind.fields),
		}
		for kind in all_kinds().values()
	]
