"""Of which records a timeline tells: the one it is of, and those related to it, as far as the reader may see them.

A contact's timeline tells of the deals in which they take part, a customer's of its deals and its contacts, a deal's of its people and
its customer, a project's of its deal. Through a contact or a customer comes only what is about that record itself, so that no deal tells what was said about
another one.
"""

from dataclasses import dataclass

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Field

from frappe_crm_app.records.follow_up.reference import SOURCES as DOCTYPES
from frappe_crm_app.visibility.criteria import NOTHING, all_of, any_of, in_subquery
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, GUARDED, PROJECT
from frappe_crm_app.visibility.user_criteria import UserCriteria

PERSON = "CRM Deal Contact"


@dataclass(frozen=True)
class Records:
	"""Records of one DocType: the one that is the timeline's own, or those that a query names.

	`are_by_rows` tells those that are related by a row of a deal's people alone.
	"""

	doctype: str
	names: str | QueryBuilder
	are_by_rows: bool = False

	@property
	def is_own(self) -> bool:
		return isinstance(self.names, str)

	def are_named_by(self, type_field: Field, name_field: Field) -> Criterion:
		"""Return the criterion that these columns name one of the records."""
		is_one = name_field == self.names if self.is_own else name_field.isin(self.names)
		return (type_field == self.doctype) & is_one


@dataclass(frozen=True)
class Told:
	"""What one timeline tells of: its own record first, then the related ones."""

	records: tuple[Records, ...]
	criteria: UserCriteria

	@property
	def own(self) -> Records:
		return self.records[0]

	@property
	def related(self) -> tuple[Records, ...]:
		return self.records[1:]

	def names_nothing_hidden(self, type_field: Field, name_field: Field) -> Criterion | None:
		"""Return the criterion that these columns name no record of ours, or one with a timeline that the reader may see."""
		allowed = {doctype: self.criteria.criterion(doctype) for doctype in DOCTYPES}
		if all(criterion is None for criterion in allowed.values()):
			return None
		seen = [
			all_of(type_field == doctype, is_among(name_field, doctype, criterion))
			for doctype, criterion in allowed.items()
		]
		return any_of(type_field.isnull(), type_field.notin(list(GUARDED)), *seen)


@dataclass(frozen=True)
class Link:
	"""How related records are found: those whose field has a value, or, with `named_by`, whom a row of a deal's people names.

	Such a row is not that of the deal's contact; `fieldname` and `named_by` are its columns.
	"""

	doctype: str
	fieldname: str
	value: str | None
	named_by: str | None = None


def is_among(name_field: Field, doctype: str, criterion: Criterion | None) -> Criterion | None:
	"""Return the criterion that the field names a record of those that meet the criterion."""
	if criterion is None or criterion is NOTHING:
		return criterion
	return in_subquery(name_field, frappe.qb.DocType(doctype).name, criterion, is_correlated=True)


def told_of(doctype: str, record: frappe._dict, criteria: UserCriteria) -> Told:
	"""Return what the timeline of a record, given by its own columns, tells of."""
	related = [
		Records(link.doctype, visible(link, criteria), bool(link.named_by))
		for link in links_of(doctype, record)
		if link.value and criteria.criterion(link.doctype) is not NOTHING
	]
	return Told((Records(doctype, record.name), *related), criteria)


def links_of(doctype: str, record: frappe._dict) -> list[Link]:
	"""Return by what the related records are found; no record is found by two of them."""
	if doctype == CONTACT:
		return [Link(DEAL, "contact", record.name), Link(DEAL, "contact", record.name, "parent")]
	if doctype == CUSTOMER:
		return [Link(DEAL, "customer", record.name), Link(CONTACT, "customer", record.name)]
	if doctype == DEAL:
		return [*people_of(record), Link(CUSTOMER, "name", record.customer)]
	if doctype == PROJECT:
		return [Link(DEAL, "name", record.deal)]
	return []


def people_of(deal: frappe._dict) -> list[Link]:
	"""Return by what the people of a deal are found: its contact, and those of its other rows, if it has any."""
	contact = Link(CONTACT, "name", deal.contact)
	return [contact, Link(CONTACT, "parent", deal.name, "contact")] if deal.has_further_people else [contact]


def visible(link: Link, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the names of those of the records that the reader may see."""
	table = frappe.qb.DocType(link.doctype)
	query = frappe.qb.from_(table).select(table.name)
	allowed = criteria.criterion(link.doctype)
	query = query if allowed is None else query.where(allowed)
	if not link.named_by:
		return query.where(table[link.fieldname] == link.value)
	row = frappe.qb.DocType(PERSON)
	query = query.join(row).on(row[link.named_by] == table.name)
	return query.where((row[link.fieldname] == link.value) & (row.is_primary == 0))
