"""Reads back what Version keeps of a value: a text, as it was shown to people. Nothing is guessed."""

import re
from contextlib import suppress
from datetime import date, datetime

import frappe
from frappe.utils import cint, cstr, flt, format_datetime, get_user_date_format
from frappe.utils.data import fmt_money
from frappe.utils.dateutils import dateformats

from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import Kind

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d$")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$")
NUMBER = re.compile(r"-?\d[\d.,'’\s\u00a0\u202f]*")
TIMES = ("%H:%M:%S", "%H:%M")


class KeptTexts:
	"""Reads texts, each once: a year of edits has few different ones."""

	def __init__(self) -> None:
		self.known: dict[tuple[str, str, object], object] = {}

	def __call__(self, about: ConditionField, text: object) -> object:
		key = (about.doctype, about.fieldname, text if isinstance(text, str | int | float) else cstr(text))
		if key not in self.known:
			self.known[key] = read(about, text)
		return self.known[key]


def read(about: ConditionField, text: object) -> object:
	"""Return the value of which a text was kept, `UNKNOWN` where that cannot be told surely."""
	if text is None or text == "":
		return None
	return READERS[about.kind](about, text)


def read_flag(_about: ConditionField, text: object) -> object:
	return cint(text)


def read_link(_about: ConditionField, text: object) -> object:
	return cstr(text)


def read_text(about: ConditionField, text: object) -> object:
	"""Return a text; line breaks of some are kept as markup."""
	return re.sub(r"<br\s*/?>", "\n", cstr(text))


def read_choice(about: ConditionField, text: object) -> object:
	"""Return what was chosen, which was kept in somebody's language."""
	options = (about.options or "").split("\n")
	if text in options:
		return text
	meant = [each for each in options if text in (frappe._(each), frappe._(each, context=about.doctype))]
	return meant[0] if len(meant) == 1 else UNKNOWN


def read_number(about: ConditionField, text: object) -> object:
	"""Return the only number that is written so."""
	if isinstance(text, int | float):
		return text
	found = NUMBER.findall(cstr(text))
	if len(found) != 1:
		return UNKNOWN
	written = found[0].strip()
	meant = {value for value in numbers_of(written) if written in ways_to_write(about, value)}
	return meant.pop() if len(meant) == 1 else UNKNOWN


def numbers_of(written: str) -> set[float]:
	"""Return the numbers that this may be: its last mark may begin the decimals, or mark thousands."""
	digits = re.sub(r"[^\d-]", "", written)
	decimals = re.search(r"[.,](\d+)$", written)
	values = {flt(digits)}
	return values | {flt(f"{digits[: -len(decimals[1])]}.{decimals[1]}")} if decimals else values


def ways_to_write(about: ConditionField, value: float) -> set[str]:
	"""Return how a number is shown, without its currency."""
	precision = frappe.get_meta(about.doctype).get_field(about.fieldname)
	places = cint(precision.precision) if precision and precision.precision else None
	shown = {fmt_money(value, precision=each) for each in (places, 0, 2)}
	return {match.strip() for text in shown for match in NUMBER.findall(text)} | {f"{value:g}", str(value)}


def read_date(_about: ConditionField, text: object) -> object:
	"""Return a day, written as the site's format has it or as it is stored."""
	given = cstr(text)
	if ISO_DATE.match(given):
		return date.fromisoformat(given)
	moment = parsed(given, [shape_of_days()])
	return moment.date() if moment else UNKNOWN


def read_moment(_about: ConditionField, text: object) -> object:
	"""Return a moment; fractions of a second are not kept."""
	given = cstr(text)
	if ISO_MOMENT.match(given):
		return datetime.fromisoformat(given)
	moment = parsed(given, [f"{shape_of_days()} {time}" for time in TIMES])
	return moment if moment and format_datetime(moment) == given else UNKNOWN


def shape_of_days() -> str:
	"""Return the site's format of days, as Python reads it."""
	return dateformats.get(get_user_date_format() or "", "%Y-%m-%d")


def parsed(text: str, shapes: list[str]) -> datetime | None:
	"""Return the moment that one of these formats makes of a text."""
	for shape in shapes:
		with suppress(ValueError):
			return datetime.strptime(text, shape)
	return None


READERS = {
	Kind.FLAG: read_flag,
	Kind.LINK: read_link,
	Kind.TEXT: read_text,
	Kind.CHOICE: read_choice,
	Kind.NUMBER: read_number,
	Kind.DATE: read_date,
	Kind.MOMENT: read_moment,
}
