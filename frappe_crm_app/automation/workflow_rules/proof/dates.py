"""Dates of records that came: each value that a field held, at its moment, or as soon as it was held.

A day comes as it begins for the rule's owner, and one that is entered on that day has come, too; so does `triggers.py` look. Events that
time brings come by the site's clock, and of what is late already as soon as it is so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from frappe import _
from pypika.queries import Table
from pypika.terms import Criterion

from frappe_crm_app.automation.workflow_rules.proof.edits import Wanted, names_edited
from frappe_crm_app.automation.workflow_rules.proof.occasions import Happening, History, Row
from frappe_crm_app.automation.workflow_rules.proof.past import NEVER_KEPT, UNKNOWN, Segment
from frappe_crm_app.kit.conditions.fields import ConditionField, fields_of
from frappe_crm_app.kit.conditions.held import Kind, held_value
from frappe_crm_app.kit.conditions.present import Present

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OfADate:
	"""A date of a record comes, so many days after it; or its day is over.

	`while_` are fields with the values that they have to hold then; `is_late` where what has come before it was held comes at once.
	"""

	doctype: str
	fieldname: str
	days: int = 0
	is_day_over: bool = False
	while_: tuple[tuple[str, str], ...] = ()
	is_late: bool = False
	is_edits: bool = False
	is_moves: bool = False

	@property
	def paths(self) -> tuple[str, ...]:
		return (self.fieldname, *dict(self.while_))

	@property
	def about(self) -> ConditionField:
		"""The field that holds the date."""
		return fields_of(self.doctype)[self.fieldname]

	@property
	def unknown(self) -> tuple[str, ...]:
		if self.fieldname not in NEVER_KEPT:
			return ()
		return (
			_("What {0} was before is not kept: only what records hold now was counted.").format(
				self.about.label
			),
		)

	def among(self, record: Table, since: datetime) -> Criterion:
		"""Return the criterion of records that hold such a date now, or held one."""
		column, wanted = record[self.fieldname], Wanted()
		wanted.add([self.about])
		first = since - timedelta(days=self.days + 2)
		holds_now = column.isnotnull() & ((column >= first) | (record.creation >= since))
		if not wanted.fields:
			return holds_now
		return holds_now | record.name.isin(names_edited(wanted, self.doctype, since))

	def happenings(
		self, history: History, _kept: object, since: datetime, present: Present
	) -> Iterator[Happening]:
		for row in history.rows.values():
			seen = set()
			for segment in self.segments(history, row, present.now):
				on = self.comes(segment, present)
				if (
					on
					and since <= on <= present.now
					and segment.value not in seen
					and self.is_so(history, row, on)
				):
					seen.add(segment.value)
					yield Happening(row.name, on, *self.told(segment.value))

	def segments(self, history: History, row: Row, end: datetime) -> Iterator[Segment]:
		"""Yield what the field held."""
		now = row.values.get(self.fieldname)
		if self.fieldname in NEVER_KEPT:
			yield Segment(row.created, end, now)
		else:
			yield from history.past.segments(self.about, row.name, row.created, now, end)

	def comes(self, segment: Segment, present: Present) -> datetime | None:
		"""Return when a value came that was held, `None` where it did not."""
		if segment.value is UNKNOWN:
			return None
		held = held_value(self.about.kind, segment.value)
		if held is None:
			return None
		begins, ends = self.span(held, present)
		on = max(begins, segment.start)
		return (
			on
			if on < segment.end
			and (self.is_late or ends is None or on < ends)
			and self.is_in_time(begins, segment, ends)
			else None
		)

	def is_in_time(self, begins: datetime, segment: Segment, ends: datetime | None) -> bool:
		"""Return whether a moment, which has no day, had not passed as the value was entered."""
		return self.is_late or ends is not None or begins >= segment.start

	def span(self, held: date, present: Present) -> tuple[datetime, datetime | None]:
		"""Return when a date comes, and until when it is still news that it has."""
		later = timedelta(days=self.days)
		if self.is_day_over:
			day = held.date() if isinstance(held, datetime) else held
			return datetime.combine(day + ONE_DAY + later, time.min), None
		if self.about.kind == Kind.MOMENT:
			return held + later, None
		return present.begins(held + later), present.begins(held + later + ONE_DAY)

	def is_so(self, history: History, row: Row, on: datetime) -> bool:
		"""Return whether the record held besides what it has to."""
		return all(history.value_at(row, history.fields[path], on) == value for path, value in self.while_)

	def told(self, value: object) -> tuple[Mapping, Mapping]:
		"""Return what an occasion tells before and after: of events, the date."""
		return ({self.fieldname: value}, {self.fieldname: value}) if self.is_late else ({}, {})
