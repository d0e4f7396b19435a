"""What comes in must be storable: dates, numbers and texts are read or refused before a database gets to see them."""

import math
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, get_system_timezone

from frappe_crm_app.kit.dates import read_moment
from frappe_crm_app.kit.exceptions import UnreadableDateError, UnreadableNumberError, UnreadableTextError
from frappe_crm_app.kit.storable_texts import is_storable

LONGEST_SEARCH = 140  # characters that a search looks for
NUMERIC_TYPES = ("Int", "Float", "Currency", "Percent")
TEXT_TYPES = ("Data", "Small Text", "Text", "Long Text")
# Bytes that MariaDB's TEXT holds, which Frappe makes of these field types.
LONGEST_TEXT = {"Small Text": 65_535, "Text": 65_535}
NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d{1,3})?")
ISO_FORMAT = "yyyy-mm-dd"


def read_values(doc: Document) -> None:
	"""Turn what came as text (REST, import) into the dates and numbers it means, or refuse it in one sentence.

	Left to themselves, a bad date or text reaches the database, whose refusal nobody can read, and a bad number is
	silently stored as 0. Raises `UnreadableDateError`, `UnreadableNumberError` or `UnreadableTextError`.
	"""
	for field in doc.meta.fields:
		value = doc.get(field.fieldname)
		if value is None:
			continue
		if field.fieldtype in ("Date", "Datetime"):
			doc.set(field.fieldname, read_date(value, field))
		elif field.fieldtype in NUMERIC_TYPES:
			doc.set(field.fieldname, read_number(value, field))
		elif field.fieldtype in TEXT_TYPES:
			doc.set(field.fieldname, read_text(value, field))


def read_date(value: object, field: Document) -> date | datetime | None:
	"""Return the date or moment that `value` means, `None` for an empty text."""
	if isinstance(value, date):
		return value
	text = cstr(value).strip()
	if not text and isinstance(value, str):
		return None
	try:
		moment = in_site_zone(read_moment(text, frappe.get_system_settings("date_format") or ISO_FORMAT))
	except (ValueError, OverflowError, TypeError):
		refuse(
			_("“{0}” is not a date. Write {1} as year-month-day.").format(shown(text), _(field.label)),
			UnreadableDateError,
		)
	return moment.date() if field.fieldtype == "Date" else moment


def in_site_zone(moment: datetime) -> datetime:
	"""Return the moment in the site's time zone, as Frappe stores it; a text may name its own zone (`...Z`)."""
	if not moment.tzinfo:
		return moment
	return moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


def read_number(value: object, field: Document) -> object:
	"""Return the number that `value` means; thousands may be marked by commas, decimals by a point."""
	text = cstr(value).strip()
	is_number = isinstance(value, int | float) or (NUMBER.fullmatch(text) and text[-1:].isdigit())
	if text and not is_number:
		refuse(
			_("“{0}” is not a number. Write {1} in digits, with a point before decimals.").format(
				shown(text), _(field.label)
			),
			UnreadableNumberError,
		)
	number = float(text.replace(",", "") or 0) if isinstance(value, str) else value
	if not is_finite(number):
		refuse(_("{0} is too large or no number.").format(_(field.label)), UnreadableNumberError)
	if field.fieldtype != "Int":
		return number
	if number != int(number):
		refuse(
			_("“{0}” is no whole number. Write {1} in digits.").format(shown(text), _(field.label)),
			UnreadableNumberError,
		)
	return int(number)


def is_finite(number: int | float) -> bool:
	"""Return whether a number can be reckoned with; one of more digits than a float has room for cannot."""
	try:
		return math.isfinite(number)
	except OverflowError:
		return False


def read_text(value: object, field: Document) -> str:
	"""Return `value` as text that a database can store."""
	text = cstr(value)
	if not is_storable(text):
		refuse(_("{0} holds characters that cannot be stored.").format(_(field.label)), UnreadableTextError)
	length = len(text.encode())
	if length > LONGEST_TEXT.get(field.fieldtype, length):
		refuse(_("{0} is too long.").format(_(field.label)), UnreadableTextError)
	return text


def searched_text(text: object) -> str:
	"""Return what to search for: of a text that no title is as long as, the beginning; `""` for no text or half a character."""
	if not isinstance(text, str) or "\0" in text:
		return ""
	return text.encode(errors="ignore").decode().strip()[:LONGEST_SEARCH]


def shown(text: str) -> str:
	"""Return `text` as it may stand in a message."""
	return frappe.utils.escape_html(text[:100].encode(errors="replace").decode())


def refuse(sentence: str, error: type[Exception]) -> None:
	"""Raise `error` with its sentence."""
	frappe.throw(sentence, error, title=_("Invalid Value"))


def is_blank(value: object) -> bool:
	"""Return whether a person would call this empty: nothing, 0, or a text of spaces, tags and invisible characters."""
	if isinstance(value, str):
		text = frappe.utils.strip_html(value)
		return not any(character.isprintable() and not character.isspace() for character in text)
	return not value


def is_changed(doc: Document, fieldname: str) -> bool:
	"""Return whether the value differs from the stored one; on a new record, whether there is one."""
	before = doc.get_doc_before_save()
	return (doc.get(fieldname) or None) != ((before.get(fieldname) or None) if before else None)
