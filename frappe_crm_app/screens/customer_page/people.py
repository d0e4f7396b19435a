"""The people of a customer, and the customers that it is related to."""

import frappe
from frappe.query_builder.functions import Count
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.screens.customer_page.seen import ROWS, count, readable, seen
from frappe_crm_app.visibility.user_criteria import UserCriteria

FIELDS = ("name", "full_name", "job_title", "email", "phone", "status", "contact_type")


def count_all_contacts(customer: str) -> QueryBuilder:
	"""Return the query for the number of contacts, seen or not."""
	affiliation = frappe.qb.DocType("CRM Contact Affiliation")
	return count(affiliation, affiliation.customer == customer)


def affiliated(customer: str, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the contacts that belong to the customer, with what they are there."""
	contact, affiliation = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType("CRM Contact Affiliation")
	query = frappe.qb.from_(affiliation).join(contact).on(contact.name == affiliation.parent)
	return seen(query.where(affiliation.customer == customer), "CRM Contact", criteria)


def count_contacts(customer: str, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the number of contacts."""
	return affiliated(customer, criteria).select(Count("*"))


def contacts_of(customer: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the first contacts by name."""
	contact, affiliation = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType("CRM Contact Affiliation")
	query = affiliated(customer, criteria).select(*(contact[name] for name in FIELDS), affiliation.role)
	rows = query.orderby(contact.full_name, contact.name).limit(ROWS).run(as_dict=True)
	return readable("CRM Contact", FIELDS, rows)


def select_relations(customer: str, referred_by: str | None, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return `{kind, name, customer_name, relation}` of related customers that the user sees.

	`kind` is "related" (this customer names it), "related by" (it names this customer), "referral" (this customer
	referred it) or "referred by".
	"""
	other, relation = frappe.qb.DocType("CRM Customer"), frappe.qb.DocType("CRM Customer Relation")
	nothing = ValueWrapper("")

	def by(link_field: str) -> QueryBuilder:
		return frappe.qb.from_(relation).join(other).on(other.name == relation[link_field])

	queries = [
		(by("customer"), "related", relation.parent == customer, relation.relation),
		(by("parent"), "related by", relation.customer == customer, relation.relation),
		(frappe.qb.from_(other), "referral", other.referred_by == customer, nothing),
	]
	if referred_by:
		queries.append((frappe.qb.from_(other), "referred by", other.name == referred_by, nothing))
	return union_all([relatives(*query, criteria) for query in queries]).run(as_dict=True)


def relatives(
	query: QueryBuilder, kind: str, condition: Criterion, relation: Term, criteria: UserCriteria
) -> QueryBuilder:
	"""Return the query for related customers of one kind."""
	other = frappe.qb.DocType("CRM Customer")
	shown = (ValueWrapper(kind).as_("kind"), other.name, other.customer_name, relation.as_("relation"))
	query = seen(query.select(*shown).where(condition), "CRM Customer", criteria)
	return query.orderby(other.customer_name, order=Order.asc).limit(ROWS)
