"""Won and lost cards stand on a board for a while only: what was closed long ago would hide what was closed lately."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime
from pypika.terms import Criterion

from frappe_crm_app.records.pipeline.kinds import DEALS, Kind

SHOWN_DAYS = 90


def shown_since() -> datetime:
	"""Return the beginning of the day since which closed cards are shown."""
	day = now_datetime() - timedelta(days=SHOWN_DAYS)
	return day.replace(hour=0, minute=0, second=0, microsecond=0)


def was_closed_since(kind: Kind, moment: datetime) -> Criterion:
	"""Return the criterion that a record came to its stage since then, and a deal was closed since then, too.

	A deal that was entered or imported today may have been won years ago.
	"""
	record = frappe.qb.DocType(kind.doctype)
	came = record.stage_entered_on >= moment
	return came & (record.closed_on >= moment.date()) if kind is DEALS else came
