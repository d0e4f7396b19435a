"""What comes in as text and must be stored as something else, checked before a database gets to see it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, get_system_timezone, getdate


class UnreadableDateError(frappe.ValidationError):
	"""The text is no date."""


def read_datetime(text: str) -> datetime | None:
	"""Return the moment in the site's time zone, as Frappe stores it; a text may name its own zone (`...Z`)."""
	moment = get_datetime(text)
	if not moment or not moment.tzinfo:
		return moment
	return moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


READERS = {"Date": getdate, "Datetime": read_datetime}


def read_dates(doc: Document) -> None:
	"""Turn the record's dates that came as text (REST, import) into dates, or raise `UnreadableDateError`.

	Left to itself, such a text reaches the database, whose refusal is no sentence that a user could read.
	"""
	for field in doc.meta.get("fields", {"fieldtype": ("in", list(READERS))}):
		value = doc.get(field.fieldname)
		if not isinstance(value, str):
			continue
		try:
			read = READERS[field.fieldtype](value.strip()) if value.strip() else None
		except (ValueError, OverflowError, TypeError, frappe.ValidationError):
			read = None
		if value.strip() and not read:
			refuse_date(value, field.label)
		doc.set(field.fieldname, read)


def refuse_date(text: str, label: str) -> None:
	"""Raise `UnreadableDateError` in one sentence, without those that Frappe's parser left behind."""
	frappe.clear_messages()
	frappe.throw(
		_("“{0}” is not a date. Write {1} as year-month-day.").format(
			frappe.utils.escape_html(text), _(label)
		),
		UnreadableDateError,
		title=_("Invalid Date"),
	)
