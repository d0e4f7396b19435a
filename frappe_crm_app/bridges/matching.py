"""Who of another app is this customer: by its name, and by the mail addresses of its people."""

import frappe

from frappe_crm_app.visibility.user_criteria import UserCriteria

MOST_ADDRESSES = 200  # of a customer's people, that tickets are looked for by


def customers_called(doctype: str, customer_name: str) -> list[str]:
	"""Return the names of the other app's customers that have this title. Nobody is shown them, only what they lead to."""
	if not frappe.db.table_exists(doctype):
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
	query = frappe.qb.from_(affiliation).join(contact).on(contact.name == affiliation.parent)
	query = query.select(contact.email).where((affiliation.customer == customer) & contact.email.isnotnull())
	allowed = criteria.criterion("CRM Contact")
	query = query if allowed is None else query.where(allowed)
	found = query.orderby(contact.email).limit(MOST_ADDRESSES).run(pluck=True)
	return [address for address in (own_address, *found) if address]
