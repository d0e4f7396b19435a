"""The records that come into question, with what they hold now: one statement.

Conditions that a present value answers are asked of the database. Which records have held something else since is for `past.py` to say.
"""

from collections.abc import Iterable, Mapping

import frappe
from pypika import Case
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term

from frappe_crm_app.automation.workflow_rules.proof.judging import depends_on_the_day
from frappe_crm_app.automation.workflow_rules.proof.occasions import Row
from frappe_crm_app.automation.workflow_rules.proof.past import NEVER_KEPT
from frappe_crm_app.kit.conditions.criterion import criterion_of
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.operators import CHANGED
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import EVERYTHING, Group, Join, Side, Test
from frappe_crm_app.visibility import policy


def split(tree: Group) -> tuple[Group, Group]:
	"""Return conditions in two parts that both have to hold: what a value answers whenever it is held, and the rest."""
	if tree.join == Join.ALL:
		lasting = tuple(member for member in tree.members if is_lasting(member))
		others = tuple(member for member in tree.members if member not in lasting)
		return Group(Join.ALL, lasting), Group(Join.ALL, others)
	return (tree, EVERYTHING) if is_lasting(tree) else (EVERYTHING, tree)


def is_lasting(tree: Group | Test) -> bool:
	"""Return whether the same values always give the same answer, and are known."""
	if isinstance(tree, Group):
		return all(is_lasting(member) for member in tree.members)
	return (
		tree.side == Side.AFTER
		and tree.operator.key != CHANGED
		and not depends_on_the_day(tree)
		and tree.field.fieldname not in NEVER_KEPT
	)


class Scope:
	"""The query of the records of a DocType, with further columns."""

	def __init__(self, doctype: str, fields: Mapping[str, ConditionField]) -> None:
		self.doctype, self.fields = doctype, list(fields.values())
		self.record = frappe.qb.DocType(doctype)
		self.query, self.tables = frappe.qb.from_(self.record), {None: self.record}

	def column(self, about: ConditionField, _side: Side = Side.AFTER) -> Term:
		"""Return where a field stands, the record that it is of joined."""
		if about.link not in self.tables:
			table = self.join(about.doctype, f"linked_{about.link}", self.record[about.link])
			self.tables[about.link] = table
		return self.tables[about.link][about.fieldname]

	def join(self, doctype: str, alias: str, name: Term) -> Table:
		"""Join a linked record."""
		table = frappe.qb.DocType(doctype).as_(alias)
		self.query = self.query.left_join(table).on(table.name == name)
		return table

	def rows(
		self,
		lasting: Group,
		present: Present,
		among: Criterion | None,
		people: Mapping[str, Term],
	) -> dict[str, Row]:
		"""Return the records that were there, of those `among` the ones, by name."""
		query = self.select(lasting, present, people)
		query = query.where(self.record.creation <= present.now)
		found = (self.row(values, list(people)) for values in (query.where(among) if among else query).run())
		return {row.name: row for row in found}

	def select(self, lasting: Group, present: Present, people: Mapping[str, Term]) -> QueryBuilder:
		"""Return the query with all its columns."""
		columns = [self.column(about) for about in self.fields]
		fits = Case().when(criterion_of(lasting, self.column, present), 1).else_(0)
		title = self.record[frappe.get_meta(self.doctype).get_title_field()]
		record = self.record
		named = [column.as_(f"value_{number}") for number, column in enumerate([*columns, *people.values()])]
		return self.query.select(
			record.name, record.creation, title.as_("title"), fits.as_("fits"), *named
		)  # fmt: skip

	def seen(self) -> list[Criterion]:
		"""Return the criteria of the records that the session's user sees, and of which they see what is asked of linked ones."""
		allowed = policy.criterion(self.doctype)
		links = {about.link: about.doctype for about in self.fields if about.link}
		linked = (self.sees_linked(link, doctype) for link, doctype in sorted(links.items()))
		return [each for each in (allowed, *linked) if each is not None]

	def sees_linked(self, link: str, doctype: str) -> Criterion | None:
		"""Return the criterion of the records that link to nothing, or to what the session's user sees."""
		allowed = policy.criterion(doctype)
		if allowed is None:
			return None
		linked, column = frappe.qb.DocType(doctype), self.record[link]
		names = frappe.qb.from_(linked).select(linked.name).where(allowed)
		return column.isnull() | (column == "") | column.isin(names)

	def row(self, values: tuple, people: list[str]) -> Row:
		"""Return one record."""
		name, created, title, fits, *held = values
		paths, number = [about.path for about in self.fields], len(self.fields)
		return Row(
			name, created, title or name, bool(fits),
			dict(zip(paths, held[:number], strict=True)), dict(zip(people, held[number:], strict=True)),
		)  # fmt: skip


def among_names(record: Table, queries: Iterable[QueryBuilder]) -> Criterion:
	"""Return the criterion of records that one of these queries names."""
	return Criterion.any([record.name.isin(query) for query in queries])
