"""The site's own fields of a contact, as a column fills them (pure).

What cannot be read surely is refused: a number or date is not guessed from how somebody else writes it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from frappe_crm_app.intake.contact_import.columns import header_key
from frappe_crm_app.kit.dates import read_moment

TEXTS = {"Data": 140, "Small Text": 1000, "Text": 10_000, "Long Text": 100_000}
WHOLE = re.compile(r"[+-]?\d{1,9}")
DECIMAL = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,9})?")
ORDERS = ("dd-mm-yyyy", "mm-dd-yyyy")
SPELLED_YES = "1 true yes y x ja oui si sim unsubscribed opted-out opt-out wahr vrai verdadero verdadeiro"
SPELLED_NO = "false no n nein non nao subscribed falsch faux falso"
YES, NO = (frozenset(words.split()) for words in (SPELLED_YES, SPELLED_NO))
READABLE = frozenset({*TEXTS, "Select", "Int", "Float", "Check", "Date"})


@dataclass(frozen=True)
class OwnField:
	"""A field that the site has added to contacts; `options` are those of a Select."""

	fieldname: str
	label: str
	fieldtype: str
	options: tuple[str, ...] = ()

	def read(self, text: str) -> str | int | float | date:
		"""Return the value of a cell, which is not empty; raises `ValueError`."""
		if self.fieldtype in TEXTS:
			return read_text(text, TEXTS[self.fieldtype])
		return READERS[self.fieldtype](text) if self.fieldtype in READERS else read_option(text, self.options)

	@property
	def empty(self) -> int | float | None:
		"""Return what the field holds where nothing was given."""
		return 0 if self.fieldtype in ("Int", "Float", "Check") else None


def read_text(text: str, longest: int) -> str:
	"""Return a text that is short enough."""
	if len(text) > longest:
		raise ValueError(text)
	return text


def read_option(text: str, options: tuple[str, ...]) -> str:
	"""Return the option that is meant."""
	for option in options:
		if option.casefold() == text.casefold():
			return option
	raise ValueError(text)


def read_whole(text: str) -> int:
	"""Return a whole number."""
	if not WHOLE.fullmatch(text):
		raise ValueError(text)
	return int(text)


def read_decimal(text: str) -> float:
	"""Return a number with a point, if anything, before its decimals."""
	if not DECIMAL.fullmatch(text):
		raise ValueError(text)
	return float(text)


def read_yes(text: str) -> int:
	"""Return whether the text says yes."""
	if text.casefold() in YES:
		return 1
	if text.casefold() in NO:
		return 0
	raise ValueError(text)


def read_day(text: str) -> date:
	"""Return the day of a date that means one day in whatever order it is written."""
	days = {moment.date() for order in ORDERS if (moment := moment_in(text, order))}
	if len(days) != 1:
		raise ValueError(text)
	return days.pop()


def moment_in(text: str, order: str) -> datetime | None:
	"""Return the moment that the text is in this order of day and month, `None` where it is none."""
	try:
		return read_moment(text, order)
	except ValueError:
		return None


READERS = {"Int": read_whole, "Float": read_decimal, "Check": read_yes, "Date": read_day}


def by_header_key(fields: Mapping[str, OwnField]) -> dict[str, str]:
	"""Return `{header's key: fieldname}` by which columns of these fields are known."""
	return {
		header_key(name): field.fieldname
		for field in fields.values()
		for name in (field.fieldname, field.label)
	}
