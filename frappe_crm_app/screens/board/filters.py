"""What a board is narrowed to. Filters come from a caller: each is read, refused in a sentence, or not honoured."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Lower
from frappe.utils import add_months, get_first_day, get_last_day, getdate, now_datetime
from pypika import Table
from pypika.terms import Criterion, Field

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.exceptions import PeriodError, UnreadableTextError
from frappe_crm_app.kit.field_values import read_date, read_number, read_text
from frappe_crm_app.kit.received import read_json, refuse_unstorable
from frappe_crm_app.records.pipeline.kinds import DEALS, Kind
from frappe_crm_app.screens.board.card_fields import known_fields
from frappe_crm_app.screens.board.sorting import Sort
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import NOTHING, all_of
from frappe_crm_app.visibility.manager_filters import filter_criterion
from frappe_crm_app.visibility.permlevels import hidden_fields, is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

LONGEST_TEXT = 140
LONGEST_LIST = 1000
MOST_TAGS = 10  # each is a subquery in the statement of each column
FOR_WHO_SEES_EVERYONE = ("salesperson", "sales_role", "date_from", "date_to")
ME = "me"


class Closing(StrEnum):
	"""When a record is expected to close, seen from today."""

	PAST = "past"
	THIS_MONTH = "this_month"
	NEXT_MONTH = "next_month"
	NONE = "none"


class Step(StrEnum):
	"""What is planned for a record: something that should have been done, or nothing."""

	OVERDUE = "overdue"
	NONE = "none"


ALL = "all"  # of what is closed
VIEWING = ("closed", "sort", "cards")
CHOICES = {"closing": tuple(Closing), "step": tuple(Step), "closed": (ALL,), "sort": tuple(Sort)}


@dataclass(frozen=True)
class BoardFilters:
	"""Empty fields narrow nothing. Amounts are in the currency of the totals, `date_*` days of creation, `closing_*` those on which
	a record is expected to close, all inclusive. `tags` are several with commas between them. `closed`, `sort` and `cards`, the
	fields that cards show, are no filters, but travel with them.
	"""

	owner: str | None = None
	source: str | None = None
	value_from: float | None = None
	value_to: float | None = None
	date_from: date | None = None
	date_to: date | None = None
	text: str | None = None
	closing: str | None = None
	closing_from: date | None = None
	closing_to: date | None = None
	step: str | None = None
	tags: str | None = None
	closed: str | None = None
	sort: str | None = None
	cards: str | None = None
	salesperson: str | None = None
	sales_role: str | None = None

	def as_dict(self) -> dict:
		"""Return those that are set."""
		return {name: value for name, value in asdict(self).items() if value is not None}

	def without_narrowing(self) -> dict:
		"""Return what travels with the filters but narrows nothing, of that which is set."""
		return {name: value for name, value in self.as_dict().items() if name in VIEWING}


def read_filters(filters: str | dict | None, kind: Kind) -> BoardFilters:
	"""Return the filters as given by a caller, without those that the session's user may not use.

	Raises `frappe.ValidationError` (or one of its kind) for what is no filter or has no meaning.
	"""
	given = parse(filters)
	known = {field.name for field in fields(BoardFilters)}
	unknown = sorted(set(given) - known)
	if unknown:
		names = frappe.utils.escape_html(", ".join(unknown)[:LONGEST_TEXT])
		frappe.throw(_("The board cannot be filtered by {0}.").format(names))
	if not policy.sees_everyone(kind.doctype):
		given = {name: value for name, value in given.items() if name not in FOR_WHO_SEES_EVERYONE}
	values = {name: read_filter(name, value) for name, value in given.items()}
	hidden = hidden_fields(kind.doctype)
	read = BoardFilters(
		**{name: value for name, value in values.items() if field_of(name, value, kind) not in hidden}
	)
	if read.cards:
		read = replace(read, cards=known_fields(kind.doctype, read.cards))
	refuse_empty_range(read.date_from, read.date_to)
	refuse_empty_range(read.value_from, read.value_to)
	refuse_empty_range(read.closing_from, read.closing_to)
	return read


def field_of(name: str, value: object, kind: Kind) -> str | None:
	"""Return the field by which a filter narrows or sorts; a text looks into several, of which each is asked for itself."""
	fields = {
		**dict.fromkeys(("owner", "salesperson", "sales_role"), kind.owner),
		**dict.fromkeys(("value_from", "value_to"), kind.summed),
		**dict.fromkeys(("closing", "closing_from", "closing_to"), kind.closing),
		"step": "next_follow_up_on",
		"source": "source" if kind is DEALS else "channel",
		"sort": sorted_by(value, kind),
	}
	return fields.get(name)


def sorted_by(sort: object, kind: Kind) -> str | None:
	"""Return the field by which an order sorts."""
	fields = {Sort.CLOSING: kind.closing, Sort.AMOUNT: kind.summed, Sort.STEP: "next_follow_up_on"}
	return fields.get(sort) if isinstance(sort, str) else None


def read_tags(text: str) -> str | None:
	"""Return several tags with commas between them, each once; raises `UnreadableTextError` for more than a statement should ask for."""
	tags = list(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))
	if len(tags) > MOST_TAGS or len(text) > LONGEST_LIST:
		frappe.throw(_("{0} is too long.").format(_("Tags")), UnreadableTextError)
	return ",".join(tags) or None


def parse(filters: str | dict | None) -> dict:
	"""Return the filters that are not empty."""
	given = read_json(filters or {})
	if not isinstance(given, dict):
		frappe.throw(_("The board's filters are no list of names and values."))
	return {name: value for name, value in given.items() if value not in (None, "")}


def read_filter(name: str, value: object) -> object:
	"""Return the value of one filter, of its type."""
	if name.startswith("value_"):
		return read_number(value, frappe._dict(label="Value", fieldtype="Currency"))
	if name.startswith(("date_", "closing_")):
		return read_date(value, frappe._dict(label="Date", fieldtype="Date"))
	if not isinstance(value, str):
		frappe.throw(_("{0} is to be a text.").format(frappe.utils.escape_html(name)))
	text = read_text(value, frappe._dict(label=name, fieldtype="Data")).strip()
	refuse_unstorable({name: text})
	if name == "tags":
		return read_tags(text)
	text = text[: LONGEST_LIST if name == "cards" else LONGEST_TEXT] or None
	if text and name in CHOICES and text not in CHOICES[name]:
		frappe.throw(
			_("“{0}” is no choice here: take one of {1}.").format(
				frappe.utils.escape_html(text), ", ".join(CHOICES[name])
			)
		)
	return text


def refuse_empty_range(start: object, end: object) -> None:
	"""Raise `PeriodError` where nothing can lie between the two."""
	if start is not None and end is not None and end < start:
		frappe.throw(_("“From” lies after “to”."), PeriodError)


def condition(
	kind: Kind, filters: BoardFilters, criteria: UserCriteria, open_stages: Collection[str]
) -> Criterion | None:
	"""Return what a record must fulfil: to be seen by the session's user, and to pass the filters.

	What asks for something still to be done, such as a next step, leaves only cards of `open_stages`.
	"""
	return all_of(
		criteria.criterion(kind.doctype),
		filter_criterion(kind.doctype, filters.as_dict()),
		*filter_criteria(kind, filters, criteria),
		among_open(kind, open_stages) if filters.step or filters.closing == Closing.PAST else None,
	)


def among_open(kind: Kind, open_stages: Collection[str]) -> Criterion:
	"""Return the criterion that a record stands in one of the open stages."""
	stage = frappe.qb.DocType(kind.doctype).stage
	return stage.isin(list(open_stages)) if open_stages else NOTHING


def filter_criteria(kind: Kind, filters: BoardFilters, criteria: UserCriteria) -> list[Criterion]:
	"""Return a criterion for each filter that is set, but those of managers."""
	record = frappe.qb.DocType(kind.doctype)
	makers = {
		"owner": lambda user: record[kind.owner] == (frappe.session.user if user == ME else user),
		"source": lambda source: came_from(kind, source),
		"value_from": lambda amount: record[kind.summed] >= amount,
		"value_to": lambda amount: record[kind.summed] <= amount,
		"text": lambda text: holds_text(kind, text, criteria),
		"closing": lambda when: closes(record[kind.closing], when),
		"closing_from": lambda day: record[kind.closing] >= day,
		"closing_to": lambda day: record[kind.closing] <= day,
		"step": lambda step: lacks_step(record) if step == Step.NONE else is_overdue(record),
		"tags": lambda tags: has_tags(record, kind, tags),
	}
	return [makers[name](value) for name, value in filters.as_dict().items() if name in makers]


def closes(field: Field, when: str) -> Criterion:
	"""Return the criterion for the day on which a record is expected to close, seen from today."""
	today = getdate()
	if when == Closing.PAST:
		return field < today
	if when == Closing.NONE:
		return field.isnull()
	day = add_months(today, 1) if when == Closing.NEXT_MONTH else today
	return field[get_first_day(day) : get_last_day(day)]


def lacks_step(record: Table) -> Criterion:
	return record.next_follow_up_on.isnull()


def is_overdue(record: Table) -> Criterion:
	"""Return the criterion that what is planned for a record should have been done, as its card says it."""
	return record.next_follow_up_on < now_datetime()


def has_tags(record: Table, kind: Kind, tags: str) -> Criterion:
	"""Return the criterion that a record has each of these tags."""
	link, wanted = frappe.qb.DocType("Tag Link"), tags.split(",")
	tagged = frappe.qb.from_(link).select(link.document_name).where(link.document_type == kind.doctype)
	return Criterion.all([record.name.isin(tagged.where(link.tag == tag)) for tag in wanted])


def came_from(kind: Kind, source: str) -> Criterion:
	"""Return the criterion for a source: a deal links to it, a customer names it as its channel."""
	record = frappe.qb.DocType(kind.doctype)
	if kind is DEALS:
		return record.source == source
	table = frappe.qb.DocType("CRM Source")
	return record.channel.isin(frappe.qb.from_(table).select(table.source_name).where(table.name == source))


def holds_text(kind: Kind, text: str, criteria: UserCriteria) -> Criterion:
	"""Return the criterion that title, contact or customer hold the text, whatever the case, as far as the user reads these fields."""
	record = frappe.qb.DocType(kind.doctype)
	pattern, places = like_pattern(text), []
	if not is_hidden(kind.doctype, kind.title):
		places.append(Lower(record[kind.title]).like(pattern))
	linked = ((kind.contact, "CRM Contact", "full_name"), (kind.customer, "CRM Customer", "customer_name"))
	for link, doctype, title in linked:
		if link and not is_hidden(kind.doctype, link) and not is_hidden(doctype, title):
			places.append(record[link].isin(named_like(doctype, title, pattern, criteria)))
	return Criterion.any(places) if places else NOTHING


def named_like(doctype: str, fieldname: str, pattern: str, criteria: UserCriteria) -> object:
	"""Return the query for the records with such a name, of those that the session's user may see."""
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(record.name).where(Lower(record[fieldname]).like(pattern))
	allowed = criteria.criterion(doctype)
	return query if allowed is None else query.where(allowed)


def like_pattern(text: str) -> str:
	"""Return the pattern that finds `text` anywhere; its own wildcards mean themselves."""
	escaped = text.lower().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
	return f"%{escaped}%"
