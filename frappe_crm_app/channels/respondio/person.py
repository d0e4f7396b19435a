"""Who of a prospect is written to, with the values that respond.io gets.

The prospect's primary contact, else its oldest contact; where that one has neither phone nor email, or there is none, the customer
itself with its own. Who was sent once stays the row's person.
"""

import re
from dataclasses import dataclass

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind

PHONE = re.compile(r"\+[1-9]\d{1,14}")


@dataclass(frozen=True)
class Person:
	"""Somebody who can be written to. `contact` is `None` for the customer itself; `phone` is E.164 or empty."""

	contact: str | None
	first_name: str
	last_name: str
	email: str
	phone: str
	country: str = ""
	source: str | None = None
	is_opted_out: bool = False

	@property
	def identifier(self) -> str | None:
		"""By what respond.io recognises the person: the phone, which its channels use, else the email."""
		if self.phone:
			return f"phone:{self.phone}"
		return f"email:{self.email}" if self.email else None

	def fields(self) -> dict[str, str]:
		"""Return respond.io's ContactFields; what is empty is left out, so nothing is emptied there."""
		fields = {
			"firstName": self.first_name,
			"lastName": self.last_name,
			"phone": self.phone,
			"email": self.email,
			"countryCode": self.country,
		}
		return {name: value for name, value in fields.items() if value}


def person_of(row: frappe._dict) -> Person | None:
	"""Return the person of a row, `None` where the customer is gone."""
	fields = ["name", "customer_name", "customer_kind", "email", "phone", "country", "primary_contact"]
	customer = frappe.db.get_value("CRM Customer", row.customer, fields, as_dict=True)
	if not customer:
		return None
	country = (
		(frappe.db.get_value("Country", customer.country, "code") or "").upper() if customer.country else ""
	)
	contact = contact_of(row, customer)
	if contact and (row.step or contact.phone or contact.email or not (customer.phone or customer.email)):
		return as_person(contact, country)
	return itself(customer, country)


def contact_of(row: frappe._dict, customer: frappe._dict) -> frappe._dict | None:
	"""Return the contact that stands for the customer; `None` for the customer itself."""
	if row.step and not row.contact:
		return None
	name = row.contact or customer.primary_contact or oldest_contact(customer.name)
	fields = ["name", "first_name", "last_name", "email", "phone", "source", "messaging_opt_out"]
	return frappe.db.get_value("CRM Contact", name, fields, as_dict=True) if name else None


def oldest_contact(customer: str) -> str | None:
	"""Return the first contact that a customer got."""
	return frappe.db.get_value("CRM Contact", {"customer": customer}, "name", order_by="creation asc")


def as_person(contact: frappe._dict, country: str) -> Person:
	return Person(
		contact=contact.name,
		first_name=contact.first_name or "",
		last_name=contact.last_name or "",
		email=contact.email or "",
		phone=sendable(contact.phone),
		country=country,
		source=contact.source,
		is_opted_out=bool(contact.messaging_opt_out),
	)


def itself(customer: frappe._dict, country: str) -> Person:
	"""Return the customer as a person; the name of a company is one name."""
	first, _space, last = customer.customer_name.partition(" ")
	if customer.customer_kind != Kind.PERSON:
		first, last = customer.customer_name, ""
	return Person(None, first, last, customer.email or "", sendable(customer.phone), country)


def sendable(phone: str | None) -> str:
	"""Return a phone that respond.io takes, `""` for any other."""
	return phone if phone and PHONE.fullmatch(phone) else ""
