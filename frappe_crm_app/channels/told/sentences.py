"""What somebody is told, as HTML of ours with what people typed escaped in it."""

from urllib.parse import quote

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_url_to_list

from frappe_crm_app.frappe_crm_app.doctype.crm_contact.options import ContactStatus
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, NOTE

LISTS = {CONTACT: "contact_owner", CUSTOMER: "salesperson", DEAL: "deal_owner", NOTE: "assigned_to"}


def of_one(doc: Document) -> str:
	"""Return that somebody has just been given this record."""
	title, giver = bold(doc.get(doc.meta.get_title_field())), bold(get_fullname(frappe.session.user))
	if is_new_lead(doc):
		return _("New lead: {0}, yours by {1}").format(title, giver)
	sentence = {
		CONTACT: _("{0} gave you the contact {1}"),
		CUSTOMER: _("{0} gave you the customer {1}"),
		DEAL: _("{0} gave you the deal {1}"),
		NOTE: _("{0} gave you the follow-up {1}"),
	}[doc.doctype]
	return sentence.format(giver, title)


def is_new_lead(doc: Document) -> bool:
	"""Return whether this save has made a contact who is a lead."""
	return doc.doctype == CONTACT and not doc.get_doc_before_save() and doc.status == ContactStatus.LEAD


def of_many(doctype: str | None, number: int, giver: str) -> str:
	"""Return that somebody has been given so many records; of several kinds where no DocType is named."""
	sentence = {
		CONTACT: _("{0} gave you {1} contacts"),
		CUSTOMER: _("{0} gave you {1} customers"),
		DEAL: _("{0} gave you {1} deals"),
		NOTE: _("{0} gave you {1} follow-ups"),
	}.get(doctype) or _("{0} gave you {1} records")
	return sentence.format(bold(get_fullname(giver)), number)


def of_one_taken(doc: Document, receiver: str | None) -> str:
	"""Return that somebody has given this record, which was the reader's, to another or to nobody."""
	title, giver = bold(doc.get(doc.meta.get_title_field())), bold(get_fullname(frappe.session.user))
	if not receiver:
		return {
			CONTACT: _("{0} took the contact {1} from you"),
			CUSTOMER: _("{0} took the customer {1} from you"),
			DEAL: _("{0} took the deal {1} from you"),
			NOTE: _("{0} took the follow-up {1} from you"),
		}[doc.doctype].format(giver, title)
	sentence = {
		CONTACT: _("{0} gave your contact {1} to {2}"),
		CUSTOMER: _("{0} gave your customer {1} to {2}"),
		DEAL: _("{0} gave your deal {1} to {2}"),
		NOTE: _("{0} gave your follow-up {1} to {2}"),
	}[doc.doctype]
	return sentence.format(giver, title, bold(get_fullname(receiver)))


def of_many_taken(doctype: str | None, number: int, giver: str) -> str:
	"""Return that so many of the reader's records are somebody else's now; of several kinds where no DocType is named."""
	sentence = {
		CONTACT: _("{0} gave {1} of your contacts to others"),
		CUSTOMER: _("{0} gave {1} of your customers to others"),
		DEAL: _("{0} gave {1} of your deals to others"),
		NOTE: _("{0} gave {1} of your follow-ups to others"),
	}.get(doctype) or _("{0} gave {1} of your records to others")
	return sentence.format(bold(get_fullname(giver)), number)


def of_import(number: int, importer: str) -> str:
	"""Return that an import has made contacts that are somebody's."""
	return _("{0} imported {1} contacts for you").format(bold(get_fullname(importer)), number)


def of_mention(note: Document) -> str:
	"""Return that somebody is mentioned in a follow-up."""
	return _("{0} mentioned you in {1}").format(bold(get_fullname(frappe.session.user)), bold(note.subject))


def list_of(doctype: str, user: str) -> str:
	"""Return the address of the list of a user's records."""
	return f"{get_url_to_list(doctype)}?{LISTS[doctype]}={quote(user)}"


def bold(text: str | None) -> str:
	return frappe.bold(escape_html(text or ""))
