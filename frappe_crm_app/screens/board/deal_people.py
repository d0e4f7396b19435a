"""The people of a deal as its page and its panel show them: those whom the reader may see, and how many more there are."""

import frappe
from pypika import Order
from pypika.queries import QueryBuilder

from frappe_crm_app.screens.board.queries import visible_link
from frappe_crm_app.visibility.user_criteria import UserCriteria

CONTACT, PERSON = "CRM Contact", "CRM Deal Contact"
FIELDS = ("full_name", "job_title", "email", "phone", "status")
MOST = 100


def people_of(deal: frappe._dict, criteria: UserCriteria) -> dict:
	"""Return `{rows: [{name, deal_role, is_primary, full_name, ...}], hidden}` of a deal, its contact first; one statement at most.

	`name` is that of the contact. Of whom the reader may not see nothing is said but that they are there.
	"""
	if not deal.has_further_people and not deal.contact:
		return {"rows": [], "hidden": 0}
	query = listed(deal, criteria) if deal.has_further_people else contact_of(deal, criteria)
	found = query.limit(MOST).run(as_dict=True)
	rows = [row for row in found if row.name]
	return {"rows": rows, "hidden": max(len(found), 1) - len(rows)}


def listed(deal: frappe._dict, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the deal's rows, without a contact's name where the reader may not see them."""
	row, contact = frappe.qb.DocType(PERSON), frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(row).left_join(contact)
	query = query.on(visible_link(row.contact, contact, criteria.criterion(CONTACT)))
	query = query.select(contact.name, *(contact[field] for field in readable_fields()))
	query = query.select(row.deal_role, row.is_primary).where(row.parent == deal.name)
	return query.orderby(row.is_primary, order=Order.desc).orderby(row.idx, row.name)


def contact_of(deal: frappe._dict, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the deal's only person, who has no row."""
	contact = frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(contact).select(contact.name, *(contact[field] for field in readable_fields()))
	return query.where(visible_link(deal.contact, contact, criteria.criterion(CONTACT)))


def readable_fields() -> list[str]:
	"""Return what is told of a contact, of the fields that the session's user may read."""
	allowed = frappe.get_meta(CONTACT).get_permitted_fieldnames(permission_type="read")
	return [field for field in FIELDS if field in allowed]
