"""What a capability writes so that its records stand in the one calendar (hook `crm_calendar_sources`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Dropped:
	"""Where somebody dropped an entry: moments of the site's clock, of a whole day its midnight.

	`occurrence` says which of a series it is, as its entry said; `is_whole_series` that all of the series moves.
	"""

	starts: datetime
	ends: datetime | None = None
	occurrence: str = ""
	is_whole_series: bool = False


@dataclass(frozen=True)
class CalendarSource:
	"""Entries of the calendar that are about records of `doctype`.

	`label`   what they are called together, a lazily translated text (`_lt`)
	`entries` `(begins, ends, filters, people)` -> those between two moments of the site's clock that the reader sees; `filters` are a
	          list's, on this DocType alone, `people` whose they are, `None` for anybody's. Each is `{name, title, starts, ends, all_day,
	          color, editable, occurrence}`: `title` is HTML, the ends are on the site's clock, of whole days `YYYY-MM-DD`, the last one included
	`move`    `(name, dropped)`: what dragging does, by the record's own rules; it asks whether the session's user may
	"""

	doctype: str
	label: object
	entries: Callable[[datetime, datetime, list, frozenset[str] | None], list[dict]]
	move: Callable[[str, Dropped], None]
