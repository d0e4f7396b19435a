"""How values are made comparable, those that Python holds and those that stand in a column (pure).

For each kind there is one function for both; whatever it returns for a column, the database works out as Python does here.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import unique

from pypika import functions
from pypika.terms import Function, Term

from frappe_crm_app.kit.enums import StrEnum

EXACT_COLLATION = "utf8mb4_bin"
DECIMALS = Decimal("1e-9")  # as Frappe stores numbers


@unique
class Kind(StrEnum):
	"""What a field holds, as far as conditions tell it apart."""

	TEXT = "Text"
	CHOICE = "Choice"
	LINK = "Link"
	NUMBER = "Number"
	FLAG = "Flag"
	DATE = "Date"
	MOMENT = "Moment"


DATES = frozenset({Kind.DATE, Kind.MOMENT})
WORDS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.LINK})


class Exactly(Term):
	"""A text compared character by character, which MariaDB does not do by itself."""

	def __init__(self, term: Term) -> None:
		super().__init__()
		self.term = term

	def nodes_(self):
		yield self
		yield from self.term.nodes_()

	def get_sql(self, **options) -> str:
		return f"{self.term.get_sql(**options)} COLLATE {EXACT_COLLATION}"


def held_value(kind: Kind, value: object) -> object:
	"""Return a value as conditions compare it: `str`, `Decimal`, `date`, `datetime`, or `None` for a date that is not filled."""
	if kind in WORDS:
		text = "" if value is None else str(value)
		return folded(text) if kind == Kind.TEXT else text.rstrip(" ")
	if kind == Kind.NUMBER:
		return Decimal(str(value or 0)).quantize(DECIMALS)
	if kind == Kind.FLAG:
		return int(bool(int(value or 0)))
	return day_of(value) if kind == Kind.DATE else moment_of(value)


def held_column(kind: Kind, column: Term, db_type: str) -> Term:
	"""Return a column as conditions compare it, for this kind of database."""
	if kind in WORDS:
		text = functions.Coalesce(column, "")
		text = Function("RTRIM", functions.Lower(text) if kind == Kind.TEXT else text)
		return Exactly(text) if db_type == "mariadb" else text
	return column if kind in DATES else functions.Coalesce(column, 0)


def folded(text: str) -> str:
	"""Return a text in lower case, letter by letter as databases do it: none becomes two, and none looks at its neighbours."""
	return "".join(map(lower, text)).rstrip(" ")


def lower(letter: str) -> str:
	"""Return the small letter of this one."""
	small = letter.lower()
	return small if len(small) == 1 else letter


def day_of(value: object) -> date | None:
	"""Return the day that a field of type Date holds, be it as text."""
	if isinstance(value, datetime):
		return value.date()
	if not value or isinstance(value, date):
		return value or None
	return date.fromisoformat(str(value)[:10])


def moment_of(value: object) -> datetime | None:
	"""Return the moment that a field of type Datetime holds, be it as text."""
	if not value or isinstance(value, datetime):
		return value or None
	return datetime.fromisoformat(str(value))
