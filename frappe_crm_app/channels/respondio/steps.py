"""What is done at respond.io to add a prospect. Each step may be done twice with the effect of once.

Open comes before assign: assigning a closed conversation is answered with 200 and assigns nobody. That is also why all is read
back in the end. A person who was sent and has changed is overwritten by PUT, since an upsert may not overwrite.
"""

import json

import frappe

from frappe_crm_app.channels.respondio.choice import settings
from frappe_crm_app.channels.respondio.client import ErrorKind, RespondioClient, RespondioError
from frappe_crm_app.channels.respondio.person import Person
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import Step

ORDER = (Step.UPSERT, Step.OPEN, Step.ASSIGN, Step.LIFECYCLE, Step.VERIFY)


def steps_left(reached: str) -> tuple[Step, ...]:
	"""Return the steps after the one that was reached."""
	return ORDER[ORDER.index(Step(reached)) + 1 :] if reached else ORDER


def do(step: Step, row: frappe._dict, person: Person, client: RespondioClient) -> dict:
	"""Do one step and return what is to be stored of it; raises `RespondioError`."""
	return {
		Step.UPSERT: upsert,
		Step.OPEN: open_conversation,
		Step.ASSIGN: assign,
		Step.LIFECYCLE: set_lifecycle,
		Step.VERIFY: verify,
	}[step](row, person, client)


def upsert(row: frappe._dict, person: Person, client: RespondioClient) -> dict:
	fields = person.fields()
	contact_id = client.upsert(person.identifier, fields) or client.get(person.identifier).id
	return {"respondio_contact_id": contact_id, "sent_values": as_text(fields)}


def open_conversation(row: frappe._dict, person: Person, client: RespondioClient) -> dict:
	client.open_conversation(address_of(row, person))
	return {}


def assign(row: frappe._dict, person: Person, client: RespondioClient) -> dict:
	if row.assignee:
		client.assign(address_of(row, person), row.assignee)
	return {}


def set_lifecycle(row: frappe._dict, person: Person, client: RespondioClient) -> dict:
	lifecycle = settings().lifecycle
	if lifecycle:
		client.set_lifecycle(address_of(row, person), lifecycle)
	return {}


def verify(row: frappe._dict, person: Person, client: RespondioClient) -> dict:
	"""Read back and compare. Where something is not as it was set, the row goes back to before it was."""
	contact = client.get(address_of(row, person))
	is_closed = contact.is_open is False
	is_elsewhere = row.assignee and contact.tells_assignee and not contact.has_assignee(row.assignee)
	lifecycle = settings().lifecycle
	is_other_stage = lifecycle and contact.tells_lifecycle and contact.lifecycle != lifecycle
	if is_closed or is_elsewhere:
		return {"step": Step.UPSERT}
	return {"step": Step.ASSIGN} if is_other_stage else {}


def update(row: frappe._dict, person: Person, client: RespondioClient) -> dict:
	"""Overwrite what respond.io knows of the person, where that is not what we know."""
	fields = person.fields()
	if row.sent_values == as_text(fields):
		return {}
	client.update(address_of(row, person), fields)
	return {"sent_values": as_text(fields)}


def address_of(row: frappe._dict, person: Person) -> str:
	"""Return the identifier of the person at respond.io."""
	identifier = f"id:{row.respondio_contact_id}" if row.respondio_contact_id else person.identifier
	if not identifier:
		raise RespondioError(ErrorKind.INVALID, "There is neither phone nor email.")
	return identifier


def as_text(fields: dict[str, str]) -> str:
	"""Return fields as they are kept, to be compared."""
	return json.dumps(fields, sort_keys=True, ensure_ascii=False)


def assignee_of(customer: str) -> str:
	"""Return the user at respond.io who gets the conversation: the salesperson's, else the default; `""` for nobody."""
	salesperson = frappe.db.get_value("CRM Customer", customer, "salesperson")
	own = salesperson and frappe.db.get_value("CRM Salesperson", {"user": salesperson}, "respondio_assignee")
	return (own or settings().default_assignee or "").strip()
