"""What the demo's products and quotes consist of, as `records.py` has it of the rest."""

from dataclasses import dataclass
from datetime import date, datetime

from frappe_crm_app.demo.records import Record


@dataclass(frozen=True, kw_only=True)
class TaxClass(Record):
	class_name: str
	rate: float


@dataclass(frozen=True)
class Price:
	"""What one unit of a product costs in a currency."""

	currency: str
	price: float


@dataclass(frozen=True, kw_only=True)
class Product(Record):
	product_name: str
	product_code: str
	unit: str
	description: str | None
	recurrence: str
	tax_class: str
	prices: tuple[Price, ...]
	is_active: int = 1


@dataclass(frozen=True, kw_only=True)
class QuoteLine:
	"""Something that is offered."""

	position: int
	group_title: str | None
	product: str
	title: str
	description: str | None
	quantity: float
	unit: str
	unit_price: float
	discount_percent: float
	tax_class: str
	tax_rate: float
	recurrence: str
	is_optional: int
	is_chosen: int
	net: float
	tax: float
	gross: float


@dataclass(frozen=True)
class QuoteTax:
	"""What is taxed with one rate, and the tax on it."""

	rate: float
	net: float
	tax: float


@dataclass(frozen=True, kw_only=True)
class Quote(Record):
	title: str
	display_number: str
	quote_number: str | None
	version: int
	status: str
	is_current: int
	revises: str | None
	deal: str
	contact: str | None
	customer: str | None
	reference_doctype: str
	reference_name: str
	quote_owner: str
	currency: str
	rounding: str
	valid_until: date
	introduction: str
	terms: str
	lines: tuple[QuoteLine, ...]
	taxes: tuple[QuoteTax, ...]
	net_total: float
	tax_total: float
	gross_total: float
	once_total: float
	monthly_total: float
	yearly_total: float
	sent_on: datetime | None
	viewed_on: datetime | None
	accepted_on: datetime | None
	accepted_by: str | None
	declined_on: datetime | None
	decline_reason: str | None
	renews_on: date | None
