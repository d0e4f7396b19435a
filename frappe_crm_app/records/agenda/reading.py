"""How many records each part has, and which come first: one statement for all numbers, one for the rows of each DocType."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import frappe
from frappe.query_builder.functions import Count
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.agenda.day import Day
from frappe_crm_app.records.agenda.parts import Part, People, criterion_of, fields_of
from frappe_crm_app.visibility.criteria import all_of
from frappe_crm_app.visibility.permlevels import hidden_fields
from frappe_crm_app.visibility.user_criteria import UserCriteria

UNTOLD_ORDER = "creation"  # where the reader does not read the field that a part is sorted by


class Agenda:
	"""The parts as one reader, whose `criteria` are given, sees them on one day, for some people.

	A part that is about a field of a level which the reader does not read is none of theirs, and none stands in the order of one.
	What the parts ask of the database beside the records themselves, such as how long deals may rest, is read once.
	"""

	def __init__(self, parts: Sequence[Part], day: Day, people: People, criteria: UserCriteria) -> None:
		reader = criteria.who.user
		readable = [part for part in parts if frappe.has_permission(part.doctype, "read", user=reader)]
		hidden = {part.doctype: hidden_fields(part.doctype, reader) for part in readable}
		self.parts = [part for part in readable if hidden[part.doctype].isdisjoint(fields_of(part, day))]
		self.order = {
			part.key: UNTOLD_ORDER if part.order in hidden[part.doctype] else part.order
			for part in self.parts
		}
		self.criteria = {
			part.key: all_of(
				criterion_of(part, day, people),
				criteria.criterion_among(part.doctype, part.person_field, people),
			)
			for part in self.parts
		}

	def totals(self) -> dict[str, int]:
		"""Return how many records each part has."""
		if not self.parts:
			return {}
		numbers = [
			self.query(part).select(ValueWrapper(str(part.key)).as_("part"), Count("*").as_("number"))
			for part in self.parts
		]
		return dict(union_all(numbers).run())

	def rows(self, columns: dict[str, Sequence[str]], limit: int, start: int = 0) -> dict[str, list]:
		"""Return the first rows of each part in its order, from `start` on; `columns` are those to read of each DocType."""
		found: dict[str, list] = {part.key: [] for part in self.parts}
		for doctype, parts in self.by_doctype().items():
			shown = dict.fromkeys((*columns[doctype], "name", *(self.order[part.key] for part in parts)))
			queries = [self.page(part, list(shown), limit, start) for part in parts]
			for row in union_all(queries).run(as_dict=True):
				found[row.pop("part")].append(row)
		for part in self.parts:
			found[part.key].sort(key=by(self.order[part.key]), reverse=part.is_descending)
		return found

	def by_doctype(self) -> dict[str, list[Part]]:
		"""Return the parts, those of a DocType together."""
		grouped = defaultdict(list)
		for part in self.parts:
			grouped[part.doctype].append(part)
		return grouped

	def page(self, part: Part, columns: Sequence[str], limit: int, start: int) -> QueryBuilder:
		"""Return the query for some rows of a part."""
		table = frappe.qb.DocType(part.doctype)
		order = Order.desc if part.is_descending else Order.asc
		shown = [table[fieldname] for fieldname in columns]
		query = self.query(part).select(ValueWrapper(str(part.key)).as_("part"), *shown)
		return query.orderby(table[self.order[part.key]], table.name, order=order).limit(limit).offset(start)

	def query(self, part: Part) -> QueryBuilder:
		"""Begin a query of the records of a part that the reader may see."""
		return frappe.qb.from_(frappe.qb.DocType(part.doctype)).where(self.criteria[part.key])


def by(fieldname: str) -> Callable[[dict], tuple]:
	"""Return by what the rows of a part are sorted that stand in the order of this field."""
	return lambda row: (row[fieldname], row["name"])
