"""Whose event it is: the contact that respond.io means."""

import frappe

from frappe_crm_app.channels.respondio.choice import settings
from frappe_crm_app.channels.respondio.payload import Event, Sender
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_settings.options import UnknownContacts
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import Operation
from frappe_crm_app.records.identity.contact_details import phone_if_any
from frappe_crm_app.records.identity.normalise import normalise_email
from frappe_crm_app.records.identity.people import find_by_address, find_or_create_contact

Record = tuple[str, str]  # DocType and name


def record_of(event: Event) -> Record | None:
	"""Return the contact of an event, or the customer where it is one that is written to itself; a new lead, or `None`,
	for somebody who is not known, as CRM Respondio Settings say."""
	sender = event.sender
	known = by_id(sender.id) or by_address(sender)
	if known or settings().unknown_contacts != UnknownContacts.CREATE_LEAD:
		return known
	return new_lead(event) if sender.id and (sender.email or sender.phone) else None


def by_id(respondio_id: str) -> Record | None:
	"""Return who was sent under this id, or who an earlier event of this id was about."""
	if not respondio_id:
		return None
	filters = {"respondio_contact_id": respondio_id, "operation": Operation.ADD}
	row = frappe.db.get_value("CRM Respondio Sync", filters, ["contact", "customer"], as_dict=True)
	if row:
		return existing("CRM Contact", row.contact) or existing("CRM Customer", row.customer)
	earlier = {"respondio_contact_id": respondio_id, "contact": ("is", "set")}
	return existing("CRM Contact", frappe.db.get_value("CRM Respondio Event", earlier, "contact"))


def by_address(sender: Sender) -> Record | None:
	"""Return the contact with this email or phone, be it a further one, else the customer with it."""
	contact = find_by_address(sender.email, sender.phone)
	if contact:
		return "CRM Contact", contact
	try:
		email = normalise_email(sender.email)
	except ValueError:
		email = ""
	for fieldname, value in {"email": email, "phone": sender.phone}.items():
		name = value and frappe.db.get_value(
			"CRM Customer", {fieldname: value}, "name", order_by="creation asc"
		)
		if name:
			return "CRM Customer", name
	return None


def existing(doctype: str, name: str | None) -> Record | None:
	return (doctype, name) if name and frappe.db.exists(doctype, name) else None


def new_lead(event: Event) -> Record:
	"""Make a contact of somebody who is not known; both of its names are required here and may be missing there."""
	sender = event.sender
	first = sender.first_name or sender.email or sender.phone
	values = {
		"first_name": first,
		"last_name": sender.last_name or "(respond.io)",
		"email": sender.email,
		"phone": phone_if_any(sender.phone),
		"contact_owner": salesperson_of(event),
	}
	contact, _is_new = find_or_create_contact({name: value for name, value in values.items() if value})
	return "CRM Contact", contact.name


def salesperson_of(event: Event) -> str | None:
	"""Return the user whose respond.io assignee the conversation has."""
	names = [name for name in event.assignee if name]
	if not names:
		return None
	return frappe.db.get_value("CRM Salesperson", {"respondio_assignee": ("in", names)}, "user")
