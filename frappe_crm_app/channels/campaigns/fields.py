"""The fields of a person that may stand in a campaign (`slots.py`), and their values for many people at once."""

from collections.abc import Sequence

import frappe
from frappe import _lt

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import all_of
from frappe_crm_app.visibility.permlevels import hidden_fields

CONTACT, CUSTOMER = "CRM Contact", "CRM Customer"
# As it is written in a slot: the DocType, its field, what people call it.
FIELDS = {
	"first_name": (CONTACT, "first_name", _lt("First Name")),
	"last_name": (CONTACT, "last_name", _lt("Last Name")),
	"full_name": (CONTACT, "full_name", _lt("Full Name")),
	"job_title": (CONTACT, "job_title", _lt("Job Title")),
	"email": (CONTACT, "email", _lt("Email")),
	"phone": (CONTACT, "phone", _lt("Phone")),
	"company_name": (CONTACT, "company_name", _lt("Company")),
	"customer_name": (CUSTOMER, "customer_name", _lt("Customer")),
	"industry": (CUSTOMER, "industry", _lt("Industry")),
	"country": (CUSTOMER, "country", _lt("Country")),
}
NAMES = tuple(FIELDS)


def offered() -> list[dict]:
	"""Return `{name, label}` of the fields, in the user's language."""
	return [{"name": name, "label": str(label)} for name, (_doctype, _field, label) in FIELDS.items()]


def values_of(contacts: Sequence[str], user: str | None = None) -> dict[str, frappe._dict]:
	"""Return the values of these contacts' fields, `""` for what is empty, by one statement.

	Of a customer that `user` (the session's, if not given) does not see, nothing is told, nor of a field that they do not read.
	"""
	if not contacts:
		return {}
	contact, customer = frappe.qb.DocType(CONTACT), frappe.qb.DocType(CUSTOMER)
	tables = {CONTACT: contact, CUSTOMER: customer}
	query = (
		frappe.qb.from_(contact)
		.left_join(customer)
		.on(all_of(customer.name == contact.customer, policy.criterion(CUSTOMER, user)))
	)
	fields = [tables[table][field].as_(name) for name, (table, field, _label) in FIELDS.items()]
	query = query.select(contact.name, *fields)
	rows = query.where(contact.name.isin(list(contacts))).run(as_dict=True)
	hidden = hidden_names(user)
	return {
		row.name: frappe._dict({key: "" if key in hidden else value or "" for key, value in row.items()})
		for row in rows
	}


def hidden_names(user: str | None = None) -> set[str]:
	"""Return the fields, as they are written in a slot, that are of a level which `user` (the session's) does not read."""
	return {
		name for name, (doctype, field, _label) in FIELDS.items() if field in hidden_fields(doctype, user)
	}
