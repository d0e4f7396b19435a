"""Whom a mail is with: the contact that has the address, their customer, open deals and the next step; of a stranger, what they can become."""

import frappe
from frappe import _
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.records.mail.rows import MAIL, PERSON
from frappe_crm_app.screens.inbox.mailboxes import refuse_others
from frappe_crm_app.screens.inbox.thread import readable
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, NOTE
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

EMAIL_ROW = "CRM Contact Email"
SHOWN = 5  # deals, steps
OF_CONTACT = (
	"name",
	"full_name",
	"job_title",
	"email",
	"phone",
	"status",
	"customer",
	"company_name",
	"last_activity_on",
)
OF_DEAL = ("name", "title", "value", "currency", "stage", "expected_close_date")
OF_NOTE = ("name", "action", "subject", "scheduled_on", "reference_doctype", "reference_name")


def card(mail: str) -> dict:
	"""Return the card; see `api.get_person`."""
	refuse_others()
	criteria = UserCriteria()
	person = other_side(mail, criteria)
	contact = contact_of(person.email, person.contact, criteria)
	customer = customer_of(contact, criteria)
	return {
		"email": person.email,
		"full_name": person.full_name,
		"contact": contact,
		"customer": customer,
		"deals": deals_of(contact, customer, criteria) if contact else [],
		"next_steps": steps_of(contact, customer, criteria) if contact else [],
		"can": {doctype: bool(frappe.has_permission(doctype, "create")) for doctype in (CONTACT, DEAL, NOTE)},
	}


def other_side(mail: str, criteria: UserCriteria) -> frappe._dict:
	"""Return `{email, full_name, contact}`: who wrote the mail, or to whom we wrote first."""
	frappe.has_permission(MAIL, "read", throw=True)
	record, person = frappe.qb.DocType(MAIL), frappe.qb.DocType(PERSON)
	query = frappe.qb.from_(record).join(person).on(person.parent == record.name)
	query = query.select(record.direction, person.kind, person.email, person.full_name, person.contact)
	query = readable(query.where(record.name == mail), MAIL, criteria).orderby(person.idx)
	rows = query.run(as_dict=True)
	if not rows:
		frappe.throw(_("There is no such mail that you can read."), frappe.PermissionError)
	kind = "From" if rows[0].direction == Direction.IN else "To"
	return next((row for row in rows if row.kind == kind), rows[0])


def contact_of(email: str, contact: str | None, criteria: UserCriteria) -> frappe._dict | None:
	"""Return the contact that has the address, if the user sees one."""
	if not frappe.has_permission(CONTACT, "read"):
		return None
	record, row = frappe.qb.DocType(CONTACT), frappe.qb.DocType(EMAIL_ROW)
	further = frappe.qb.from_(row).select(row.parent).where(row.email == email)
	has_address = (record.email == email) | record.name.isin(further)
	query = frappe.qb.from_(record).select(*(record[column] for column in OF_CONTACT))
	query = query.where(has_address | (record.name == contact) if contact else has_address)
	return first(readable(query, CONTACT, criteria).limit(1), CONTACT)


def customer_of(contact: frappe._dict | None, criteria: UserCriteria) -> frappe._dict | None:
	"""Return the contact's customer, if the user sees it."""
	if not contact or not contact.customer or not frappe.has_permission(CUSTOMER, "read"):
		return None
	record = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(record).select(record.name, record.customer_name, record.relationship)
	return first(readable(query.where(record.name == contact.customer), CUSTOMER, criteria), CUSTOMER)


def first(query: QueryBuilder, doctype: str) -> frappe._dict | None:
	"""Return the first row of a query, without the fields that the user may not read."""
	rows = query.run(as_dict=True)
	empty_hidden(doctype, rows)
	return rows[0] if rows else None


def is_about(doctype: str, contact: frappe._dict, customer: frappe._dict | None) -> Criterion:
	"""Return the criterion that a deal or a note names the contact, or their customer."""
	record = frappe.qb.DocType(doctype)
	names_contact = record.contact == contact.name
	return names_contact | (record.customer == customer.name) if customer else names_contact


def deals_of(
	contact: frappe._dict, customer: frappe._dict | None, criteria: UserCriteria
) -> list[frappe._dict]:
	"""Return the open deals of the contact and their customer, those changed last first."""
	if not frappe.has_permission(DEAL, "read"):
		return []
	deal, stage = frappe.qb.DocType(DEAL), frappe.qb.DocType("CRM Stage")
	query = frappe.qb.from_(deal).left_join(stage).on(stage.name == deal.stage)
	query = query.select(*(deal[column] for column in OF_DEAL), stage.stage_name)
	query = query.where(is_about(DEAL, contact, customer) & (deal.outcome == str(Outcome.OPEN)))
	query = readable(query, DEAL, criteria).orderby(deal.modified, deal.name, order=Order.desc).limit(SHOWN)
	rows = query.run(as_dict=True)
	empty_hidden(DEAL, rows, {"stage_name": "stage"})
	return rows


def steps_of(
	contact: frappe._dict, customer: frappe._dict | None, criteria: UserCriteria
) -> list[frappe._dict]:
	"""Return what is planned with the contact and their customer, the next first."""
	if not frappe.has_permission(NOTE, "read"):
		return []
	note = frappe.qb.DocType(NOTE)
	query = frappe.qb.from_(note).select(*(note[column] for column in OF_NOTE))
	query = query.where(is_about(NOTE, contact, customer) & (note.status == str(NoteStatus.OPEN)))
	query = query.where(note.scheduled_on.isnotnull()).orderby(note.scheduled_on, note.name).limit(SHOWN)
	rows = readable(query, NOTE, criteria).run(as_dict=True)
	empty_hidden(NOTE, rows)
	return rows
