"""In which order the cards of a column stand, and where one goes on in it: by keyset, whatever the order."""

import math
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe import _
from frappe.query_builder import CustomFunction
from frappe.query_builder.functions import Coalesce
from pypika import Order
from pypika.terms import Case, Criterion, LiteralValue, Term, ValueWrapper

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.records.pipeline.kinds import DEALS, Kind
from frappe_crm_app.records.pipeline.money import base_currency

# Typed: MariaDB would compare what is put together of a date and a text as texts.
LAST_DAY, LAST_MOMENT = LiteralValue("DATE '9999-12-31'"), LiteralValue("TIMESTAMP '9999-12-31 00:00:00'")
CENTS = 2
round_to = CustomFunction("ROUND", ["amount", "digits"])


class Sort(StrEnum):
	"""The orders that can be chosen; without one, who came to the stage last stands first."""

	CLOSING = "closing"
	AMOUNT = "amount"
	AGE = "age"
	STEP = "step"


@dataclass(frozen=True)
class Cursor:
	"""The card after which to go on: what it is sorted by, and its name."""

	place: datetime | date | float
	name: str


@dataclass(frozen=True)
class Sorting:
	"""An order of the cards of one kind. What lacks that by which it is sorted stands last."""

	kind: Kind
	sort: str | None = None

	@property
	def order(self) -> Order:
		return Order.desc if self.sort in (None, Sort.AMOUNT) else Order.asc

	def place(self) -> Term:
		"""Return what the cards are sorted by, never NULL where somebody chose it."""
		record = frappe.qb.DocType(self.kind.doctype)
		if self.sort == Sort.CLOSING:
			return Coalesce(record[self.kind.closing], LAST_DAY)
		if self.sort == Sort.STEP:
			return Coalesce(record.next_follow_up_on, LAST_MOMENT)
		return worth(self.kind) if self.sort == Sort.AMOUNT else record.stage_entered_on

	def after(self, cursor: Cursor) -> Criterion:
		"""Return the criterion that a card stands after another one."""
		place, name = self.place(), frappe.qb.DocType(self.kind.doctype).name
		if self.order is Order.desc:
			return (place <= cursor.place) & ((place < cursor.place) | (name < cursor.name))
		return (place >= cursor.place) & ((place > cursor.place) | (name > cursor.name))

	def read_cursor(self, text: str | None) -> Cursor | None:
		"""Return the cursor of a text that `cursor_after` made, nothing for none; raises `frappe.ValidationError`."""
		if not text:
			return None
		place, _bar, name = text.partition("|")
		try:
			if not name:
				raise ValueError
			return Cursor(self.read_place(place), name)
		except ValueError:
			frappe.throw(_("The board cannot go on from there. Load it again."))

	def read_place(self, text: str) -> datetime | date | float:
		"""Return what a card is sorted by; raises `ValueError`."""
		if self.sort == Sort.AMOUNT:
			amount = float(text)
			if not math.isfinite(amount):
				raise ValueError
			return amount
		return date.fromisoformat(text) if self.sort == Sort.CLOSING else datetime.fromisoformat(text)


def worth(kind: Kind) -> Term:
	"""Return the amount of a card in the currency of the totals, to the cent; -1 where its currency has no known rate."""
	record = frappe.qb.DocType(kind.doctype)
	amount = Coalesce(record[kind.summed], 0)
	if kind is DEALS:
		return round_to(amount, CENTS)
	cases = Case().when(Coalesce(record.currency, "").isin(["", base_currency()]), round_to(amount, CENTS))
	for row in frappe.get_cached_doc("CRM Desk Settings").currency_rates:
		cases = cases.when(record.currency == row.currency, round_to(amount * row.rate, CENTS))
	return cases.else_(ValueWrapper(-1))


def cursor_after(cards: list[dict]) -> str | None:
	"""Return the cursor that goes on after the last of these cards."""
	place = cards[-1]["place"] if cards else None
	if place is None:
		return None
	return f"{place.isoformat() if isinstance(place, date) else place}|{cards[-1]['name']}"
