"""Cells of a workbook as its reader sees them: numbers padded with zeros, dates without a time (pure)."""

import re
from datetime import date, datetime, time

MOST_DIGITS = 15  # that a spreadsheet keeps of a number
PATTERN = re.compile(r'(?:[0#\-() +/]|"[^"]*"|\\.)*0(?:[0#\-() +/]|"[^"]*"|\\.)*')
PART_OF_PATTERN = re.compile(r'"([^"]*)"|\\(.)|(.)')


def shown(value: object, number_format: str = "General") -> str:
	"""Return a cell's value as one reads it: 12025550100 and not 12025550100.0, 00123 where that is its format."""
	if value is None:
		return ""
	if isinstance(value, str):
		return value
	if isinstance(value, bool):
		return "TRUE" if value else "FALSE"
	if isinstance(value, int | float):
		return shown_number(value, number_format)
	if isinstance(value, datetime):
		return str(value.date() if value.time() == time.min else value)
	return value.isoformat() if isinstance(value, date) else str(value)


def shown_number(value: float, number_format: str) -> str:
	"""Return a number's digits, put into its format where that is one of digits and marks only (`00000`, `000-000-0000`)."""
	if isinstance(value, float):
		if not value.is_integer():
			return str(value)
		value = int(value)
	if value < 0 or not PATTERN.fullmatch(number_format or ""):
		return str(value)
	return fill_pattern(str(value), number_format)


def fill_pattern(digits: str, pattern: str) -> str:
	"""Return the digits in a pattern's places, from its end; what is left over stands before them."""
	parts = [(quoted or escaped, mark) for quoted, escaped, mark in PART_OF_PATTERN.findall(pattern)]
	places = sum(1 for _text, mark in parts if mark in ("0", "#"))
	padded = digits.rjust(places)
	filled, position = [], len(padded) - places
	for text, mark in parts:
		if mark not in ("0", "#"):
			filled.append(text or mark)
			continue
		digit = padded[position]
		if position == len(padded) - places:
			digit = padded[: position + 1]
		filled.append(digit.strip() or ("0" if mark == "0" else ""))
		position += 1
	return "".join(filled)


def has_lost_digits(value: object) -> bool:
	"""Return whether a number has more digits than a spreadsheet keeps."""
	return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**MOST_DIGITS
