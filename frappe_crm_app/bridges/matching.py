"""Who of another app is this customer: by its name, and by the mail addresses of its people."""

import frappe

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.tables import has_table
from frappe_crm_app.visibility.user_criteria import UserCriteria

MOST_ADDRESSES = 200  # of a customer's people, that tickets are looked for by


def customers_called(doctype: str, customer_name: str) -> list[str]:
	"""Return the names of the other app's customers that have this title. Nobody is shown them, only what they lead to."""
	if not has_table(doctype):
		return []
	return frappe.get_all(
		doctype,
		or_filters={"name": customer_name, "customer_name": customer_name},
		order_by=None,
		pluck="name",
	)


def addresses_of(customer: str, own_address: str | None, criteria: UserCriteria) -> list[str]:
	"""Return the mail addresses of a customer and of its people that the session's user sees."""
	contact, affiliation = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType("CRM Contact Affiliation")
	row, allowed = frappe.qb.DocType("CRM Contact Email"), criteria.criterion("CRM Contact")
	people = frappe.qb.from_(affiliation).join(contact).on(contact.name == affiliation.parent)
	people = people.where(affiliation.customer == customer)
	people = people if allowed is None else people.where(allowed)
	primary = people.select(contact.email).where(contact.email.isnotnull()).orderby(contact.email)
	further = people.join(row).on(row.parent == contact.name).select(row.email).orderby(row.email)
	found = union_all([query.limit(MOST_ADDRESSES) for query in (primary, further)]).run(pluck=True)
	addresses = [address for address in (own_address, *found) if address]
	return list(dict.fromkeys(addresses))[:MOST_ADDRESSES]


def addresses_of_contact(contact: frappe._dict) -> list[str]:
	"""Return all mail addresses of a contact that the session's user sees; sends nothing where it has at most one."""
	if not contact.has_further_addresses:
		return [contact.email] if contact.email else []
	filters = {"parenttype": "CRM Contact", "parent": contact.name}
	return frappe.get_all("CRM Contact Email", filters=filters, pluck="email", order_by="idx asc, name asc")
