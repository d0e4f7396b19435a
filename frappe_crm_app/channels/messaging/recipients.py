"""Whom one can write to from a record: the contact, a deal's people, a customer's contacts."""

import frappe
from frappe import _
from pypika.queries import QueryBuilder

from frappe_crm_app.kit.exceptions import MessageError
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import NOTHING
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL

MOST = 50
PERSON, AFFILIATION = "CRM Deal Contact", "CRM Contact Affiliation"


def recipients_of(doctype: str, name: str) -> list[dict]:
	"""Return `[{contact, title, phone}]` of a record's people that the session's user may change, the primary one first."""
	if doctype not in (CONTACT, CUSTOMER, DEAL):
		frappe.throw(_("Messages are sent from contacts, customers and deals."), MessageError)
	if not name or not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", name):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
	if not frappe.has_permission(CONTACT, "write"):
		return []
	contact = frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(contact).select(
		contact.name.as_("contact"), contact.full_name.as_("title"), contact.phone
	)
	query = query.where(
		contact.name == name if doctype == CONTACT else contact.name.isin(people_of(doctype, name))
	)
	allowed = policy.criterion(CONTACT, action="write")
	if allowed is NOTHING:
		return []
	query = query if allowed is None else query.where(allowed)
	rows = query.orderby(contact.full_name).orderby(contact.name).limit(MOST).run(as_dict=True)
	first = frappe.db.get_value(doctype, name, first_field(doctype)) if doctype != CONTACT else name
	return sorted(rows, key=lambda row: row.contact != first)


def first_field(doctype: str) -> str:
	"""Return the field that names the primary person of a record."""
	return "contact" if doctype == DEAL else "primary_contact"


def people_of(doctype: str, name: str) -> QueryBuilder:
	"""Return the query for the names of a record's people."""
	if doctype == DEAL:
		deal, person = frappe.qb.DocType(DEAL), frappe.qb.DocType(PERSON)
		main = (
			frappe.qb.from_(deal).select(deal.contact).where((deal.name == name) & deal.contact.isnotnull())
		)
		others = frappe.qb.from_(person).select(person.contact)
		return main.union(others.where((person.parenttype == DEAL) & (person.parent == name)))
	row = frappe.qb.DocType(AFFILIATION)
	query = frappe.qb.from_(row).select(row.parent)
	return query.where((row.parenttype == CONTACT) & (row.customer == name))
