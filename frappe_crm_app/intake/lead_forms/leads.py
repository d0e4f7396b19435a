"""The contact and the prospect customer that a submission stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource, ConsentState
from frappe_crm_app.frappe_crm_app.doctype.crm_contact.options import ContactStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import CustomerCreation
from frappe_crm_app.intake.lead_forms.answers import FORMULA_SIGNS, TOUCH
from frappe_crm_app.intake.lead_forms.round_robin import owner_for
from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.set_based import lock_record, update_records
from frappe_crm_app.records.consent.appending import append
from frappe_crm_app.records.identity.contact_details import phone_if_any
from frappe_crm_app.records.identity.customers import find_or_create_customer
from frappe_crm_app.records.identity.normalise import clean_text, normalise_email
from frappe_crm_app.records.identity.people import find_contact, find_namesake, find_or_create_contact
from frappe_crm_app.visibility.policy import may

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm

LONGEST_NAME = 69  # two of them and a space are a full name
NO_LAST_NAME = "–"


class OvertakenError(Exception):
	"""Another transaction made the same contact in the meantime; a new one will find it."""


@dataclass(frozen=True)
class Lead:
	"""Whom a submission is from; `is_new` where it made the contact."""

	contact: str
	full_name: str
	owner: str | None
	is_new: bool


def make_lead(form: "CRMLeadForm", submission: Document, answers: Mapping[str, str]) -> Lead:
	"""Return the contact with this email, as it is but for consent and last touch, or a new one with its prospect customer.

	Who leaves no email is known by phone and name.
	"""
	values = contact_values(form, submission, answers)
	known = find_contact(answers) or find_by_phone_alone(values)
	if known:
		lock_record("CRM Contact", known)
		return known_lead(form, known, submission)
	values["contact_owner"] = owner_for(form)
	contact, is_made = find_or_create_contact(
		values, company_is_text=True, tells_consent=True, consent=consent_of(submission)
	)
	if not is_made:
		raise OvertakenError
	customer = make_customer(form, contact)
	if customer:
		contact.customer = customer
		contact.save()
	return Lead(contact.name, contact.full_name, contact.contact_owner, is_new=True)


def known_lead(form: "CRMLeadForm", name: str, submission: Document) -> Lead:
	"""Note the last touch on a contact that was there, and a consent that was confirmed by mail; owner and status stay.

	Anybody can enter anybody's address: what was not confirmed changes nothing of what this person has agreed to.
	"""
	contact = frappe.get_doc("CRM Contact", name)
	values = touch_values("last", submission)
	if submission.confirmed_on:
		values |= consent_values(submission)
	if not contact.first_touch_on:
		values |= touch_values("first", submission)
	query, table = update_records("CRM Contact"), frappe.qb.DocType("CRM Contact")
	emit_update("CRM Contact", table.name == name, values)
	for fieldname, value in values.items():
		query = query.set(table[fieldname], value)
	query.where(table.name == name).run()
	frappe.clear_document_cache("CRM Contact", name)
	if "consent_text" in values:
		address = normalise_email(submission.email)
		wording, moment = submission.consent_text or "", submission.consent_on
		said = consent_of(submission) | {"wording": wording, "address": address, "occurred_on": moment}
		append(name, Channel.EMAIL, ConsentState.GIVEN, **said)
	return Lead(name, contact.full_name, contact.contact_owner or form.lead_owner, is_new=False)


def contact_values(form: "CRMLeadForm", submission: Document, answers: Mapping[str, str]) -> dict:
	"""Return the fields of the new contact."""
	email = normalise_email(answers.get("email"))
	first_name = name_from(answers.get("first_name")) or name_from(email.partition("@")[0])
	return {
		"first_name": first_name or _("Unknown"),
		"last_name": name_from(answers.get("last_name")) or NO_LAST_NAME,
		"email": email or None,
		"phone": phone_if_any(answers.get("phone")),  # the note has it as it was sent
		"company_name": name_from(answers.get("company_name"), longest=140),
		"status": ContactStatus.LEAD,
		"source": form.source,
		**consent_values(submission),
		**touch_values("first", submission),
		**touch_values("last", submission),
	}


def find_by_phone_alone(values: Mapping) -> str | None:
	"""Return the contact of this name with this phone, where no email was left."""
	if values["email"] or not values["phone"]:
		return None
	return find_namesake(values["phone"], f"{values['first_name']} {values['last_name']}")


def name_from(text: str | None, longest: int = LONGEST_NAME) -> str:
	"""Return what a stranger gave as a name, without markup or the beginning of a formula; the note has it as it was sent."""
	plain = strip_html(text or "").replace("<", " ").replace(">", " ")
	return clean_text(plain).strip(FORMULA_SIGNS)[:longest].strip()


def consent_values(submission: Document) -> dict:
	"""Return the wording that was agreed to, and when; nothing where nothing was."""
	if not submission.consent:
		return {}
	return {"consent_text": submission.consent_text, "consent_on": submission.consent_on}


def consent_of(submission: Document) -> dict:
	"""Return whence the consent of a submission comes: `source` and `evidence`."""
	return {"source": ConsentSource.FORM, "evidence": (submission.doctype, submission.name)}


def touch_values(which: str, submission: Document) -> dict:
	"""Return the contact's fields of its `first` or `last` touch: when, and where the visitor came from."""
	fields = {"page": "page_url", "referrer": "referrer"} | {name: name for name in TOUCH}
	values = {f"{which}_{name}": submission.get(source) or None for name, source in fields.items()}
	return {f"{which}_touch_on": submission.received_on, **values}


def make_customer(form: "CRMLeadForm", contact: Document) -> str | None:
	"""Return the prospect of a new contact: its company, found by name or made, else the person; `None` where the form wants none.

	`None`, too, for a company that is there and that the contact's owner does not see: a stranger would open it to them by its name.
	"""
	if form.customer_creation == CustomerCreation.NONE:
		return None
	values = {
		"relationship": Relationship.PROSPECT,
		"stage": form.stage,
		"primary_contact": contact.name,
		"salesperson": contact.contact_owner,
		"email": contact.email,
		"phone": contact.phone,
	}
	if contact.company_name:
		company = find_or_create_customer(
			contact.company_name, contact.contact_owner, values, flags={"crm_lead_form": form.name}
		)
		return company if may("CRM Customer", company, contact.contact_owner) else None
	if form.customer_creation == CustomerCreation.COMPANY_ONLY:
		return None
	return make_person(form, contact, values)


def make_person(form: "CRMLeadForm", contact: Document, values: dict) -> str:
	"""Insert the customer that a person without a company is."""
	customer = frappe.new_doc("CRM Customer")
	customer.flags.crm_lead_form = form.name
	customer.update({**values, "customer_name": contact.full_name, "customer_kind": Kind.PERSON})
	return customer.insert().name
