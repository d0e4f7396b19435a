"""Of which records a timeline tells: the one it is of, and those related to it, as far as the reader may see them.

A contact's timeline tells of its deals, a customer's of its deals and its contacts, a deal's of its contact and its customer. Through a
contact or a customer comes only what is about that record itself, so that no deal tells what was said about another one.
"""

from dataclasses import dataclass

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Field

from frappe_crm_app.records.follow_up.reference import SOURCES as DOCTYPES
from frappe_crm_app.visibility.criteria import NOTHING, all_of, any_of, in_subquery
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, GUARDED
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.visible import has_user_permissions


@dataclass(frozen=True)
class Records:
	"""Records of one DocType: the one that is the timeline's own, or those that a query or a list names."""

	doctype: str
	names: str | QueryBuilder | list[str]

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


def is_among(name_field: Field, doctype: str, criterion: Criterion | None) -> Criterion | None:
	"""Return the criterion that the field names a record of those that meet the criterion."""
	if criterion is None or criterion is NOTHING:
		return criterion
	return in_subquery(name_field, frappe.qb.DocType(doctype).name, criterion, is_correlated=True)


def told_of(doctype: str, record: frappe._dict, criteria: UserCriteria) -> Told:
	"""Return what the timeline of a record, given by its own columns, tells of."""
	related = [
		Records(other, visible(other, fieldname, value, criteria))
		for other, fieldname, value in links_of(doctype, record)
		if value and criteria.criterion(other) is not NOTHING
	]
	return Told((Records(doctype, record.name), *related), criteria)


def links_of(doctype: str, record: frappe._dict) -> list[tuple[str, str, str | None]]:
	"""Return DocType, field and value by which the related records are found."""
	return {
		CONTACT: [(DEAL, "contact", record.name)],
		CUSTOMER: [(DEAL, "customer", record.name), (CONTACT, "customer", record.name)],
		DEAL: [(CONTACT, "name", record.contact), (CUSTOMER, "name", record.customer)],
	}.get(doctype, [])


def visible(doctype: str, fieldname: str, value: str, criteria: UserCriteria) -> QueryBuilder | list[str]:
	"""Return the query for the names of those of the records that the reader may see; with User Permissions, a list of them."""
	if has_user_permissions():
		return frappe.get_list(doctype, filters={fieldname: value}, pluck="name", limit_page_length=0) or [""]
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).where(table[fieldname] == value)
	allowed = criteria.criterion(doctype)
	return query if allowed is None else query.where(allowed)
