"""The days that are over and not written yet. All moments are stored in the time zone of the site, so its days are cut out of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import getdate

DAY = timedelta(days=1)
DEAL, SNAPSHOT = "CRM Sales Deal", "CRM Deal Snapshot"
TAKEN_UNTIL = "crm_deal_snapshots_until"  # the last day that was written wholly, among the site's defaults


@dataclass(frozen=True)
class Days:
	"""Days in a row, from `first` to `last`."""

	first: date
	last: date

	@property
	def start(self) -> datetime:
		"""The moment with which the first day begins."""
		return start_of(self.first)

	@property
	def first_end(self) -> datetime:
		"""The moment with which the first day is over."""
		return start_of(self.first + DAY)

	@property
	def end(self) -> datetime:
		"""The moment with which all days are over."""
		return start_of(self.last + DAY)

	def __contains__(self, day: date) -> bool:
		return self.first <= day <= self.last


def start_of(day: date) -> datetime:
	"""Return the moment with which a day begins."""
	return datetime.combine(day, time.min)


def missing_days() -> Days | None:
	"""Return the days to write: from the one after the last that was written wholly to yesterday; `None` where there are none."""
	yesterday = getdate() - DAY
	first = first_missing_day() or yesterday
	return Days(first, yesterday) if first <= yesterday else None


def first_missing_day() -> date | None:
	"""Return the first day not written wholly; `None` before the first one of all: what was before is not known."""
	until = frappe.db.get_default(TAKEN_UNTIL)
	if until:
		return getdate(until) + DAY
	snapshot = frappe.qb.DocType(SNAPSHOT)
	return frappe.qb.from_(snapshot).select(Max(snapshot.day)).run(pluck=True)[0]


def note_taken(days: Days) -> None:
	"""Remember that these days are written wholly."""
	frappe.db.set_default(TAKEN_UNTIL, days.last.isoformat())
