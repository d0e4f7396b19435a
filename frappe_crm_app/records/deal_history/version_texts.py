"""Reads back what Version keeps of the values of a deal: texts, as they were shown to people.

Nothing is guessed: a text is taken for the value that is shown so. What a later edit left, and what is known of it, must agree.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime

import frappe
from frappe.utils import cstr, getdate
from frappe.utils.dateutils import dateformats

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import ForecastCategory
from frappe_crm_app.records.deal_history.days import DEAL

READ = (
	*("deal_owner", "probability", "forecast_category", "expected_close_date"),
	*("value", "currency", "base_value", "base_currency"),
)
NUMERIC = ("Currency", "Percent")
NUMBER = re.compile(r"-?\d[\d.,'’\s\u00a0\u202f]*")


class UnreadableTextError(Exception):
	"""The text does not tell surely which value it stands for."""


def former_values(state: Mapping, changed: Sequence[Sequence]) -> dict[str, object]:
	"""Return `{fieldname: value}` of what `state`, which is as after an edit, was before it by its `[fieldname, before, after]`.

	Raises `UnreadableTextError`.
	"""
	changes = {fieldname: (before, after) for fieldname, before, after in changed if fieldname in READ}
	former = dict(state)
	# Amounts are shown in the currency of their time, so currencies come first.
	for fieldname in sorted(changes, key=lambda name: not name.endswith("currency")):
		before, after = changes[fieldname]
		if not is_shown_as(state[fieldname], after, fieldname, state):
			raise UnreadableTextError(fieldname)
		former[fieldname] = read(before, fieldname, former)
	return {fieldname: former[fieldname] for fieldname in changes}


def read(text: object, fieldname: str, state: Mapping) -> object:
	"""Return the value that is shown as `text`."""
	if not text:
		return None if not is_numeric(fieldname) else 0
	for value in candidates(cstr(text), fieldname):
		if is_shown_as(value, text, fieldname, state):
			return value
	raise UnreadableTextError(fieldname)


def is_shown_as(value: object, text: object, fieldname: str, state: Mapping) -> bool:
	"""Return whether this value is shown as `text`; what is empty is kept as it is."""
	if not text or not value:
		return not text and not value
	field = frappe.get_meta(DEAL).get_field(fieldname)
	if fieldname == "forecast_category":
		return cstr(text) in (value, frappe._(value, context=DEAL))
	currency = state.get(field.options) if field.fieldtype == "Currency" else None
	return cstr(frappe.format_value(value, field, currency=currency)) == cstr(text)


def candidates(text: str, fieldname: str) -> Iterator[object]:
	"""Yield the values that may be meant."""
	fieldtype = frappe.get_meta(DEAL).get_field(fieldname).fieldtype
	if fieldtype == "Date":
		yield from dates_in(text)
	elif fieldtype in NUMERIC:
		yield from numbers_in(text)
	elif fieldname == "forecast_category":
		yield from map(str, ForecastCategory)
	else:
		yield text


def dates_in(text: str) -> Iterator[date]:
	"""Yield the date that the site's format makes of a text."""
	shape = dateformats.get(frappe.utils.get_user_date_format() or "")
	with suppress(ValueError):
		yield datetime.strptime(text, shape).date() if shape else getdate(text)


def numbers_in(text: str) -> Iterator[float]:
	"""Yield the numbers that a text may mean: its last mark may begin the decimals, or mark thousands."""
	for found in NUMBER.findall(text):
		whole = re.sub(r"[^\d-]", "", found)
		decimals = re.search(r"[.,](\d*)\s*$", found)
		if decimals and decimals[1]:
			digits = len(decimals[1])
			yield float(f"{whole[:-digits]}.{decimals[1]}")
		yield float(whole)


def is_numeric(fieldname: str) -> bool:
	"""Return whether the field holds numbers."""
	return frappe.get_meta(DEAL).get_field(fieldname).fieldtype in NUMERIC
